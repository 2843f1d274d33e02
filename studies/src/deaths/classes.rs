//! Deaths by the classes of the Office for National Statistics, and how long they took to be registered.

use super::cause::{DeathClass, is_drug_misuse, is_drug_poisoning};
use super::timeline::{Died, Timeline, died};
use crate::cohort::Member;
use crate::disclose::{Cell, Chart, Measure, Part, Table};

/// A row of deaths by cause: the label, and the classes in it.
type Cause = (&'static str, &'static [DeathClass]);

/// Drug misuse by criterion (a).
const DEPENDENCE: Cause = ("Drug abuse or dependence (misuse by criterion a)", &[DeathClass::Misuse]);

/// Drug misuse by criterion (b).
const NAMED: [Cause; 3] = [
    ("Accidental poisoning, a controlled drug named (misuse by criterion b)", &[DeathClass::Accidental]),
    ("Intentional self-poisoning, a controlled drug named (b)", &[DeathClass::Intentional]),
    (
        "Assault, undetermined intent or solvents, a controlled drug named (b)",
        &[DeathClass::AssaultOrUndetermined, DeathClass::Solvents],
    ),
];

/// Drug poisoning that is no misuse.
const NOT_NAMED: [Cause; 3] = [
    ("Accidental poisoning, no controlled drug named", &[DeathClass::Accidental]),
    ("Intentional self-poisoning, no controlled drug named", &[DeathClass::Intentional]),
    (
        "Assault, undetermined intent or solvents, no controlled drug named",
        &[DeathClass::AssaultOrUndetermined, DeathClass::Solvents],
    ),
];

/// Drug poisoning where nothing is known of what certificates name.
const UNKNOWN: [Cause; 5] = [
    DEPENDENCE,
    ("Volatile solvents", &[DeathClass::Solvents]),
    ("Accidental poisoning", &[DeathClass::Accidental]),
    ("Intentional self-poisoning", &[DeathClass::Intentional]),
    ("Assault or undetermined intent", &[DeathClass::AssaultOrUndetermined]),
];

/// Deaths by underlying cause, and by what the certificate names.
pub(super) fn by_cause(members: &[Member], lines: &[Timeline<'_>], misuse_includes_f18: bool, period: &str) -> Table {
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
    let died: Vec<Died<'_>> = died(members, lines).collect();
    let everyone = Cell::of(died.iter().map(|(key, _)| *key));
    let cells = |wanted: &dyn Fn(DeathClass, bool) -> bool| {
        let here = died.iter().filter(|(_, death)| {
            wanted(DeathClass::of(death, misuse_includes_f18), is_drug_misuse(death, misuse_includes_f18))
        });
        [(all, everyone), (deaths, Cell::of(here.map(|(key, _)| *key)))]
    };
    let rows = |table: &mut Table, causes: &[Cause], of: &dyn Fn(bool) -> bool| -> Vec<Part> {
        let row = |(label, classes): &Cause| table.row(*label, cells(&|c, misuse| classes.contains(&c) && of(misuse)));
        causes.iter().map(row).collect()
    };
    let poisonings = if died.iter().any(|(_, death)| death.substances.is_some()) {
        let misuse = rows(&mut table, &[&[DEPENDENCE], NAMED.as_slice()].concat(), &|misuse| misuse);
        let misuse = table.total("Drug misuse, all", misuse, cells(&|_, misuse| misuse));
        let other = rows(&mut table, &NOT_NAMED, &|misuse| !misuse);
        let is_other = |class, misuse: bool| class != DeathClass::Other && !misuse;
        vec![misuse, table.total("Other drug poisoning, all", other, cells(&is_other))]
    } else {
        table.note(
            "Drug misuse has two ways in: (a) the underlying cause is drug misuse, shown here; (b) another poisoning with a controlled drug \
             named on the certificate. The delivery says nothing of what certificates name, so (b) cannot be counted and drug misuse has no total.",
        );
        rows(&mut table, &UNKNOWN, &|_| true)
    };
    let poisoned = table.total("Drug poisoning, all", poisonings, cells(&|class, _| class != DeathClass::Other));
    let others = table.row("Other causes", cells(&|class, _| class == DeathClass::Other));
    table.total("All deaths", [poisoned, others], cells(&|_, _| true)).alone();
    table.chart(Chart::Bars { column: deaths });
    table.note(
        "Drug poisoning and drug misuse as the Office for National Statistics defines them. A poisoning whose certificate names no drug is \
         no misuse by criterion (b), whatever was taken: misuse is undercounted by as much.",
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
pub(super) fn delays(members: &[Member], lines: &[Timeline<'_>], period: &str) -> Table {
    let mut table = Table::new(
        "deaths-delay",
        "From death to registration",
        "People who started drug treatment and died in the period, with both dates",
        period,
    );
    let deaths = table.count("deaths", "Deaths");
    let poisonings = table.part_of(deaths, "drug_deaths", "Drug poisonings");
    let waited = |(key, death): Died<'_>| Some((key, death.underlying, death.registered?.since(death.died)));
    let found: Vec<_> = died(members, lines).filter_map(waited).collect();
    let mut after = i32::MIN;
    let mut rows = Vec::new();
    for (until, label) in DELAYS {
        let here = || found.iter().filter(|(.., days)| after < *days && *days <= until);
        let poisoned = here().filter(|(_, underlying, _)| underlying.is_some_and(is_drug_poisoning));
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
