//! Deaths by the classes of the Office for National Statistics, and how long they took to be registered.

use super::cause::{DeathClass, is_drug_poisoning};
use super::timeline::Timeline;
use crate::disclose::{Cell, Chart, Measure, Table};
use crate::inputs::Death;

/// Deaths by underlying cause.
pub(super) fn by_cause(lines: &[Timeline<'_>], misuse_includes_f18: bool, period: &str) -> Table {
    let mut table = Table::new(
        "deaths-classes",
        "Deaths by underlying cause",
        "People who started drug treatment and died in the period",
        period,
    );
    let all = table.distinct("all_deaths", "All deaths");
    let deaths = table.count("deaths", "Deaths");
    let share = Measure::Percent { part: deaths, whole: all };
    table.measure("share", "Share of all deaths, % (95% interval)", share);
    let found: Vec<DeathClass> =
        lines.iter().filter_map(|line| line.death).map(|d| DeathClass::of(d, misuse_includes_f18)).collect();
    let cells = |test: &dyn Fn(DeathClass) -> bool| {
        let count = found.iter().filter(|class| test(**class)).count() as u64;
        [(all, Cell::people(found.len() as u64)), (deaths, Cell::people(count))]
    };
    let rows: Vec<_> =
        DeathClass::ALL.into_iter().map(|class| table.row(class.label(), cells(&|c| c == class))).collect();
    let mut rows = rows.into_iter();
    let poisonings: Vec<_> = rows.by_ref().take(DeathClass::ALL.len() - 1).collect();
    let poisoned = table.total("Drug poisoning, all", poisonings, cells(&|c| c != DeathClass::Other));
    table.total("All deaths", rows.chain([poisoned]), cells(&|_| true)).alone();
    table.chart(Chart::Bars { column: deaths });
    table.note(
        "Drug misuse has two ways in: (a) the underlying cause is drug misuse, shown here; (b) another poisoning with a controlled drug named \
         on the certificate. The delivery holds no substance and no certificate text, so (b) cannot be counted and drug misuse has no total.",
    );
    table
}

const DELAYS: [(i32, &str); 5] = [
    (7, "Within 7 days"),
    (30, "8 to 30 days"),
    (182, "31 to 182 days"),
    (365, "183 to 365 days"),
    (i32::MAX, "More than 365 days"),
];

/// Days from death to registration.
pub(super) fn delays(lines: &[Timeline<'_>], period: &str) -> Table {
    let mut table = Table::new(
        "deaths-delay",
        "From death to registration",
        "People who started drug treatment and died in the period, with both dates",
        period,
    );
    let deaths = table.count("deaths", "Deaths");
    let poisonings = table.part_of(deaths, "drug_deaths", "Drug poisonings");
    let found: Vec<(&Death, i32)> = lines
        .iter()
        .filter_map(|line| line.death)
        .filter_map(|death| Some((death, death.registered?.since(death.died))))
        .collect();
    let mut after = i32::MIN;
    let mut rows = Vec::new();
    for (until, label) in DELAYS {
        let here: Vec<&Death> =
            found.iter().filter(|(_, d)| after < *d && *d <= until).map(|(death, _)| *death).collect();
        let drug = here.iter().filter(|death| death.underlying.is_some_and(is_drug_poisoning)).count();
        rows.push(
            table.row(label, [(deaths, Cell::people(here.len() as u64)), (poisonings, Cell::people(drug as u64))]),
        );
        after = until;
    }
    table.total("All", rows, []).alone();
    table.chart(Chart::Bars { column: poisonings });
    table.note("Most drug poisonings wait for an inquest: a study that ends too close to its data misses them. This is why results go by day of death and stop early.");
    table
}
