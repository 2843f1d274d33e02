//! Counting agreement patterns: a number for every pattern that there can be.

use super::histogram::Histogram;

/// Counts by pattern. Adding two of them gives the same numbers in any order, so threads do not matter.
#[derive(Clone, Debug)]
pub struct PatternCounter {
    counts: Vec<u64>,
}

impl PatternCounter {
    /// Nothing counted yet of `size` patterns.
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

    /// Adds what was counted of as many patterns.
    #[must_use]
    pub fn merged(mut self, other: &Self) -> Self {
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
        self
    }

    /// The patterns that occur.
    #[must_use]
    pub fn histogram(&self) -> Histogram {
        Histogram::of(&self.counts)
    }
}
