//! Cell keys through the door.

use super::{Cell, Measure, P_TABLE_EXAMPLE, PTable, Policy, SafeCell, SafeTable, Table, disclose};
use crate::inputs::RecordKey;
use crate::stats::uniform;

fn policy() -> Policy {
    let perturbation = Some(PTable::parse(P_TABLE_EXAMPLE).unwrap());
    Policy { rounding_base: 1, perturbation, ..Policy::default() }
}

/// People from `from` up to, not including, `to`, each with a record key of a study with this seed.
fn people(seed: u64, from: u64, to: u64) -> impl Iterator<Item = RecordKey> {
    (from..to).map(move |person| RecordKey((uniform(seed, 1, person) * 4e9) as u32))
}

/// Rows of people, part of whom have an outcome, and their total.
fn table(seed: u64, rows: &[(u64, u64, u64)], policy: &Policy) -> SafeTable {
    let mut table = Table::new("t", "Title", "People", "Period");
    let whole = table.count("whole", "Whole");
    let part = table.part_of(whole, "part", "Part");
    table.measure("share", "Share", Measure::Percent { part, whole });
    let cells = |&(from, with, to): &(u64, u64, u64)| {
        [(whole, Cell::of(people(seed, from, to))), (part, Cell::of(people(seed, from, with)))]
    };
    let rows: Vec<_> = rows.iter().map(|row| table.row("row", cells(row))).collect();
    table.total("all", rows, []).alone();
    disclose(table, policy)
}

fn number(cell: &SafeCell) -> Option<f64> {
    match cell {
        SafeCell::Number(value) => Some(*value),
        _ => None,
    }
}

fn shown(table: &SafeTable, row: usize) -> i64 {
    number(&table.rows()[row].cells()[0]).unwrap() as i64
}

#[test]
fn the_same_people_give_the_same_figure_in_every_table_and_a_total_its_own() {
    let policy = policy();
    let mut unlike = 0;
    for seed in 0..200 {
        let fine = table(seed, &[(0, 40, 100), (100, 160, 250), (250, 300, 400)], &policy);
        let coarse = table(seed, &[(0, 100, 250), (250, 300, 400)], &policy);
        assert_eq!(shown(&fine, 2), shown(&coarse, 1), "people 250 to 400");
        assert_eq!(shown(&fine, 3), shown(&coarse, 2), "everyone");
        let sum: i64 = (0..3).map(|row| shown(&fine, row)).sum();
        unlike += u32::from(sum != shown(&fine, 3));
    }
    assert!(unlike > 100, "parts and totals are perturbed apart: {unlike} of 200");
}

#[test]
fn shown_counts_are_without_bias_and_of_the_variance_said() {
    let policy = policy();
    let errors: Vec<f64> = (0..3000)
        .map(|seed| (shown(&table(seed, &[(0, 40, 100), (100, 160, 250)], &policy), 0) - 100) as f64)
        .collect();
    let n = errors.len() as f64;
    let (mean, square) = (errors.iter().sum::<f64>() / n, errors.iter().map(|e| e * e).sum::<f64>() / n);
    // Four standard errors of a mean, and of a mean square, of a variable of variance .94 and fourth moment 2.4.
    assert!(mean.abs() < 4.0 * (0.9375 / n).sqrt(), "{mean}");
    assert!((square - 0.9375).abs() < 4.0 * (2.4 / n).sqrt(), "{square}");
}

#[test]
fn rounding_adds_its_variance_and_its_reach_to_those_of_the_noise() {
    let [fine, coarse] = [1, 5].map(|rounding_base| Policy { rounding_base, ..policy() });
    for key in [0, 77, 255] {
        let [fine, coarse] = [&fine, &coarse].map(|policy| policy.perturbed(100.0, Some(key)).unwrap());
        // Five remainders, all equally likely: the mean of 0, 1, 4, 4, 1.
        assert!((coarse.variance - fine.variance - 2.0).abs() < 1e-12);
        assert_eq!(coarse.reach, (fine.reach.0 + 2.0, fine.reach.1 + 2.0));
        assert!((coarse.shown % 5.0).abs() < 1e-12 && (coarse.shown - fine.shown).abs() <= 2.0);
    }
}

#[test]
fn a_figure_so_small_that_its_people_might_be_too_few_is_hidden() {
    let policy = policy();
    // Thirteen is the least count the rule shows, and noise moves it by two: 15 is the least that leaves five originals.
    let mut least = f64::INFINITY;
    for seed in 0..100 {
        for count in [5, 11, 13, 14, 16, 18] {
            let small = table(seed, &[(0, 0, count), (100, 100, 200), (200, 200, 300)], &policy);
            if let Some(shown) = number(&small.rows()[0].cells()[0]) {
                assert!(count >= 13 && shown >= 15.0, "{count} shown as {shown}");
                least = least.min(shown);
            }
        }
    }
    assert!((least - 15.0).abs() < f64::EPSILON, "{least}");
}

#[test]
fn intervals_allow_for_the_noise_and_other_figures_stay_rounded() {
    let policy = policy();
    let mut table = Table::new("t", "Title", "People", "Period");
    let who = table.distinct("people", "People");
    let unknown = table.distinct("unknown", "Unknown");
    let years = table.years(who, "years", "Years");
    let events = table.count("events", "Events");
    let rate = table.measure("rate", "Rate", Measure::PerThousandYears { events, years });
    let row = table.row(
        "row",
        [
            (who, Cell::of(people(7, 0, 1000))),
            (unknown, Cell::people(1002)),
            (years, Cell::person_years((0..1000).map(|_| 1.003))),
            (events, Cell::of(people(7, 0, 40))),
        ],
    );
    let row = row.alone();
    let safe = disclose(table, &policy);
    assert_eq!((safe.number(row, unknown), safe.number(row, years)), (Some(1000.0), Some(1005.0)));
    let (events, rate) = (safe.number(row, events).unwrap(), safe.estimate(row, rate).unwrap());
    assert!((rate.standard_error() - (1.0 / events + 0.9375 / events.powi(2)).sqrt()).abs() < 1e-9);
}
