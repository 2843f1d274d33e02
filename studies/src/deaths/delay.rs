//! How long deaths took to be registered.

use super::timeline::{Died, Timeline, died};
use crate::cohort::Member;
use crate::disclose::{Cell, Chart, Table};

const DELAYS: [(i32, &str); 5] = [
    (7, "Within 7 days"),
    (30, "8 to 30 days"),
    (182, "31 to 182 days"),
    (365, "183 to 365 days"),
    (i32::MAX, "More than 365 days"),
];

/// Days from death to registration.
pub(super) fn table(members: &[Member], lines: &[Timeline<'_>], period: &str) -> Table {
    let mut table = Table::new(
        "deaths-delay",
        "From death to registration",
        "People who started drug treatment and died in the period, with both dates",
        period,
    );
    let deaths = table.count("deaths", "Deaths");
    let poisonings = table.part_of(deaths, "drug_deaths", "Drug poisonings");
    let waited = |(key, death): Died<'_>| Some((key, death.is_drug_poisoning(), death.registered?.since(death.died)));
    let found: Vec<_> = died(members, lines).filter_map(waited).collect();
    let mut after = i32::MIN;
    let mut rows = Vec::new();
    for (until, label) in DELAYS {
        let here = || found.iter().filter(|(.., days)| after < *days && *days <= until);
        let poisoned = here().filter(|(_, is_poisoning, _)| *is_poisoning);
        let cells =
            [(deaths, Cell::of(here().map(|(key, ..)| *key))), (poisonings, Cell::of(poisoned.map(|(key, ..)| *key)))];
        rows.push(table.row(label, cells));
        after = until;
    }
    table.total("All", rows, []).alone();
    table.chart(Chart::Bars { column: poisonings });
    table.note("Most drug poisonings wait for an inquest: a study that ends too close to its data misses them. This is why results go by day of death and stop early.");
    table
}
