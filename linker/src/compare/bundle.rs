//! One record's tokens in one block, and where its groups of tokens lie.

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

impl Slots {
    /// The group's slots of a bundle.
    pub(super) fn of<'a>(&self, bundle: BundleView<'a>) -> &'a [u32] {
        &bundle.tokens[self.range.clone()]
    }

    /// The first slot of a bundle, the only one of most groups.
    pub(super) fn token(&self, bundle: BundleView<'_>) -> u32 {
        bundle.tokens[self.range.start]
    }

    /// The group's bit in a word of one bit a group.
    pub(super) fn is_set(&self, groups: u64) -> bool {
        groups >> self.bit & 1 == 1
    }
}
