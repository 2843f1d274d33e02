//! Level of the date of birth, whole or in parts. Day and month share a key domain, so their swap shows as equality.

use super::BundleView;
use super::bundle::Slots;

/// Token groups of the date of birth.
pub(super) struct Groups {
    pub(super) year: Slots,
    pub(super) month: Slots,
    pub(super) day: Slots,
}

/// Index into `ComparisonKind::BirthDate.levels()`.
pub(super) fn level(g: &Groups, left: BundleView<'_>, right: BundleView<'_>) -> Option<usize> {
    let parts = [&g.year, &g.month, &g.day];
    let held = bits(parts.map(|part| !left.lacks(part) & !right.lacks(part)));
    let equal = bits(parts.map(|part| left.equals(part, &right, part)));
    let swapped = left.equals(&g.month, &right, &g.day) & left.equals(&g.day, &right, &g.month);
    LEVELS[held | equal << 3 | usize::from(swapped) << 6]
}

fn bits(parts: [bool; 3]) -> usize {
    (usize::from(parts[0]) * YEAR) | (usize::from(parts[1]) * MONTH) | (usize::from(parts[2]) * DAY)
}

const YEAR: usize = 1;
const MONTH: usize = 2;
const DAY: usize = 4;

/// Levels by the parts that both hold, the parts that agree and whether day and month are swapped: a look-up, because which
/// of so many cases a pair is cannot be guessed.
const LEVELS: [Option<usize>; 1 << 7] = {
    let mut levels = [None; 1 << 7];
    let mut answers = 0;
    while answers < levels.len() {
        levels[answers] = level_of(answers & 7, answers >> 3 & 7, answers >> 6 == 1);
        answers += 1;
    }
    levels
};

const fn level_of(held: usize, equal: usize, swapped: bool) -> Option<usize> {
    match (held.count_ones(), equal.count_ones()) {
        (0, _) => None,
        (3, 3) => Some(9),
        (3, 2) if equal & DAY == 0 => Some(6),
        (3, 2) if equal & MONTH == 0 => Some(7),
        (3, 2) => Some(4),
        (3, 1) if equal & YEAR != 0 && swapped => Some(8),
        (3, 1) => Some(1),
        (2, 2) => Some(5),
        (2, 1) => Some(2),
        (1, 1) => Some(3),
        _ => Some(0),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Part after part, as the levels are explained: what the look-up must give.
    fn part_by_part(g: &Groups, left: BundleView<'_>, right: BundleView<'_>) -> Option<usize> {
        let parts = [&g.year, &g.month, &g.day];
        let held = parts.map(|part| !left.lacks(part) && !right.lacks(part));
        let equal = parts.map(|part| left.equals(part, &right, part));
        let swapped = || left.equals(&g.month, &right, &g.day) && left.equals(&g.day, &right, &g.month);
        let agreeing = equal.iter().filter(|equal| **equal).count();
        match (held.iter().filter(|held| **held).count(), agreeing) {
            (0, _) => None,
            (3, 3) => Some(9),
            (3, 2) if !equal[2] => Some(6),
            (3, 2) if !equal[1] => Some(7),
            (3, 2) => Some(4),
            (3, 1) if equal[0] && swapped() => Some(8),
            (3, 1) => Some(1),
            (2, 2) => Some(5),
            (2, 1) => Some(2),
            (1, 1) => Some(3),
            _ => Some(0),
        }
    }

    proptest! {
        #[test]
        fn the_look_up_says_what_part_by_part_says(
            nulls in prop::array::uniform2(0_u64..8),
            left in prop::array::uniform3(0_u32..3),
            right in prop::array::uniform3(0_u32..3),
        ) {
            let slots = |bit: u32| Slots { bit, range: bit as usize..bit as usize + 1 };
            let groups = Groups { year: slots(0), month: slots(1), day: slots(2) };
            let (left, right) =
                (BundleView { nulls: nulls[0], tokens: &left }, BundleView { nulls: nulls[1], tokens: &right });
            prop_assert_eq!(level(&groups, left, right), part_by_part(&groups, left, right));
        }
    }
}
