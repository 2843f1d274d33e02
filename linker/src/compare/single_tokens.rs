//! The groups of one token each: which of them two bundles hold alike.

use super::bundle::Slots;
use super::equalities::same_slots;

/// Where the groups of one token lie, as runs that are as long in slots as in groups.
pub(super) struct SingleTokens {
    runs: Vec<Run>,
    /// Every group has one token: its bit is that of its slot.
    alone: bool,
}

struct Run {
    slot: u32,
    group: u32,
    length: u32,
}

impl SingleTokens {
    /// Of all groups of a layout, in its order.
    pub(super) fn of<'a>(groups: impl Iterator<Item = &'a Slots> + Clone) -> Self {
        let alone = groups.clone().all(|group| group.range.len() == 1);
        let mut runs: Vec<Run> = Vec::new();
        for group in groups.filter(|group| group.range.len() == 1) {
            let slot = group.range.start as u32;
            match runs.last_mut() {
                Some(run) if run.slot + run.length == slot && run.group + run.length == group.bit => run.length += 1,
                _ => runs.push(Run { slot, group: group.bit, length: 1 }),
            }
        }
        Self { runs, alone }
    }

    /// One bit a group, set where two bundles hold the same token, be it of a value or filler.
    #[inline]
    pub(super) fn equal(&self, left: &[u32], right: &[u32]) -> u64 {
        let same = same_slots(left, right);
        if self.alone {
            return same;
        }
        self.runs.iter().fold(0, |equal, run| equal | (same >> run.slot & ((1 << run.length) - 1)) << run.group)
    }
}

/// Two single tokens of one key domain, side by side, whose values may have changed places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Swap {
    first: usize,
    second: usize,
}

impl Swap {
    pub(super) fn new(one: &Slots, other: &Slots) -> Self {
        Self { first: one.range.start, second: other.range.start }
    }

    /// Whether each bundle holds the other's two tokens in the other order.
    #[inline]
    #[expect(clippy::needless_bitwise_bool, reason = "a branch less for each of hundreds of millions of pairs")]
    pub(super) fn holds(self, left: &[u32], right: &[u32]) -> bool {
        (left[self.first] == right[self.second]) & (left[self.second] == right[self.first])
    }
}
