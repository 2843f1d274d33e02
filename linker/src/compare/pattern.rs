//! Agreement patterns as one small integer each: mixed-radix digits, 0 for missing, else level + 1.

use exchange::spec::ComparisonKind;

/// The patterns that a list of comparisons can make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternSpace {
    kinds: Vec<ComparisonKind>,
    strides: Vec<usize>,
    size: usize,
}

impl PatternSpace {
    /// The space of these comparisons, in order.
    #[must_use]
    pub fn new(kinds: &[ComparisonKind]) -> Self {
        let mut size = 1;
        let strides = kinds
            .iter()
            .map(|kind| {
                let stride = size;
                size *= kind.levels().len() + 1;
                stride
            })
            .collect();
        Self { kinds: kinds.to_vec(), strides, size }
    }

    /// Comparisons, in order.
    #[must_use]
    pub fn kinds(&self) -> &[ComparisonKind] {
        &self.kinds
    }

    /// Number of patterns.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// What comparison `index` adds to the pattern when it shows `level`.
    #[must_use]
    pub fn digit(&self, index: usize, level: Option<usize>) -> usize {
        level.map_or(0, |level| (level + 1) * self.strides[index])
    }

    /// Level that comparison `index` shows in `pattern`; `None` is missing.
    #[must_use]
    pub fn level(&self, pattern: usize, index: usize) -> Option<usize> {
        (pattern / self.strides[index] % (self.kinds[index].levels().len() + 1)).checked_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_back() {
        let space = PatternSpace::new(&[ComparisonKind::Sex, ComparisonKind::BirthDate, ComparisonKind::Postcode]);
        assert_eq!(space.size(), 3 * 11 * 6);
        for a in [None, Some(0), Some(1)] {
            for b in [None, Some(0), Some(9)] {
                for c in [None, Some(4)] {
                    let pattern = space.digit(0, a) + space.digit(1, b) + space.digit(2, c);
                    assert_eq!([0, 1, 2].map(|index| space.level(pattern, index)), [a, b, c]);
                }
            }
        }
    }
}
