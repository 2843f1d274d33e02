//! Level of the date of birth, whole or in parts. Day and month share a key domain, so their swap shows as equality.

use super::answers::Answers;

// Indices into `ComparisonKind::BirthDate.levels()`.
pub(crate) const NONE: usize = 0;
pub(crate) const ONE_OF_THREE: usize = 1;
const ONE_OF_TWO: usize = 2;
const ONE_OF_ONE: usize = 3;
pub(crate) const ALL_BUT_YEAR: usize = 4;
const TWO_OF_TWO: usize = 5;
pub(crate) const ALL_BUT_DAY: usize = 6;
pub(crate) const ALL_BUT_MONTH: usize = 7;
const SWAPPED: usize = 8;
pub(crate) const EXACT: usize = 9;

/// The level that two bundles show; the groups are year, month and day.
pub(super) fn level(answers: Answers) -> Option<usize> {
    let [year, month, day] = answers.equal;
    let count = |parts: [bool; 3]| parts.iter().filter(|part| **part).count();
    match (count(answers.held), count(answers.equal)) {
        (0, _) => None,
        (3, 3) => Some(EXACT),
        (3, 2) if !day => Some(ALL_BUT_DAY),
        (3, 2) if !month => Some(ALL_BUT_MONTH),
        (3, 2) => Some(ALL_BUT_YEAR),
        (3, 1) if year && answers.swapped => Some(SWAPPED),
        (3, 1) => Some(ONE_OF_THREE),
        (2, 2) => Some(TWO_OF_TWO),
        (2, 1) => Some(ONE_OF_TWO),
        (1, 1) => Some(ONE_OF_ONE),
        _ => Some(NONE),
    }
}
