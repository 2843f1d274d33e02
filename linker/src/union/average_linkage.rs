//! Clusters of records of one source: average-linkage agglomeration on match probabilities (Sokal and Michener 1958),
//! so that one bridge between two people does not make them one.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap};

use super::candidates::Candidate;
use super::cluster::Forest;
use crate::model::probability;

/// Two clusters become one while the mean match probability over all pairs across them is at least this; a pair that no
/// pass compared counts as nothing. True pairs are missed by all passes more often than not only in very poor files, and
/// a bridge of one pair between clusters of three and two falls short.
const COHESION: f64 = 0.2;

/// For each candidate, whether its two records end in one cluster. Only clusters that hold a pair of at least
/// `threshold` across them are joined. Ties go to the smaller entity numbers.
pub(super) fn joined(candidates: &[Candidate], threshold: f64) -> Vec<bool> {
    let entities = candidates.iter().map(|c| c.left.max(c.right)).max().map_or(0, |most| most as usize + 1);
    let mut agglomeration = Agglomeration::new(entities, candidates, threshold);
    while let Some((a, b)) = agglomeration.nearest() {
        agglomeration.join(a, b);
    }
    let mut forest = agglomeration.forest;
    candidates.iter().map(|pair| forest.root(pair.left as usize) == forest.root(pair.right as usize)).collect()
}

/// What the pairs across two clusters say.
#[derive(Clone, Copy)]
struct Bond {
    /// Sum of their match probabilities.
    total: f64,
    /// The largest of them.
    strongest: f64,
}

impl Bond {
    fn with(self, other: Self) -> Self {
        Self { total: self.total + other.total, strongest: self.strongest.max(other.strongest) }
    }
}

struct Agglomeration {
    threshold: f64,
    /// Bonds of each cluster, by the other's slot; both ends hold them.
    bonds: Vec<BTreeMap<u32, Bond>>,
    /// Records in the cluster of each slot; 0 once it was joined to another.
    sizes: Vec<u32>,
    queue: BinaryHeap<Proposal>,
    forest: Forest,
}

/// Two clusters that may be joined, as long as neither has grown since.
struct Proposal {
    mean: f64,
    slots: (u32, u32),
    sizes: (u32, u32),
}

impl Agglomeration {
    fn new(entities: usize, candidates: &[Candidate], threshold: f64) -> Self {
        let mut start = Self {
            threshold,
            bonds: vec![BTreeMap::new(); entities],
            sizes: vec![1; entities],
            queue: BinaryHeap::new(),
            forest: Forest::new(entities),
        };
        for pair in candidates {
            let probability = probability(pair.match_weight);
            let bond = Bond { total: probability, strongest: probability };
            start.bonds[pair.left as usize].insert(pair.right, bond);
            start.bonds[pair.right as usize].insert(pair.left, bond);
            start.propose(pair.left, pair.right, bond);
        }
        start
    }

    fn propose(&mut self, a: u32, b: u32, bond: Bond) {
        let sizes = (self.sizes[a as usize], self.sizes[b as usize]);
        let mean = bond.total / (f64::from(sizes.0) * f64::from(sizes.1));
        if mean >= COHESION && bond.strongest >= self.threshold {
            self.queue.push(Proposal { mean, slots: (a, b), sizes });
        }
    }

    /// The two clusters of the largest mean that still stand as proposed.
    fn nearest(&mut self) -> Option<(u32, u32)> {
        std::iter::from_fn(|| self.queue.pop())
            .find(|proposal| {
                let (a, b) = proposal.slots;
                (self.sizes[a as usize], self.sizes[b as usize]) == proposal.sizes
            })
            .map(|proposal| proposal.slots)
    }

