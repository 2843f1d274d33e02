//! Level of the date of birth, whole or in parts. Day and month share a key domain, so their swap shows as equality.

use super::answers::Answers;

/// Index into `ComparisonKind::BirthDate.levels()`; the groups are year, month and day.
pub(super) fn level(answers: Answers) -> Option<usize> {
    let [year, month, day] = answers.equal;
    let count = |parts: [bool; 3]| parts.iter().filter(|part| **part).count();
    match (count(answers.held), count(answers.equal)) {
        (0, _) => None,
        (3, 3) => Some(9),
        (3, 2) if !day => Some(6),
        (3, 2) if !month => Some(7),
        (3, 2) => Some(4),
        (3, 1) if year && answers.swapped => Some(8),
        (3, 1) => Some(1),
        (2, 2) => Some(5),
        (2, 1) => Some(2),
        (1, 1) => Some(3),
        _ => Some(0),
    }
}
