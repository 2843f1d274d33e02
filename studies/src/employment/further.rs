//! The tables behind the headline, on the declared links.

use super::{months, sustained};
use crate::cohort::Cohort;
use crate::comparison::{Outcome, compare};
use crate::disclose::Table;
use crate::linkage::Linked;
use crate::reoffending::Proven;
use crate::study_file::{Employment, StudyFile};

/// Monthly curves, sustained work, and the matched comparison at the second day.
#[must_use]
pub fn further(cohort: &Cohort, linked: &Linked<'_>, study: &StudyFile, settings: Employment) -> Vec<Table> {
    let proven: Vec<Proven> = cohort.members.iter().map(|member| Proven::of(member, linked)).collect();
    let works = |place: usize| {
        let member = &cohort.members[place];
        linked.employment.of(member.person).iter().any(|spell| spell.covers(member.index.plus(settings.points[1])))
    };
    let outcome =
        Outcome { ids: ["work-balance", "work-effect"], label: "In work on the second day", happened: &works };
    let mut tables = vec![months::curves(cohort, linked, study), sustained::table(cohort, linked, study)];
    tables.extend(compare(cohort, &proven, &outcome, study));
    tables
}
