//! How often each agreement pattern occurs among a pass's pairs.

use exchange::spec::ComparisonKind;
use serde::{Deserialize, Serialize};

use crate::compare::PatternSpace;

/// Counts of the patterns that occur: few of all that there can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Histogram {
    size: usize,
    counts: Vec<(usize, u64)>,
}

/// A histogram as somebody wrote it down.
#[derive(Deserialize)]
struct Stored {
    size: usize,
    counts: Vec<(usize, u64)>,
}

impl Histogram {
    /// An empty histogram over `size` patterns.
    #[must_use]
    pub fn none(size: usize) -> Self {
        Self { size, counts: Vec::new() }
    }

    /// Of counts of all patterns.
    pub(super) fn of(counts: &[u64]) -> Self {
        let occurring = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        Self { size: counts.len(), counts: occurring.map(|(pattern, count)| (pattern, *count)).collect() }
    }

    /// Adds another histogram over as many patterns.
    pub fn add(&mut self, other: &Self) {
        self.counts.extend_from_slice(&other.counts);
        self.counts.sort_unstable();
        self.counts.dedup_by(|later, kept| {
            let is_same = later.0 == kept.0;
            if is_same {
                kept.1 += later.1;
            }
            is_same
        });
    }

    /// Patterns that occur, with their counts, by pattern.
    #[must_use]
    pub fn occurring(&self) -> &[(usize, u64)] {
        &self.counts
    }

    /// Pairs at each level of comparison `index`; those that lack the value are not counted.
    #[must_use]
    pub fn level_counts(&self, space: &PatternSpace, index: usize) -> Vec<u64> {
        let mut counts = vec![0; space.kinds()[index].levels().len()];
        for (pattern, count) in self.occurring() {
            if let Some(level) = space.level(*pattern, index) {
                counts[level] += count;
            }
        }
        counts
    }

    /// Number of patterns that could occur.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// Number of pairs.
    #[must_use]
    pub fn pairs(&self) -> u64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }
}

impl TryFrom<Stored> for Histogram {
    type Error = &'static str;

    fn try_from(Stored { size, counts }: Stored) -> Result<Self, Self::Error> {
        // No link compares more than everything: a larger one would be memory for nothing.
        if size > PatternSpace::new(ComparisonKind::ALL).size() {
            return Err("more patterns than there can be");
        }
        let mut pairs: u64 = 0;
        for (_, count) in &counts {
            pairs = pairs.checked_add(*count).ok_or("more pairs than can be counted")?;
        }
        if !counts.is_sorted_by(|(a, _), (b, _)| a < b) {
            return Err("patterns out of order");
        }
        if counts.iter().any(|(pattern, count)| *pattern >= size || *count == 0) {
            return Err("a pattern beyond the size, or one that does not occur");
        }
        Ok(Self { size, counts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_reads_back_and_no_other_is_taken() {
        let parse = |text: &str| serde_json::from_str::<Histogram>(text);
        let histogram = Histogram::of(&[1, 0, 0, 0, 0, 0, 0, 2]);
        let text = serde_json::to_string(&histogram).unwrap();
        assert_eq!(text, r#"{"size":8,"counts":[[0,1],[7,2]]}"#);
        assert_eq!(parse(&text).unwrap(), histogram);
        for (from, to) in [
            ("8", "7"),
            ("8", "18446744073709551615"),
            ("8", "99999999"),
            ("1]", "18446744073709551615]"),
            ("1]", "0]"),
            ("[0", "[7"),
        ] {
            assert!(parse(&text.replacen(from, to, 1)).is_err(), "{to}");
        }
    }

    #[test]
    fn histograms_add_up() {
        let mut sum = Histogram::of(&[1, 0, 2, 0]);
        sum.add(&Histogram::of(&[0, 4, 3, 0]));
        assert_eq!((&sum, sum.pairs()), (&Histogram::of(&[1, 4, 5, 0]), 10));
        sum.add(&Histogram::none(4));
        assert_eq!(sum, Histogram::of(&[1, 4, 5, 0]));
    }
}
