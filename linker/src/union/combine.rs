//! What the passes that saw a pair of entities make of it together.

use exchange::Model;
use exchange::spec::{Combine, Link};

use crate::model::probability;
use crate::spill::Record;

/// Under this share of the smaller file, matches are rare and the best of several estimates is over-confident.
const RARE_SHARE: f64 = 0.05;

/// A pair as one pass saw it.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub(super) left: u32,
    pub(super) right: u32,
    /// Rank of the pass: 0 is the finest.
    pub(super) fineness: u32,
    pub(super) match_weight: f64,
}

/// One value of what all passes saw of one pair, the finest first.
pub(super) type Value = fn(&[Seen]) -> f64;

/// Rank of each pass by the number of pairs it compares: fewer is finer.
pub(super) fn fineness(link: &Link, model: &Model) -> Vec<u32> {
    let pairs = |name: &str| model.passes.iter().find(|pass| pass.name == name).map_or(0, |pass| pass.pairs);
    let mut order: Vec<usize> = (0..link.passes.len()).collect();
    order.sort_by_key(|pass| (pairs(&link.passes[*pass].name), *pass));
    let mut fineness = vec![0; order.len()];
    for (rank, pass) in (0..).zip(order) {
        fineness[pass] = rank;
    }
    fineness
}

/// Puts what was seen into order, so that [`by_pair`] finds the pairs.
pub(super) fn sort(seen: &mut [Seen]) {
    seen.sort_unstable_by(|a, b| {
        (a.left, a.right, a.fineness)
            .cmp(&(b.left, b.right, b.fineness))
            .then(b.match_weight.total_cmp(&a.match_weight))
    });
}

/// The pairs of entities, each with all that was seen of it.
pub(super) fn by_pair(sorted: &[Seen]) -> impl Iterator<Item = &[Seen]> {
    sorted.chunk_by(|a, b| (a.left, a.right) == (b.left, b.right))
}

/// Whether some pass holds a pair to be more likely a match than not.
pub(super) fn is_likely(pair: &[Seen]) -> bool {
    best(pair) > 0.0
}

/// The rule of a link of which so many pairs are likely, and whose smaller side has so many entities.
pub(super) fn value(rule: Combine, likely: u64, smaller: usize) -> Value {
    match rule {
        Combine::Best => best,
        Combine::First => first,
        Combine::Auto if (likely as f64) < RARE_SHARE * smaller as f64 => first,
        Combine::Pooled | Combine::Auto => pooled,
    }
}

fn best(pair: &[Seen]) -> f64 {
    pair.iter().map(|seen| seen.match_weight).fold(f64::NEG_INFINITY, f64::max)
}

fn first(pair: &[Seen]) -> f64 {
    pair[0].match_weight
}

/// Both probabilities are added up, since 1 less one near 1 has lost its digits.
fn pooled(pair: &[Seen]) -> f64 {
    let sum = |sign: f64| pair.iter().map(|seen| probability(sign * seen.match_weight)).sum::<f64>();
    (sum(1.0) / sum(-1.0)).log2()
}

impl Record<3> for Seen {
    fn words(&self) -> [u64; 3] {
        [u64::from(self.left) << 32 | u64::from(self.right), self.match_weight.to_bits(), self.fineness.into()]
    }

    fn of_words([sides, match_weight, fineness]: [u64; 3]) -> Self {
        let match_weight = f64::from_bits(match_weight);
        Self { left: (sides >> 32) as u32, right: sides as u32, fineness: fineness as u32, match_weight }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(left: u32, right: u32, fineness: u32, match_weight: f64) -> Seen {
        Seen { left, right, fineness, match_weight }
    }

    #[test]
    fn rules_differ_and_auto_chooses_by_rarity() {
        let mut pairs = vec![seen(1, 1, 2, 9.0), seen(1, 1, 0, 3.0), seen(1, 1, 0, 4.0), seen(0, 5, 1, -2.0)];
        sort(&mut pairs);
        let likely = by_pair(&pairs).filter(|pair| is_likely(pair)).count() as u64;
        assert_eq!(likely, 1);
        let weights = |rule, smaller| by_pair(&pairs).map(value(rule, likely, smaller)).collect::<Vec<_>>();
        assert_eq!(weights(Combine::Best, 2), [-2.0, 9.0]);
        assert_eq!(weights(Combine::First, 2), [-2.0, 4.0]);
        // Odds of 512, 16 and 8 to 1.
        let mean = (512.0 / 513.0 + 16.0 / 17.0 + 8.0 / 9.0) / 3.0;
        let pooled = weights(Combine::Pooled, 2);
        assert!((pooled[0] + 2.0).abs() < 1e-12 && (probability(pooled[1]) - mean).abs() < 1e-12);
        assert_eq!(weights(Combine::Auto, 2), pooled);
        assert_eq!(weights(Combine::Auto, 1000), [-2.0, 4.0]);
    }
}
