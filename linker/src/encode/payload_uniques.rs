//! How far people stand out in a written payload: by what an outsider may know of them, and by the dates of what happened to them.

use std::collections::HashMap;

use exchange::payload::{self, PAYLOAD_HANDLE};
use exchange::spec::{Source, Table, TableKind};
use exchange::{Frame, Received, Values};
use serde::Serialize;

use super::uniques::cell_text;
use crate::error::Result;

/// How far the people of one payload table stand out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TableUniqueness {
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

/// The payload tables of a delivery's `analysis` folder that have something to compare.
///
/// # Errors
/// A table that is missing or unreadable.
pub fn payload_uniqueness(source: &Source, analysis: &Received) -> Result<Vec<TableUniqueness>> {
    let tables = source.tables.iter().filter(|table| !table.payload.is_empty());
    let measured = tables.map(|table| {
        let frame = Frame::read(&analysis.file(&payload::file_name(&table.name))?)?;
        of_table(table, &frame)
    });
    measured.filter_map(Result::transpose).collect()
}

fn of_table(table: &Table, rows: &Frame) -> Result<Option<TableUniqueness>> {
    let trajectory = table.kind == TableKind::Event;
    let is_date = |name: &str| matches!(rows.column(name), Some(Values::Date(_)));
    let compared = table.payload.iter().filter(|column| match table.kind {
        TableKind::Person => column.quasi_identifier,
        TableKind::Event => is_date(&column.name),
        TableKind::Alias => false,
    });
    let columns: Vec<String> = compared.map(|column| column.name.clone()).collect();
    if columns.is_empty() {
        return Ok(None);
    }
    let mut shown: HashMap<u64, String> = HashMap::new();
    for (row, handle) in rows.handles(PAYLOAD_HANDLE)?.iter().enumerate() {
        let of_person = shown.entry(*handle).or_default();
        // Of a person's several person rows the first counts; an event table's rows are one after the other.
        if trajectory || of_person.is_empty() {
            for column in &columns {
                of_person.push_str(&cell_text(rows.column(column), row));
                of_person.push('\u{1f}');
            }
        }
    }
    let people = shown.len();
    let mut classes: HashMap<String, usize> = HashMap::new();
    for of_person in shown.into_values() {
        *classes.entry(of_person).or_default() += 1;
    }
    let share_below = |size: usize| {
        let small: usize = classes.values().filter(|class| **class < size).sum();
        small as f64 / people.max(1) as f64
    };
    Ok(Some(TableUniqueness {
        table: table.name.clone(),
        people,
        columns,
        trajectory,
        unique_share: share_below(2),
        small_class_share: share_below(SMALL_CLASS),
        smallest_class: classes.values().copied().min().unwrap_or(0),
    }))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use exchange::Column;
    use exchange::spec::{FOUR_DEPARTMENTS, Spec};

    use super::*;

    fn frame(columns: Vec<(&str, Values)>) -> Frame {
        Frame::new(columns.into_iter().map(|(name, values)| Column::new(name, values)).collect()).unwrap()
    }

    #[test]
    fn classes_of_quasi_identifiers_are_counted_once_a_person() {
        let spec = Spec::parse(FOUR_DEPARTMENTS, Path::new("spec.toml")).unwrap();
        let tables = spec.sources.iter().flat_map(|source| &source.tables);
        let mut table = { tables }.find(|table| table.kind == TableKind::Person).unwrap().clone();
        for column in &mut table.payload {
            column.quasi_identifier = false;
        }
        table.payload[0].name = "area".into();
        table.payload[0].quasi_identifier = true;
        let area = |text: &str| Some(text.to_owned());
        // Two of one area, one alone, whose second row plays no part.
        let rows = frame(vec![
            (PAYLOAD_HANDLE, Values::Handle(vec![1, 2, 3, 3])),
            ("area", Values::Text(vec![area("N"), area("N"), area("S"), area("N")])),
        ]);
        let found = of_table(&table, &rows).unwrap().unwrap();
        assert_eq!((found.people, found.smallest_class, found.trajectory), (3, 1, false));
        assert!((found.unique_share - 1.0 / 3.0).abs() < 1e-12 && (found.small_class_share - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_order_and_number_of_events_make_a_trajectory() {
        let spec = Spec::parse(FOUR_DEPARTMENTS, Path::new("spec.toml")).unwrap();
        let tables = spec.sources.iter().flat_map(|source| &source.tables);
        let mut table = { tables }.find(|table| table.kind == TableKind::Event).unwrap().clone();
        table.payload.truncate(1);
        table.payload[0].name = "day".into();
        let day = |day: i32| Some(day);
        let rows = frame(vec![
            (PAYLOAD_HANDLE, Values::Handle(vec![1, 1, 2, 2, 3, 3, 4])),
            ("day", Values::Date(vec![day(1), day(2), day(1), day(2), day(2), day(1), day(1)])),
        ]);
        let found = of_table(&table, &rows).unwrap().unwrap();
        assert_eq!((found.people, found.smallest_class, found.trajectory), (4, 1, true));
        assert!((found.unique_share - 0.5).abs() < 1e-12, "3 and 4 are alone: {found:?}");
    }
}
