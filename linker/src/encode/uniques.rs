//! Whether people stand out by what an outsider may know of them.

use std::collections::HashMap;

use exchange::Frame;
use exchange::payload::PAYLOAD_HANDLE;
use exchange::spec::{PayloadColumn, Source, Table, TableKind};

use crate::error::{LinkerError, Result};

/// Counts how many people share each combination of the quasi-identifiers of a person table.
pub(crate) struct Uniques<'a> {
    known: Vec<&'a PayloadColumn>,
    counts: HashMap<String, u32>,
    people: u64,
    last: Option<u64>,
}

impl<'a> Uniques<'a> {
    pub(crate) fn new(table: &'a Table) -> Self {
        let person = table.kind == TableKind::Person;
        let known = table.payload.iter().filter(|column| person && column.quasi_identifier).collect();
        Self { known, counts: HashMap::new(), people: 0, last: None }
    }

    /// Adds rows, ordered by payload handle; of a person's several rows the first counts.
    pub(crate) fn add(&mut self, rows: &Frame) -> Result<()> {
        if self.known.is_empty() {
            return Ok(());
        }
        for (row, handle) in rows.handles(PAYLOAD_HANDLE)?.iter().enumerate() {
            if self.last.replace(*handle) == Some(*handle) {
                continue;
            }
            let cells: Vec<_> = self.known.iter().map(|column| rows.text(&column.name, row)).collect();
            *self.counts.entry(cells.join("\u{1f}")).or_default() += 1;
            self.people += 1;
        }
        Ok(())
    }

    /// The share of people who are unique; refuses more than the source allows.
    pub(crate) fn share(&self, source: &Source) -> Result<f64> {
        let unique = self.counts.values().filter(|count| **count == 1).count();
        let share = unique as f64 / self.people.max(1) as f64;
        if share <= source.uniques_ceiling {
            return Ok(share);
        }
        let names: Vec<_> = self.known.iter().map(|column| column.name.as_str()).collect();
        Err(LinkerError::policy(
            format!(
                "{:.1} % of the people of '{}' are unique on {}; the spec allows {:.1} %",
                100.0 * share,
                source.name,
                names.join(", "),
                100.0 * source.uniques_ceiling,
            ),
            "coarsen or drop a payload column in the spec, or agree another uniques_ceiling",
        ))
    }
}
