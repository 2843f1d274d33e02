//! Deaths that the treatment service knows of itself: how many of them does a link find?

use crate::cohort::{Cohort, Member, Survival};
use crate::day::Day;
use crate::disclose::{Cell, ColumnId, Measure, RowId, Table};
use crate::inputs::DischargeReason;
use crate::linkage::Linked;

/// Days between the discharge and the registered death, either way: services enter a death late, or close a case before they hear of it.
const APART_DAYS: i32 = 28;

/// Where the share found stands.
pub(super) struct Recorded {
    pub(super) table: Table,
    pub(super) row: RowId,
    pub(super) share: ColumnId,
}

/// Of the members whose last journey was closed because they died, those whose death is linked.
pub(super) fn recorded(cohort: &Cohort, linked: &Linked<'_>, period: String) -> Recorded {
    let mut table = Table::new(
        "deaths-recorded",
        "Deaths that the treatment service recorded, and whether a link finds them",
        "People who started drug treatment and whose last journey was closed because they died",
        period,
    );
    // No count of a part: that a link misses someone says nothing of the person, and the missed are always few.
    let all = table.distinct("recorded", "Recorded as died");
    let found = table.distinct("linked", "Linked to a death within 28 days");
    let share = table.measure("share_found", "Found, % (95% interval)", Measure::Percent { part: found, whole: all });
    let dead: Vec<&Member> = cohort.members.iter().filter(|member| closed_by_death(member).is_some()).collect();
    let cells = [
        (all, Cell::of(dead.iter().map(|member| member.record_key))),
        (found, Cell::of(dead.iter().filter(|member| is_found(member, linked)).map(|member| member.record_key))),
    ];
    let row = table.row("Everyone", cells).alone();
    table.note(
        "These deaths are known whatever the links say, so the share of them that a link finds says how many deaths are found at all. Rates are \
         adjusted by it in the table of linkage error, as if deaths out of treatment were found as often; people who left long ago may have moved \
         since, and be found less.",
    );
    Recorded { table, row, share }
}

/// The day on which the service closed the last journey because of a death.
fn closed_by_death(member: &Member) -> Option<Day> {
    let last = member.journeys.last()?;
    last.end.filter(|_| last.reason == Some(DischargeReason::Died))
}

fn is_found(member: &Member, linked: &Linked<'_>) -> bool {
    let died = Survival::of(member, linked).died();
    died.zip(closed_by_death(member)).is_some_and(|(died, closed)| died.since(closed).abs() <= APART_DAYS)
}
