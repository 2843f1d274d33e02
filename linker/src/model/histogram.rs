//! How often each agreement pattern occurs among a pass's pairs.

use exchange::spec::ComparisonKind;
use serde::{Deserialize, Serialize};

use crate::compare::PatternSpace;

/// Pairs of a pass by pattern, and the probability that each pattern's pairs are matches.
pub(super) struct Expected<'a> {
    pub(super) patterns: &'a [(usize, u64)],
    pub(super) posterior: &'a [f64],
}

impl Expected<'_> {
    /// Patterns, with the matches and the non-matches expected of each.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (usize, f64, f64)> {
        let split =
            |((pattern, count), p): (&(usize, u64), &f64)| (*pattern, p * *count as f64, (1.0 - p) * *count as f64);
        self.patterns.iter().zip(self.posterior).map(split)
    }
}

/// Counts by pattern. Adding two histograms gives the same numbers in any order, so threads do not matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Occurring", try_from = "Occurring")]
pub struct Histogram {
    counts: Vec<u64>,
}

/// A histogram as it is kept: few of its patterns occur.
#[derive(Serialize, Deserialize)]
struct Occurring {
    size: usize,
    counts: Vec<(usize, u64)>,
}

impl Histogram {
    /// An empty histogram over `size` patterns.
    #[must_use]
    pub fn new(size: usize) -> Self {
        Self { counts: vec![0; size] }
    }

    /// Counts one pair.
    #[inline]
    pub fn add(&mut self, pattern: usize) {
        self.counts[pattern] += 1;
    }

    /// Counts pairs by their patterns.
    pub fn add_each(&mut self, patterns: &[u32]) {
        for pattern in patterns {
            self.add(*pattern as usize);
        }
    }

    /// Adds another histogram of the same size.
    #[must_use]
    pub fn merged(mut self, other: &Self) -> Self {
        self.add_all(other);
        self
    }

    /// Adds another histogram of the same size, in place.
    pub fn add_all(&mut self, other: &Self) {
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
    }

    /// Patterns that occur, with their counts, by pattern.
    #[must_use]
    pub fn occurring(&self) -> Vec<(usize, u64)> {
        self.counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(p, count)| (p, *count)).collect()
    }

    /// Pairs at each level of comparison `index`; those that lack the value are not counted.
    #[must_use]
    pub fn level_counts(&self, space: &PatternSpace, index: usize) -> Vec<u64> {
        let mut counts = vec![0; space.kinds()[index].levels().len()];
        for (pattern, count) in self.occurring() {
            if let Some(level) = space.level(pattern, index) {
                counts[level] += count;
            }
        }
        counts
    }

    /// Number of patterns that could occur.
    pub(crate) fn size(&self) -> usize {
        self.counts.len()
    }

    /// Number of pairs.
    #[must_use]
    pub fn pairs(&self) -> u64 {
        self.counts.iter().sum()
    }
}

impl From<Histogram> for Occurring {
    fn from(histogram: Histogram) -> Self {
        Self { size: histogram.counts.len(), counts: histogram.occurring() }
    }
}

impl TryFrom<Occurring> for Histogram {
    type Error = &'static str;

    fn try_from(kept: Occurring) -> Result<Self, Self::Error> {
        // No link compares more than everything: a larger one would be memory for nothing.
        if kept.size > PatternSpace::new(ComparisonKind::ALL).size() {
            return Err("more patterns than there can be");
        }
        let mut histogram = Self::new(kept.size);
        let mut pairs: u64 = 0;
        for (pattern, count) in kept.counts {
            pairs = pairs.checked_add(count).ok_or("more pairs than can be counted")?;
            *histogram.counts.get_mut(pattern).ok_or("a pattern beyond the size")? += count;
        }
        Ok(histogram)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_reads_back_and_no_other_is_taken() {
        let parse = |text: &str| serde_json::from_str::<Histogram>(text);
        let mut histogram = Histogram::new(8);
        for pattern in [0, 7, 7] {
            histogram.add(pattern);
        }
        let text = serde_json::to_string(&histogram).unwrap();
        assert_eq!(text, r#"{"size":8,"counts":[[0,1],[7,2]]}"#);
        assert_eq!(parse(&text).unwrap(), histogram);
        for (from, to) in
            [("8", "7"), ("8", "18446744073709551615"), ("8", "99999999"), ("1]", "18446744073709551615]")]
        {
            assert!(parse(&text.replacen(from, to, 1)).is_err(), "{to}");
        }
    }
}
