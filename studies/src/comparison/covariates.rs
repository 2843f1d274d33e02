//! What is known on the first day of treatment.

use crate::cohort::Member;
use crate::inputs::{DrugGroup, Sex};
use crate::reoffending::Proven;

/// Covariates in the order of [`NAMES`].
pub(super) const NAMES: [&str; 8] = [
    "Men",
    "Sex not known",
    "Age, years",
    "Age squared",
    "Main drug opiates",
    "Main drug alcohol",
    "Offences proven before (logarithm)",
    "Offences committed in the year before (logarithm)",
];

pub(super) fn of(member: &Member, proven: &Proven) -> [f64; NAMES.len()] {
    let is = |test: bool| f64::from(test);
    // Without a year of birth: the middle of the usual ages, the same in both groups.
    let age = f64::from(member.birth_year.map_or(35, |born| member.index.year() - born));
    [
        is(member.sex == Sex::Male),
        is(member.sex == Sex::NotKnown),
        age,
        (age - 35.0).powi(2) / 100.0,
        is(member.drug == DrugGroup::Opiate),
        is(member.drug == DrugGroup::Alcohol),
        f64::from(proven.before).ln_1p(),
        f64::from(proven.year_before).ln_1p(),
    ]
}
