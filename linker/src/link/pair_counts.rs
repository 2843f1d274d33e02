use exchange::spec::{Link, Pass};
use serde::{Deserialize, Serialize};

use super::score::FLOOR;
use crate::compare::PatternSpace;
use crate::model::{Histogram, PassCounts, PassModel, train};

/// What comparing the pairs of one pass counted: all that its model is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PairCounts {
    /// Rows of either side.
    pub(super) rows: (u64, u64),
    /// Patterns of all compared pairs.
    pub(super) pairs: Histogram,
    /// Patterns of every row with itself.
    pub(super) own: Histogram,
}

impl PairCounts {
    /// Nothing compared yet.
    pub(super) fn none(space: &PatternSpace) -> Self {
        Self { rows: (0, 0), pairs: Histogram::none(space.size()), own: Histogram::none(space.size()) }
    }

    /// Adds what comparing other blocks counted.
    pub(super) fn add(&mut self, other: &Self) {
        self.rows.0 += other.rows.0;
        self.rows.1 += other.rows.1;
        self.pairs.add(&other.pairs);
        self.own.add(&other.own);
    }

    /// Pairs that are written under these weights of the patterns.
    pub(super) fn pairs_above_floor(&self, weights: &[f64]) -> u64 {
        self.pairs.occurring().iter().filter(|(pattern, _)| weights[*pattern] >= FLOOR).map(|(_, count)| count).sum()
    }

    /// Whether they count patterns of this space; what a journal says need not.
    pub(super) fn fits(&self, space: &PatternSpace) -> bool {
        [&self.pairs, &self.own].into_iter().all(|histogram| histogram.size() == space.size())
    }

    /// Estimates the pass's model, or takes the given one.
    pub(super) fn model(
        &self,
        (link, pass): (&Link, &Pass),
        space: &PatternSpace,
        given: Option<PassModel>,
    ) -> PassModel {
        given.unwrap_or_else(|| {
            let (left, right) = (self.rows.0 as f64, self.rows.1 as f64);
            let possible_pairs = if link.is_deduplication() { left * (left - 1.0) / 2.0 } else { left * right };
            train(link, pass, PassCounts { possible_pairs }, space, &self.pairs)
        })
    }
}

#[cfg(test)]
mod tests {
    use exchange::spec::ComparisonKind;

    use super::*;

    #[test]
    fn counts_of_another_space_do_not_fit() {
        let space = PatternSpace::new(&[ComparisonKind::Sex]);
        let counts = |pairs, own| PairCounts { rows: (1, 1), pairs: Histogram::none(pairs), own: Histogram::none(own) };
        assert!(counts(3, 3).fits(&space));
        assert!(!counts(4, 3).fits(&space) && !counts(3, 4).fits(&space));
    }
}
