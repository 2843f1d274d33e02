//! The tables behind the headline, on the declared links.

use rayon::prelude::*;

use super::{breakdowns, months, sustained, work_year};
use crate::cohort::Cohort;
use crate::comparison::{Outcome, compare};
use crate::disclose::Table;
use crate::linkage::Linked;
use crate::reoffending::Proven;
use crate::study_file::{Employment, StudyFile};

/// Monthly curves, sustained work, in work and off benefit by group, and the matched comparison at the second day.
#[must_use]
pub fn further(cohort: &Cohort, linked: &Linked<'_>, study: &StudyFile, settings: Employment) -> Vec<Table> {
    let proven: Vec<Proven> = cohort.members.par_iter().map(|member| Proven::of(member, linked)).collect();
    let works = |place: usize| {
        let member = &cohort.members[place];
        linked.works_on(member.person, member.index.plus(settings.points[1]))
    };
    let outcome =
        Outcome { ids: ["work-balance", "work-effect"], label: "In work on the second day", happened: &works };
    let years = work_year::years(cohort, linked);
    let (mut tables, (sustained, compared)) = rayon::join(
        || vec![months::curves(cohort, linked, study)],
        || {
            rayon::join(
                || [sustained::table(&years, study), breakdowns::by_group(&years, linked, study)],
                || compare(cohort, &proven, &outcome, study),
            )
        },
    );
    tables.extend(sustained);
    tables.extend(compared);
    tables
}
