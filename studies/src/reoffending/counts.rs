//! Each member's convictions and time at risk.

use crate::cohort::{Cohort, Course, Member, Survival};
use crate::day::DAYS_PER_YEAR;
use crate::inputs::{Conviction, Offence, RecordKey};
use crate::linkage::Linked;
use crate::stats::PersonCounts;
use crate::study_file::Reoffending;

/// One member's convictions, with the group they belong to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counts {
    /// What perturbs counts of the member.
    pub record_key: RecordKey,
    /// How the two years went.
    pub course: Course,
    /// Convictions and years at risk before and after.
    pub counts: PersonCounts,
}

/// Counts every member's convictions for `wanted` offences under one set of links. Time after ends at death.
#[must_use]
pub fn counts(
    cohort: &Cohort,
    linked: &Linked<'_>,
    settings: Reoffending,
    wanted: &(dyn Fn(&Offence) -> bool + Sync),
) -> Vec<Counts> {
    cohort.members.iter().map(|member| member_counts(member, linked, settings.window_days, wanted)).collect()
}

fn member_counts(member: &Member, linked: &Linked<'_>, window: i32, wanted: &dyn Fn(&Offence) -> bool) -> Counts {
    let (mut before, mut after) = (0, 0);
    for offence in linked.offences.of(member.person).filter(|offence| is_conviction(offence) && wanted(offence)) {
        let days = offence.committed.since(member.index);
        before += u32::from((-window..0).contains(&days));
        after += u32::from((0..window).contains(&days));
    }
    let alive = Survival::of(member, linked).died().map_or(window, |died| died.since(member.index).clamp(0, window));
    let counts = PersonCounts {
        before,
        years_before: f64::from(window) / DAYS_PER_YEAR,
        after,
        years_after: f64::from(alive) / DAYS_PER_YEAR,
    };
    Counts { record_key: member.record_key, course: member.course(), counts }
}

fn is_conviction(offence: &Offence) -> bool {
    matches!(offence.conviction, Conviction::On(_))
}
