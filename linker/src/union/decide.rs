//! Which candidates are declared links: those whose probability beside their rivals makes the expected loss least.

use exchange::LinkClass;
use exchange::spec::{Cardinality, Link, Loss};

use super::assign::assign;
use super::average_linkage::joined;
use super::candidates::Candidate;
use super::rivalry::beside_rivals;
use crate::model::probability;

/// The rule that declares.
#[derive(Clone, Copy, Debug)]
pub struct Decision {
    /// What a wrong decision costs.
    pub loss: Loss,
    /// How many partners a record may have.
    pub cardinality: Cardinality,
}

impl Decision {
    /// As the spec has it.
    #[must_use]
    pub fn of(link: &Link) -> Self {
        Self { loss: link.loss, cardinality: link.cardinality }
    }
}

/// A candidate and its class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decided {
    /// The candidate.
    pub candidate: Candidate,
    /// Its class.
    pub class: LinkClass,
    /// Probability that it is a match, given that rivals for the same record cannot all be.
    pub probability: f64,
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
    let threshold = decision.loss.threshold();
    let eligible: Vec<bool> =
        candidates.iter().map(|candidate| probability(candidate.match_weight) >= threshold).collect();
    let chosen = match decision.cardinality {
        Cardinality::Cluster => joined(candidates, threshold),
        Cardinality::ManyOne => leaders(candidates, &eligible),
        Cardinality::OneOne => assign(candidates, &eligible),
    };
    let beside = beside_rivals(candidates, decision.cardinality);
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
            // Rivals within a cluster are no rivals: they are all the same person.
            let stands = decision.cardinality == Cardinality::Cluster || beside[index] >= threshold;
            let weak_bridge = decision.cardinality == Cardinality::Cluster && eligible[index];
            let class = match (chosen[index], stands) {
                (true, true) => LinkClass::Link,
                (true, false) => LinkClass::Ambiguous,
                (false, _) if weak_bridge => LinkClass::Ambiguous,
                (false, _) => LinkClass::Possible,
            };
            Decided { candidate: *candidate, class, probability: beside[index], leader_margin }
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

    fn classes(candidates: &[Candidate], cardinality: Cardinality, loss: f64) -> Vec<LinkClass> {
        let decided = decide(candidates, Decision { loss: Loss::new(loss).unwrap(), cardinality });
        decided.iter().map(|decided| decided.class).collect()
    }

    #[test]
    fn classes_are_told_apart() {
        use LinkClass::{Ambiguous, Link, Possible};
        let pairs = [pair(0, 0, 9.0), pair(0, 1, 8.0), pair(1, 1, 2.0), pair(2, 3, 5.0), pair(3, 4, -3.0)];
        assert_eq!(classes(&pairs, Cardinality::ManyOne, 1.0), [Link, Possible, Link, Link, Possible]);
        assert_eq!(classes(&pairs, Cardinality::ManyOne, 20.0), [Ambiguous, Possible, Possible, Link, Possible]);
        let triples =
            [pair(0, 1, 9.0), pair(0, 2, 1.0), pair(1, 2, 9.0), pair(3, 4, 9.0), pair(3, 5, 9.0), pair(2, 3, 4.0)];
        assert_eq!(classes(&triples, Cardinality::Cluster, 9.0), [Link, Link, Link, Link, Link, Ambiguous]);
    }

    #[test]
    fn margins_are_to_the_nearest_rival_on_either_side() {
        let pairs = [pair(0, 0, 9.0), pair(0, 1, 8.0), pair(1, 1, 2.0), pair(2, 2, 1.0)];
        let rule = |cardinality| Decision { loss: Loss::new(9.0).unwrap(), cardinality };
        let margins = |cardinality| -> Vec<_> {
            decide(&pairs, rule(cardinality)).iter().map(|decided| decided.leader_margin).collect()
        };
        assert_eq!(margins(Cardinality::OneOne), [Some(1.0), Some(-1.0), Some(-6.0), None]);
        assert_eq!(margins(Cardinality::ManyOne), [Some(1.0), Some(-1.0), None, None]);
    }
}
