//! Measures of released figures, by hand. Every count is a multiple of five, so that rounding changes none.

use super::{Cell, Measure, Policy, Released, SafeCell, SafeTable, Table, disclose};
use crate::stats;

/// One row: people, those with the outcome, years of each, events.
type Row = (u64, u64, f64, u32);

const FIRST: Row = (200, 60, 2.0, 80);
const SECOND: Row = (300, 120, 5.0 / 3.0, 150);
/// Fewer events than the policy calls reliable, 20.
const FEW: Row = (200, 60, 2.0, 15);

fn measured(rows: &[Row]) -> SafeTable {
    let mut table = Table::new("t", "Title", "People in treatment", "Period");
    let people = table.count("people", "People");
    let part = table.part_of(people, "part", "Part");
    let years = table.years(people, "years", "Years");
    let events = table.count("events", "Events");
    table.measure("share", "Share", Measure::Percent { part, whole: people });
    table.measure("points", "Points", Measure::PointsAboveFirst { part, whole: people });
    table.measure("rate", "Rate", Measure::PerThousandYears { events, years });
    table.measure("ratio", "Ratio", Measure::RateRatioToFirst { events, years });
    table.measure("mean", "Days", Measure::Mean { events, people, times: 365.0 });
    table.note("A note.");
    for &(whole, some, each, count) in rows {
        let cells = [
            (people, Cell::people(whole)),
            (part, Cell::people(some)),
            (years, Cell::person_years((0..whole).map(|_| each))),
            (events, Cell::events((0..count).map(|_| 1))),
        ];
        table.row("row", cells).alone();
    }
    disclose(table, &Policy::default())
}

/// Share, points, rate and ratio of a row.
fn estimates(table: &SafeTable, row: usize) -> [Option<Released>; 4] {
    let cells = &table.rows()[row].cells()[4..8];
    [0, 1, 2, 3].map(|index| match &cells[index] {
        SafeCell::Estimate(released) => Some(*released),
        _ => None,
    })
}

fn close(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-9 * wanted.abs().max(1.0), "{found} for {wanted}");
}

#[test]
fn estimates_and_standard_errors_are_those_of_the_textbook() {
    let table = measured(&[FIRST, SECOND]);
    let [share, points, rate, ratio] = estimates(&table, 1).map(Option::unwrap);
    close(share.estimate(), 40.0);
    close(share.standard_error(), 100.0 * (0.4 * 0.6 / 300.0_f64).sqrt());
    close(points.estimate(), 10.0);
    close(points.standard_error(), 100.0 * (0.4 * 0.6 / 300.0 + 0.3 * 0.7 / 200.0_f64).sqrt());
    close(rate.estimate(), 300.0);
    close(ratio.estimate(), 1.5);
    assert!(matches!(table.rows()[0].cells()[8], SafeCell::Number(days) if (days - 146.0).abs() < 1e-9));
    // Rounding to five adds a variance of two to each count.
    close(rate.standard_error(), (1.0 / 150.0 + 2.0 / 150.0_f64.powi(2)).sqrt());
    let first = 1.0 / 80.0 + 2.0 / 80.0_f64.powi(2);
    close(ratio.standard_error(), (rate.standard_error().powi(2) + first).sqrt());
}

#[test]
fn intervals_are_in_the_unit_of_their_estimate() {
    let [share, points, rate, ratio] = estimates(&measured(&[FIRST, SECOND]), 1).map(Option::unwrap);
    let wilson = stats::wilson_interval(120, 300).unwrap();
    let newcombe = stats::newcombe_difference((120, 300), (60, 200)).unwrap();
    for (found, alone, unit) in [(share, wilson, 100.0), (points, newcombe, 100.0)] {
        close(found.interval().low, unit * alone.low);
        close(found.interval().high, unit * alone.high);
    }
    // Half of the years double a rate and its ratio, and both ends of their intervals.
    let half = (SECOND.0, SECOND.1, SECOND.2 / 2.0, SECOND.3);
    let [_, _, half_rate, half_ratio] = estimates(&measured(&[FIRST, half]), 1).map(Option::unwrap);
    for (whole, half) in [(rate, half_rate), (ratio, half_ratio)] {
        close(half.estimate(), 2.0 * whole.estimate());
        close(half.interval().low, 2.0 * whole.interval().low);
        close(half.interval().high, 2.0 * whole.interval().high);
        assert!(whole.interval().low < whole.estimate() && whole.estimate() < whole.interval().high);
    }
}

#[test]
fn an_estimate_from_few_events_is_called_unreliable() {
    let unreliable = |rows: &[Row]| {
        let [_, _, rate, ratio] = estimates(&measured(rows), 1).map(Option::unwrap);
        (rate.is_unreliable(), ratio.is_unreliable())
    };
    assert_eq!(unreliable(&[FIRST, SECOND]), (false, false));
    assert_eq!(unreliable(&[FIRST, FEW]), (true, true));
    assert_eq!(unreliable(&[FEW, SECOND]), (false, true), "a ratio to few");
}

#[test]
fn a_table_says_what_its_figures_are() {
    let table = measured(&[FIRST, SECOND]);
    assert_eq!(
        (table.population(), table.period(), table.notes()),
        ("People in treatment", "Period", &["A note.".to_owned()][..])
    );
    let columns: Vec<_> = table.columns()[4..].iter().map(|column| (column.unit(), column.decimals())).collect();
    let wanted =
        [("per cent", 1), ("percentage points", 1), ("per 1,000 person-years", 1), ("ratio", 2), ("per person", 2)];
    assert_eq!(columns, wanted);
}
