//! Level of the postcode: unit, sector, district.

use super::answers::Answers;

/// Index into `ComparisonKind::Postcode.levels()`; the groups are unit, sector and district.
pub(super) fn postcode_level(answers: Answers) -> Option<usize> {
    let ([unit_held, _, district_held], [unit, sector, district]) = (answers.held, answers.equal);
    district_held.then_some(match (unit, sector) {
        (true, _) => 4,
        (false, true) if !unit_held => 3,
        (false, true) => 2,
        (false, false) => usize::from(district),
    })
}

/// Index into `ComparisonKind::Area.levels()`; the groups are sector and district.
pub(super) fn area_level(answers: Answers) -> Option<usize> {
    let [sector, district, _] = answers.equal;
    answers.held[1].then_some(if sector { 2 } else { usize::from(district) })
}
