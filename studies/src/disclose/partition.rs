//! Complementary suppression inside one partition: no hidden cell may be solved from the total.

use super::policy::{Policy, ZeroPolicy};

/// One row of a partition, in one column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    /// The raw figure.
    pub(super) raw: f64,
    /// What is shown if it is shown.
    pub(super) rounded: f64,
    /// Variance of the rounding error of what is shown.
    pub(super) rounding_variance: f64,
    /// How far the original may lie below and above what is shown.
    pub(super) reach: (f64, f64),
    /// Hidden whatever happens here.
    pub(super) hidden: bool,
    /// May be hidden to protect another: a row, not the total of a lower partition.
    pub(super) may_hide: bool,
    /// A part of a whole shown as nobody: a zero that everyone knows, and that protects nothing.
    pub(super) of_nobody: bool,
}

/// Hides further members until the pooled sum of the hidden ones may be shown, and returns the total: the sum of the rounded members
/// and of the rounded pool. `None` if no total can be shown. `counts` says that hidden values are whole numbers under the threshold.
///
/// The member with the smallest *rounded* value goes next, the first among equals: a choice by raw values would tell more about them
/// than their rounding does.
pub(super) fn protect(members: &mut [Member], policy: &Policy, counts: bool) -> Option<f64> {
    loop {
        let shown: f64 = members.iter().filter(|m| !m.hidden).map(|m| m.rounded).sum();
        if members.iter().all(|m| !m.hidden) {
            return Some(shown);
        }
        if pool_is_safe(members, policy, counts) {
            return Some(shown + policy.rounded(pool(members)));
        }
        let smallest = members
            .iter_mut()
            .filter(|m| !m.hidden && m.may_hide && !m.of_nobody)
            .min_by(|a, b| a.rounded.total_cmp(&b.rounded))?;
        smallest.hidden = true;
    }
}

/// Variance of the rounding error of a total that [`protect`] returned: each shown member was rounded alone, the hidden ones together.
pub(super) fn total_rounding_variance(members: &[Member], policy: &Policy) -> f64 {
    let shown: f64 = members.iter().filter(|m| !m.hidden).map(|m| m.rounding_variance).sum();
    if members.iter().any(|m| m.hidden) { shown + policy.rounding_variance() } else { shown }
}

fn pool(members: &[Member]) -> f64 {
    members.iter().filter(|m| m.hidden).map(|m| m.raw).sum()
}

fn pool_is_safe(members: &[Member], policy: &Policy, counts: bool) -> bool {
    let sum = pool(members);
    let several = members.iter().filter(|m| m.hidden).count() > 1;
    several && (!counts || (sum > 0.0 && !policy.is_small(sum) && leaves_room(members, sum, policy)))
}

/// A reader who knows these rules, and guesses rightly which pooled cells are small and which were hidden to protect them, must still
/// find a protection width of values for each.
fn leaves_room(members: &[Member], sum: f64, policy: &Policy) -> bool {
    let reach = f64::from(policy.plain_base() / 2);
    let (low, high) = (policy.rounded(sum) - reach, policy.rounded(sum) + reach);
    let ranges: Vec<(f64, f64)> = members
        .iter()
        .enumerate()
        .filter(|(_, m)| m.hidden)
        .map(|(index, m)| range(members, index, m, policy))
        .collect();
    let (least, most) = ranges.iter().fold((0.0, 0.0), |sums, range| (sums.0 + range.0, sums.1 + range.1));
    ranges.iter().all(|&(from, to)| {
        let (others_least, others_most) = (least - from, if most.is_finite() { most - to } else { f64::INFINITY });
        let narrowed = (from.max(low - others_most), to.min(high - others_least));
        narrowed.1 - narrowed.0 + 1.0 >= policy.protection_width()
    })
}

/// What the rules alone say about a pooled cell: small, or not small and no larger than the smallest member left.
fn range(members: &[Member], index: usize, member: &Member, policy: &Policy) -> (f64, f64) {
    let cut = f64::from(policy.smallest_released());
    if member.raw < cut {
        let least = if policy.zeros == ZeroPolicy::Show { 1.0 } else { 0.0 };
        return (least, cut - 1.0);
    }
    let left = members.iter().enumerate().filter(|(_, m)| !m.hidden && m.may_hide);
    let Some((first, smallest)) = left.min_by(|a, b| a.1.rounded.total_cmp(&b.1.rounded)) else {
        return (cut, f64::INFINITY);
    };
    let base = f64::from(policy.plain_base());
    let largest = if first > index { smallest.rounded } else { smallest.rounded - base };
    (cut, largest + f64::from(policy.plain_base() / 2))
}
