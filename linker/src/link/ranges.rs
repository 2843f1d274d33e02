//! Which blocks of a pass are in memory at a time.

use std::ops::RangeInclusive;

use exchange::BlockRange;

/// Cuts all blocks into ranges of at most `rows` rows of the row groups given, those of both sides together; a single row group
/// may hold more. Blocks are never cut.
pub(super) fn ranges<'g>(groups: impl Iterator<Item = &'g BlockRange>, rows: u64) -> Vec<RangeInclusive<u64>> {
    let mut groups: Vec<_> = groups.collect();
    groups.sort_unstable_by_key(|group| group.first);
    let (mut starts, mut taken) = (vec![0], 0);
    for group in groups {
        let is_new = starts.last().is_some_and(|start| *start < group.first);
        if taken > 0 && is_new && taken + group.rows > rows {
            starts.push(group.first);
            taken = 0;
        }
        taken += group.rows;
    }
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([u64::MAX]);
    starts.iter().zip(ends).map(|(start, end)| *start..=end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_every_block_once_and_few_rows() {
        let groups = |firsts: &[u64]| -> Vec<_> {
            firsts.iter().map(|first| BlockRange { first: *first, last: first + 12, rows: 100 }).collect()
        };
        let (left, right) = (groups(&[0, 10, 20, 30]), groups(&[5, 25]));
        let of = |rows| ranges(left.iter().chain(&right), rows);
        assert_eq!(of(1_000), [0..=u64::MAX]);
        assert_eq!(of(300), [0..=19, 20..=u64::MAX]);
        assert_eq!(of(0), [0..=4, 5..=9, 10..=19, 20..=24, 25..=29, 30..=u64::MAX]);
        assert_eq!(ranges([].iter(), 5), [0..=u64::MAX]);
    }
}
