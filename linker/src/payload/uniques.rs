//! How far people stand out in a payload: by what an outsider may know of them, and by the dates of what happened to them.

use std::collections::HashMap;

use exchange::spec::Source;
use serde::Serialize;

use super::Payload;
use super::shown::{Compared, Shown};
use crate::error::Result;

/// How far the people of one payload table stand out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Uniqueness {
    /// The table.
    pub table: String,
    /// People with a row in it.
    pub people: usize,
    /// What each is compared on: the declared quasi-identifiers of a person table, the dates of an event table.
    pub columns: Vec<String>,
    /// Whether `columns` are dates, compared in the order of a person's rows.
    pub trajectory: bool,
    /// Share of people whom nobody equals.
    pub unique_share: f64,
    /// Share of people in a class of fewer than [`SMALL_CLASS`].
    pub small_class_share: f64,
    /// k of k-anonymity: people in the smallest class.
    pub smallest_class: usize,
}

/// Classes of fewer people are small: the usual threshold of disclosure control.
pub const SMALL_CLASS: usize = 10;

/// Of every table of a source's payload that has something to compare.
///
/// # Errors
/// A table that is missing or unreadable, or sealed under another key.
pub fn uniqueness(source: &Source, payload: &Payload<'_>) -> Result<Vec<Uniqueness>> {
    let mut measured = Vec::new();
    for table in &source.tables {
        let Some(compared) = Compared::of(table) else { continue };
        let mut shown = Shown::default();
        payload.each(source, table, |rows| shown.add(&compared, rows, None))?;
        measured.push(of_table(&table.name, compared, shown));
    }
    Ok(measured)
}

fn of_table(table: &str, compared: Compared, shown: Shown) -> Uniqueness {
    let people = shown.of_entity.len();
    let mut classes: HashMap<String, usize> = HashMap::new();
    for of_person in shown.of_entity.into_values() {
        *classes.entry(of_person).or_default() += 1;
    }
    let share_below = |size: usize| {
        let small: usize = classes.values().filter(|class| **class < size).sum();
        small as f64 / people.max(1) as f64
    };
    Uniqueness {
        table: table.to_owned(),
        people,
        columns: compared.columns,
        trajectory: compared.trajectory,
        unique_share: share_below(2),
        small_class_share: share_below(SMALL_CLASS),
        smallest_class: classes.values().copied().min().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use exchange::payload::PAYLOAD_HANDLE;
    use exchange::{Column, Frame, Values};

    use super::*;

    fn measured(compared: Compared, columns: Vec<(&str, Values)>) -> Uniqueness {
        let rows = columns.into_iter().map(|(name, values)| Column::new(name, values)).collect();
        let mut shown = Shown::default();
        shown.add(&compared, &Frame::new(rows).unwrap(), None).unwrap();
        of_table("table", compared, shown)
    }

    #[test]
    fn classes_of_quasi_identifiers_are_counted_once_a_person() {
        let area = |text: &str| Some(text.to_owned());
        // Two of one area, one alone, whose second row plays no part.
        let columns = vec![
            (PAYLOAD_HANDLE, Values::Handle(vec![1, 2, 3, 3])),
            ("area", Values::Text(vec![area("N"), area("N"), area("S"), area("N")])),
        ];
        let found = measured(Compared { columns: vec!["area".into()], trajectory: false }, columns);
        assert_eq!((found.people, found.smallest_class), (3, 1));
        assert!((found.unique_share - 1.0 / 3.0).abs() < 1e-12 && (found.small_class_share - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_order_and_number_of_events_make_a_trajectory() {
        let day = |day: i32| Some(day);
        let columns = vec![
            (PAYLOAD_HANDLE, Values::Handle(vec![1, 1, 2, 2, 3, 3, 4])),
            ("day", Values::Date(vec![day(1), day(2), day(1), day(2), day(2), day(1), day(1)])),
        ];
        let found = measured(Compared { columns: vec!["day".into()], trajectory: true }, columns);
        assert_eq!((found.people, found.smallest_class), (4, 1));
        assert!((found.unique_share - 0.5).abs() < 1e-12, "3 and 4 are alone: {found:?}");
    }
}
