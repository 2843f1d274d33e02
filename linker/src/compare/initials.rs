//! Level of both initials together, for sources that hold no names.

use super::answers::Answers;

// Indices into `ComparisonKind::Initials.levels()`.
const NONE: usize = 0;
const SURNAME_ONLY: usize = 1;
const FORENAME_ONLY: usize = 2;
const SWAPPED: usize = 3;
const BOTH: usize = 4;

/// Index into `ComparisonKind::Initials.levels()`; the groups are forename and surname.
pub(super) fn level(answers: Answers) -> Option<usize> {
    let held = answers.held[0] && answers.held[1];
    held.then_some(match (answers.equal[0], answers.equal[1]) {
        (true, true) => BOTH,
        _ if answers.swapped => SWAPPED,
        (true, false) => FORENAME_ONLY,
        (false, true) => SURNAME_ONLY,
        (false, false) => NONE,
    })
}
