//! What a payload table shows of each person: what an outsider may know of them, or the dates of what happened to them.

use std::collections::HashMap;

use exchange::Frame;
use exchange::payload::PAYLOAD_HANDLE;
use exchange::spec::{PayloadKind, Table, TableKind};

use crate::error::Result;

/// What is compared of one payload table.
pub(super) struct Compared {
    /// The declared quasi-identifiers of a person table, the dates of an event table.
    pub(super) columns: Vec<String>,
    /// Whether `columns` are dates, in the order of an entity's rows; an event begins on the first of them.
    pub(super) trajectory: bool,
}

impl Compared {
    /// None where the table has nothing to compare.
    pub(super) fn of(table: &Table) -> Option<Self> {
        let columns = table.payload.iter().filter(|column| match table.kind {
            TableKind::Person => column.quasi_identifier,
            TableKind::Event => matches!(column.kind, PayloadKind::Date(_)),
            TableKind::Alias => false,
        });
        let columns: Vec<_> = columns.map(|column| column.name.clone()).collect();
        (!columns.is_empty()).then_some(Self { columns, trajectory: table.kind == TableKind::Event })
    }

    /// The days on which the events of these rows begin; none of other tables.
    fn begins<'a>(&self, rows: &'a Frame) -> Result<Option<&'a [Option<i32>]>> {
        Ok(self.trajectory.then(|| rows.dates(&self.columns[0])).transpose()?)
    }

    /// The last day on which an event of these rows begins.
    pub(super) fn last_day(&self, rows: &Frame) -> Result<Option<i32>> {
        Ok(self.begins(rows)?.and_then(|days| days.iter().flatten().max().copied()))
    }
}

/// What the rows of a table show of each entity: by payload handle, the compared cells as one text.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) of_entity: HashMap<u64, String>,
}

impl Shown {
    /// Adds rows, ordered by payload handle; if `until` is given, no events that begin after this day.
    pub(super) fn add(&mut self, compared: &Compared, rows: &Frame, until: Option<i32>) -> Result<()> {
        let begins = compared.begins(rows)?;
        for (row, handle) in rows.handles(PAYLOAD_HANDLE)?.iter().enumerate() {
            let day = begins.and_then(|days| days[row]);
            if day.zip(until).is_some_and(|(day, until)| day > until) {
                continue;
            }
            let shown = self.of_entity.entry(*handle).or_default();
            // Of a person's several person rows the first counts; an event table's rows are one after the other.
            if compared.trajectory || shown.is_empty() {
                for column in &compared.columns {
                    shown.push_str(&rows.text(column, row));
                    shown.push('\u{1f}');
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use exchange::{Column, Values};

    use super::*;

    #[test]
    fn what_came_after_the_day_that_both_reach_plays_no_part() {
        let events = |handles: &[u64], days: &[Option<i32>]| {
            let columns = [(PAYLOAD_HANDLE, Values::Handle(handles.to_vec())), ("day", Values::Date(days.to_vec()))];
            Frame::new(columns.map(|(name, values)| Column::new(name, values)).into()).unwrap()
        };
        let compared = Compared { columns: vec!["day".into()], trajectory: true };
        let earlier = events(&[1, 2], &[Some(3), Some(5)]);
        // The same two people under new handles a year later, with an event more each, and somebody new.
        let later = events(&[7, 7, 8, 8, 9], &[Some(5), Some(6), Some(3), None, Some(9)]);
        let until = compared.last_day(&earlier).unwrap().min(compared.last_day(&later).unwrap());
        let shown = |rows: &Frame| {
            let mut shown = Shown::default();
            shown.add(&compared, rows, until).unwrap();
            shown.of_entity
        };
        let (earlier, later) = (shown(&earlier), shown(&later));
        assert_eq!((until, later.len()), (Some(5), 2));
        assert_eq!(earlier[&2], later[&7]);
        assert_ne!(earlier[&1], later[&8], "a day that is not known may be any");
    }
}