    /// The slot with more bonds keeps them; the other's are moved to it.
    fn join(&mut self, a: u32, b: u32) {
        let fewer = self.bonds[a as usize].len() < self.bonds[b as usize].len();
        let (kept, gone) = if fewer { (b, a) } else { (a, b) };
        self.forest.join(kept as usize, gone as usize);
        self.sizes[kept as usize] += std::mem::take(&mut self.sizes[gone as usize]);
        self.bonds[kept as usize].remove(&gone);
        for (other, moved) in std::mem::take(&mut self.bonds[gone as usize]) {
            if other == kept {
                continue;
            }
            let held = self.bonds[kept as usize].get(&other);
            let bond = held.map_or(moved, |held| held.with(moved));
            self.bonds[kept as usize].insert(other, bond);
            self.bonds[other as usize].remove(&gone);
            self.bonds[other as usize].insert(kept, bond);
        }
        let bonds = std::mem::take(&mut self.bonds[kept as usize]);
        for (other, bond) in &bonds {
            self.propose(kept.min(*other), kept.max(*other), *bond);
        }
        self.bonds[kept as usize] = bonds;
    }
}

impl Ord for Proposal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.mean.total_cmp(&other.mean).then(Reverse(self.slots).cmp(&Reverse(other.slots)))
    }
}

impl PartialOrd for Proposal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Proposal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Proposal {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pair(left: u32, right: u32, match_weight: f64) -> Candidate {
        Candidate { left, right, match_weight }
    }

    #[test]
    fn a_bridge_does_not_join_two_people() {
        let mut pairs: Vec<Candidate> =
            [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)].iter().map(|(l, r)| pair(*l, *r, 8.0)).collect();
        pairs.push(pair(2, 3, 3.0));
        assert_eq!(joined(&pairs, 0.5), [true, true, true, true, true, true, false]);
        // Two single records have no others that could speak against it.
        assert_eq!(joined(&[pair(0, 1, 3.0)], 0.5), [true]);
    }

    #[test]
    fn a_chain_of_one_person_holds() {
        assert_eq!(joined(&[pair(0, 1, 9.0), pair(1, 2, 8.0), pair(2, 3, 7.0)], 0.5), [true; 3]);
    }

    /// Joins the nearest two clusters, found anew by trying all, until none are near enough.
    fn slow(pairs: &[Candidate], entities: u32, threshold: f64) -> Vec<Vec<u32>> {
        let mut clusters: Vec<Vec<u32>> = (0..entities).map(|entity| vec![entity]).collect();
        loop {
            let mut nearest: Option<(f64, usize, usize)> = None;
            for a in 0..clusters.len() {
                for b in a + 1..clusters.len() {
                    let across: Vec<f64> = pairs
                        .iter()
                        .filter(|pair| {
                            let within = |x, y| clusters[a].contains(&x) && clusters[b].contains(&y);
                            within(pair.left, pair.right) || within(pair.right, pair.left)
                        })
                        .map(|pair| probability(pair.match_weight))
                        .collect();
                    let mean = across.iter().sum::<f64>() / (clusters[a].len() * clusters[b].len()) as f64;
                    let strong = across.iter().any(|probability| *probability >= threshold);
                    if strong && mean >= COHESION && nearest.is_none_or(|(best, ..)| mean > best) {
                        nearest = Some((mean, a, b));
                    }
                }
            }
            let Some((_, a, b)) = nearest else { return clusters };
            let gone = clusters.remove(b);
            clusters[a].extend(gone);
        }
    }

    proptest! {
        // Weights differ, so that no tie can be broken in two ways.
        #[test]
        fn equals_trying_all_pairs_of_clusters(
            edges in prop::collection::btree_map((0_u32..9, 0_u32..9), 0.0_f64..1.0, 1..25)
        ) {
            let pairs: Vec<Candidate> = edges
                .into_iter()
                .filter(|((left, right), _)| left < right)
                .map(|((left, right), weight)| pair(left, right, weight * 12.0 - 4.0))
                .collect();
            let clusters = slow(&pairs, 9, 0.5);
            let together = |pair: &Candidate| clusters.iter().any(|c| c.contains(&pair.left) && c.contains(&pair.right));
            prop_assert_eq!(joined(&pairs, 0.5), pairs.iter().map(together).collect::<Vec<_>>());
        }
    }
}
