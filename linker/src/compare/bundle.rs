//! One record's tokens in one block, and the only questions that may be asked of two of them.

use std::ops::Range;

/// One row of a pass file: tokens (32 bits each) and which token groups are missing.
#[derive(Clone, Copy)]
pub struct BundleView<'a> {
    /// One bit a token group, set when the record holds no such value.
    pub nulls: u64,
    /// All slots, in layout order.
    pub tokens: &'a [u32],
}

/// Where one token group lies in a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slots {
    pub(super) bit: u32,
    pub(super) range: Range<usize>,
}

impl BundleView<'_> {
    pub(super) fn lacks(&self, group: &Slots) -> bool {
        self.nulls >> group.bit & 1 == 1
    }

    /// Whether the single tokens of `group` here and `other_group` there are equal; missing values never are.
    #[expect(clippy::needless_bitwise_bool, reason = "a branch less for each of hundreds of millions of pairs")]
    pub(super) fn equals(&self, group: &Slots, other: &Self, other_group: &Slots) -> bool {
        // All three are looked at: which of them fails is a coin's throw, and a wrong guess costs more than a look.
        let held = !self.lacks(group) & !other.lacks(other_group);
        held & (self.tokens[group.range.start] == other.tokens[other_group.range.start])
    }

    /// Whether two groups of several tokens share one. Slots are sorted by value, so this is one merge.
    pub(super) fn shares(&self, group: &Slots, other: &Self, other_group: &Slots) -> bool {
        if self.lacks(group) || other.lacks(other_group) {
            return false;
        }
        let (left, right) = (&self.tokens[group.range.clone()], &other.tokens[other_group.range.clone()]);
        let (mut i, mut j) = (0, 0);
        while i < left.len() && j < right.len() {
            match left[i].cmp(&right[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => return true,
            }
        }
        false
    }
}
