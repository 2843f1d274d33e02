//! Which candidates are declared links: threshold, cardinality and leader margin, each counted apart.

use exchange::LinkClass;
use exchange::spec::Cardinality;

use super::assign::assign;
use super::average_linkage::joined;
use super::candidates::Candidate;
use crate::model::probability;

/// The rule that declares.
#[derive(Clone, Copy, Debug)]
pub struct Decision {
    /// Match probability from which a pair may be declared.
    pub threshold: f64,
    /// Bits by which a pair must lead its nearest rival.
    pub margin: f64,
    /// How many partners a record may have.
    pub cardinality: Cardinality,
}

/// A candidate and its class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decided {
    /// The candidate.
    pub candidate: Candidate,
    /// Its class.
    pub class: LinkClass,
    /// Bits by which it leads its nearest rival; `None` when it has no rival.
    pub leader_margin: Option<f64>,
}

/// The declared links.
pub fn links(decided: &[Decided]) -> impl Iterator<Item = (u32, u32)> {
    let links = decided.iter().filter(|decided| decided.class == LinkClass::Link);
    links.map(|decided| (decided.candidate.left, decided.candidate.right))
}

/// Decides on every candidate; the order of the input is kept. Ties go to the smaller entity numbers.
#[must_use]
pub fn decide(candidates: &[Candidate], decision: Decision) -> Vec<Decided> {
    let eligible: Vec<bool> =
        candidates.iter().map(|candidate| probability(candidate.match_weight) >= decision.threshold).collect();
    let chosen = match decision.cardinality {
        Cardinality::Cluster => joined(candidates, decision.threshold),
        Cardinality::ManyOne => leaders(candidates, &eligible),
        Cardinality::OneOne => assign(candidates, &eligible),
    };
    let rivals_of_left = rivals(candidates, |candidate| candidate.left);
    let rivals_of_right = rivals(candidates, |candidate| candidate.right);
    candidates
        .iter()
        .enumerate()
        .map(|(index, candidate)| {
            let rival = match decision.cardinality {
                Cardinality::Cluster => None,
                Cardinality::ManyOne => rivals_of_left[index],
                Cardinality::OneOne => max(rivals_of_left[index], rivals_of_right[index]),
            };
            let leader_margin = rival.map(|rival| candidate.match_weight - rival);
            let leads = leader_margin.is_none_or(|margin| margin >= decision.margin);
            let weak_bridge = decision.cardinality == Cardinality::Cluster && eligible[index];
            let class = match (chosen[index], leads || decision.margin == 0.0) {
                (true, true) => LinkClass::Link,
                (true, false) => LinkClass::Ambiguous,
                (false, _) if weak_bridge => LinkClass::Ambiguous,
                (false, _) => LinkClass::Possible,
            };
            Decided { candidate: *candidate, class, leader_margin }
        })
        .collect()
}

fn max(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (one, other) => one.or(other),
    }
}

/// The best eligible candidate of each left entity.
fn leaders(candidates: &[Candidate], eligible: &[bool]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..candidates.len()).filter(|index| eligible[*index]).collect();
    order.sort_unstable_by(|a, b| {
        let (a, b) = (&candidates[*a], &candidates[*b]);
        a.left.cmp(&b.left).then(b.match_weight.total_cmp(&a.match_weight)).then(a.right.cmp(&b.right))
    });
    let mut chosen = vec![false; candidates.len()];
    for group in order.chunk_by(|a, b| candidates[*a].left == candidates[*b].left) {
        chosen[group[0]] = true;
    }
    chosen
}

/// For each candidate, the best weight among the other candidates of the same entity.
fn rivals(candidates: &[Candidate], entity: impl Fn(&Candidate) -> u32) -> Vec<Option<f64>> {
    let entities = candidates.iter().map(&entity).max().map_or(0, |entity| entity as usize + 1);
    // The best two weights of each entity, and whose the best one is.
    let mut best: Vec<(Option<usize>, Option<f64>)> = vec![(None, None); entities];
    for (index, candidate) in candidates.iter().enumerate() {
        let (first, second) = &mut best[entity(candidate) as usize];
        match *first {
            Some(leader) if candidates[leader].match_weight >= candidate.match_weight => {
                *second = max(*second, Some(candidate.match_weight));
            }
            leader => {
                *second = max(*second, leader.map(|leader| candidates[leader].match_weight));
                *first = Some(index);
            }
        }
    }
    candidates
        .iter()
        .enumerate()
        .map(|(index, candidate)| {
            let (first, second) = best[entity(candidate) as usize];
            if first == Some(index) { second } else { first.map(|leader| candidates[leader].match_weight) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(left: u32, right: u32, match_weight: f64) -> Candidate {
        Candidate { left, right, match_weight }
    }

    fn classes(candidates: &[Candidate], cardinality: Cardinality, margin: f64) -> Vec<LinkClass> {
        let decided = decide(candidates, Decision { threshold: 0.9, margin, cardinality });
        decided.iter().map(|decided| decided.class).collect()
    }

    #[test]
    fn classes_are_told_apart() {
        use LinkClass::{Ambiguous, Link, Possible};
        let pairs = [pair(0, 0, 9.0), pair(0, 1, 8.0), pair(1, 1, 2.0), pair(2, 3, 5.0), pair(3, 4, -3.0)];
        assert_eq!(classes(&pairs, Cardinality::ManyOne, 0.0), [Link, Possible, Possible, Link, Possible]);
        assert_eq!(classes(&pairs, Cardinality::ManyOne, 2.0), [Ambiguous, Possible, Possible, Link, Possible]);
        let triples =
            [pair(0, 1, 9.0), pair(0, 2, 1.0), pair(1, 2, 9.0), pair(3, 4, 9.0), pair(3, 5, 9.0), pair(2, 3, 4.0)];
        assert_eq!(classes(&triples, Cardinality::Cluster, 2.0), [Link, Link, Link, Link, Link, Ambiguous]);
    }

    #[test]
    fn margins_are_to_the_nearest_rival_on_either_side() {
        let pairs = [pair(0, 0, 9.0), pair(0, 1, 8.0), pair(1, 1, 2.0), pair(2, 2, 1.0)];
        let rule = |cardinality| Decision { threshold: 0.9, margin: 0.0, cardinality };
        let margins = |cardinality| -> Vec<_> {
            decide(&pairs, rule(cardinality)).iter().map(|decided| decided.leader_margin).collect()
        };
        assert_eq!(margins(Cardinality::OneOne), [Some(1.0), Some(-1.0), Some(-6.0), None]);
        assert_eq!(margins(Cardinality::ManyOne), [Some(1.0), Some(-1.0), None, None]);
    }
}
