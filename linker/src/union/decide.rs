//! Which candidates are declared links: those whose probability beside their rivals makes the expected loss least.

use exchange::LinkClass;
use exchange::spec::{Cardinality, Link, Loss};

use super::assign::assign;
use super::average_linkage::joined;
use super::candidates::Candidate;
use super::rivalry::beside_rivals;
use crate::model::probability;
use crate::spill::Record;

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
    // A side on which a record may have several partners knows no rivals.
    let of_left =
        (decision.cardinality != Cardinality::Cluster).then(|| BestTwo::of_each(candidates, |pair| pair.left));
    let of_right =
        (decision.cardinality == Cardinality::OneOne).then(|| BestTwo::of_each(candidates, |pair| pair.right));
    candidates
        .iter()
        .enumerate()
        .map(|(index, candidate)| {
            let on_left = of_left.as_ref().and_then(|best| best[candidate.left as usize].without(index));
            let on_right = of_right.as_ref().and_then(|best| best[candidate.right as usize].without(index));
            let rival = max(on_left, on_right);
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

/// As [`decide`], of some people's candidates among many where a record on the left has at most one partner: tables by record begin with the
/// first of these people.
pub(super) fn decide_some(mut candidates: Vec<Candidate>, decision: Decision) -> Vec<Decided> {
    let first = candidates.iter().map(|candidate| candidate.left).min().unwrap_or_default();
    for candidate in &mut candidates {
        candidate.left -= first;
    }
    let mut decided = decide(&candidates, decision);
    for decided in &mut decided {
        decided.candidate.left += first;
    }
    decided
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

/// The two largest weights among the candidates of one entity.
#[derive(Clone, Default)]
struct BestTwo {
    /// The best, and whose it is.
    first: Option<(usize, f64)>,
    second: Option<f64>,
}

impl BestTwo {
    fn of_each(candidates: &[Candidate], entity: impl Fn(&Candidate) -> u32) -> Vec<Self> {
        let entities = candidates.iter().map(&entity).max().map_or(0, |entity| entity as usize + 1);
        let mut best = vec![Self::default(); entities];
        for (index, candidate) in candidates.iter().enumerate() {
            best[entity(candidate) as usize].add(index, candidate.match_weight);
        }
        best
    }

    fn add(&mut self, index: usize, weight: f64) {
        match self.first {
            Some((_, first)) if first >= weight => self.second = max(self.second, Some(weight)),
            first => {
                self.second = max(self.second, first.map(|(_, weight)| weight));
                self.first = Some((index, weight));
            }
        }
    }

    /// The best weight among the candidates but this one.
    fn without(&self, index: usize) -> Option<f64> {
        let (leader, weight) = self.first?;
        if leader == index { self.second } else { Some(weight) }
    }
}

impl Record<5> for Decided {
    fn words(&self) -> [u64; 5] {
        let Candidate { left, right, match_weight } = self.candidate;
        let sides = u64::from(left) << 32 | u64::from(right);
        let class = (self.class as u64) << 1 | u64::from(self.leader_margin.is_some());
        let margin = self.leader_margin.unwrap_or_default();
        [sides, match_weight.to_bits(), self.probability.to_bits(), margin.to_bits(), class]
    }

    fn of_words([sides, match_weight, probability, margin, class]: [u64; 5]) -> Self {
        let (left, right) = ((sides >> 32) as u32, sides as u32);
        Self {
            candidate: Candidate { left, right, match_weight: f64::from_bits(match_weight) },
            class: LinkClass::ALL[(class >> 1) as usize],
            probability: f64::from_bits(probability),
            leader_margin: (class & 1 == 1).then_some(f64::from_bits(margin)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(left: u32, right: u32, match_weight: f64) -> Candidate {
        Candidate { left, right, match_weight }
    }

    #[test]
    fn some_people_are_decided_on_as_among_all_and_records_come_back_whole() {
        let decision = Decision { loss: Loss::new(9.0).unwrap(), cardinality: Cardinality::ManyOne };
        let all = [pair(0, 0, 9.0), pair(0, 1, 8.0), pair(7, 1, 2.0), pair(8, 3, 5.0), pair(8, 4, -3.0)];
        let together = decide(&all, decision);
        let apart = [decide_some(all[..2].to_vec(), decision), decide_some(all[2..].to_vec(), decision)].concat();
        assert_eq!(apart, together);
        let returned: Vec<_> = together.iter().map(|decided| Decided::of_words(decided.words())).collect();
        assert_eq!(returned, together);
        assert!(LinkClass::ALL.into_iter().enumerate().all(|(place, class)| class as usize == place));
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
