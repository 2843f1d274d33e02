//! The balance of the two groups and the difference between them.

use super::covariates::{self, NAMES};
use crate::cohort::{Cohort, DischargeGroup};
use crate::disclose::{Cell, Chart, Measure, Table};
use crate::reoffending::Proven;
use crate::stats::regression::{Design, logistic_regression};
use crate::stats::{caliper, nearest_neighbours, standardised_difference};
use crate::study_file::StudyFile;

/// What is compared.
pub struct Outcome<'a> {
    /// Names of the table of balance and of the table of results.
    pub ids: [&'static str; 2],
    /// What happened, as a heading.
    pub label: &'a str,
    /// Whether it happened to the member in this place of the cohort.
    pub happened: &'a (dyn Fn(usize) -> bool + Sync),
}

/// Caliper in standard deviations of the logit.
const CALIPER: f64 = 0.2;

/// Balance before and after matching, and the outcome in both groups; no table if the groups cannot be told apart or matched.
#[must_use]
pub fn compare(cohort: &Cohort, proven: &[Proven], outcome: &Outcome<'_>, study: &StudyFile) -> Vec<Table> {
    let places = |group: DischargeGroup| -> Vec<usize> {
        (0..cohort.members.len()).filter(|&place| cohort.members[place].discharge == group).collect()
    };
    let (completed, dropped) = (places(DischargeGroup::Completed), places(DischargeGroup::DroppedOut));
    let row = |place: usize| covariates::of(&cohort.members[place], &proven[place]);
    let Some((own, others)) = scores(&completed, &dropped, row) else { return Vec::new() };
    let pairs: Vec<(usize, usize)> = nearest_neighbours(&own, &others, caliper(&own, &others, CALIPER))
        .into_iter()
        .map(|(own, other)| (completed[own], dropped[other]))
        .collect();
    let (matched, controls): (Vec<usize>, Vec<usize>) = pairs.into_iter().unzip();
    let before = Groups { completed: &completed, dropped: &dropped };
    let after = Groups { completed: &matched, dropped: &controls };
    vec![balance(outcome, [&before, &after], row, study), effect(cohort, outcome, [&before, &after], study)]
}

struct Groups<'a> {
    completed: &'a [usize],
    dropped: &'a [usize],
}

/// Logits of the propensity to complete, of both groups. A covariate that is the same for everyone is left out.
fn scores(
    completed: &[usize],
    dropped: &[usize],
    row: impl Fn(usize) -> [f64; NAMES.len()],
) -> Option<(Vec<f64>, Vec<f64>)> {
    let rows: Vec<[f64; NAMES.len()]> = completed.iter().chain(dropped).map(|&place| row(place)).collect();
    let first = rows.first()?;
    let kept: Vec<usize> = (0..NAMES.len())
        .filter(|&column| rows.iter().any(|row| row[column].total_cmp(&first[column]).is_ne()))
        .collect();
    let mut design = Design::new(1 + kept.len());
    for row in &rows {
        design.push(&std::iter::once(1.0).chain(kept.iter().map(|&column| row[column])).collect::<Vec<_>>());
    }
    let outcome: Vec<bool> = (0..rows.len()).map(|index| index < completed.len()).collect();
    let fit = logistic_regression(&design, &outcome).ok()?;
    let mut logits: Vec<f64> = (0..rows.len()).map(|index| design.predict(index, &fit.coefficients)).collect();
    let others = logits.split_off(completed.len());
    Some((logits, others))
}

fn balance(
    outcome: &Outcome<'_>,
    groups: [&Groups<'_>; 2],
    row: impl Fn(usize) -> [f64; NAMES.len()],
    study: &StudyFile,
) -> Table {
    let mut table = Table::new(
        outcome.ids[0],
        "How alike people who completed treatment and people who dropped out are, before and after matching",
        "People who completed their first treatment journey or dropped out of it",
        study.cohort.in_words(),
    );
    let unit = "standard deviations";
    let columns = [
        table.figure("before", "Standardised difference before matching", unit),
        table.figure("after", "Standardised difference after matching", unit),
    ];
    for (index, name) in NAMES.into_iter().enumerate() {
        let cells = columns.into_iter().zip(groups).filter_map(|(column, groups)| {
            let values = |places: &[usize]| places.iter().map(|&place| row(place)[index]).collect::<Vec<_>>();
            let difference = standardised_difference(&values(groups.completed), &values(groups.dropped))?;
            let people = groups.completed.len().min(groups.dropped.len()) as u64;
            Some((column, Cell::figure(difference, people)))
        });
        table.row(name, cells.collect::<Vec<_>>()).alone();
    }
    table.chart(Chart::Love { before: columns[0], after: columns[1] });
    table.note("Completed less dropped out, in standard deviations of those who completed. Up to 0.05 is good, up to 0.10 fair, beyond that poor.");
    table
}

fn effect(cohort: &Cohort, outcome: &Outcome<'_>, groups: [&Groups<'_>; 2], study: &StudyFile) -> Table {
    let mut table = Table::new(
        outcome.ids[1],
        format!("{}: completed against dropped out, matched", outcome.label),
        "People who completed their first treatment journey, each with someone alike who dropped out",
        study.cohort.in_words(),
    );
    let people = table.count("people", "People");
    let happened = table.part_of(people, "outcome", outcome.label);
    let share = Measure::Percent { part: happened, whole: people };
    table.measure("share", format!("{}, % (95% interval)", outcome.label), share);
    let difference = table.measure(
        "difference",
        "Difference from dropped out, percentage points (95% interval)",
        Measure::PointsAboveFirst { part: happened, whole: people },
    );
    let [_, matched] = groups;
    for (label, places) in [("Dropped out, matched", matched.dropped), ("Completed, matched", matched.completed)] {
        let count = |test: &dyn Fn(usize) -> bool| {
            Cell::of(places.iter().filter(|&&place| test(place)).map(|&place| cohort.members[place].record_key))
        };
        table.row(label, [(people, count(&|_| true)), (happened, count(outcome.happened))]).alone();
    }
    table.chart(Chart::Interval { measure: difference, reference: Some(0.0) });
    table.note(
        "Alike in what the delivery holds: sex, age, main drug and proven offences. They may differ in what it does not: housing, health, \
         motivation. Nobody outside treatment can be matched: the delivery describes treated people alone.",
    );
    table.note("The interval takes the groups as independent, which is cautious for matched pairs.");
    table
}
