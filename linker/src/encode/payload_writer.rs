//! The file of a payload table: rows in clear, or sealed beside what must be known of them all the same.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::payload as payload_file;
use exchange::spec::Table;
use exchange::{Frame, FrameWriter, PayloadSchema, RowWriter, SealedRow, Values, Written};
use jiff::civil::Date;

use super::run::Run;
use super::sealed_rows::Sealer;
use crate::error::Result;
use crate::input::day_of;
use crate::packed::number_of;

/// The file of one table, begun.
pub(super) enum PayloadWriter {
    Open(FrameWriter),
    Sealed { rows: RowWriter<SealedRow>, sealer: Sealer, latest: BTreeMap<String, Date> },
}

impl PayloadWriter {
    /// Creates the file; `longest` is the length of the longest row.
    pub(super) fn create(
        run: &Run<'_>,
        table: &Table,
        path: &Path,
        schema: &PayloadSchema,
        longest: usize,
    ) -> Result<Self> {
        if !run.order.spec.sealed {
            return Ok(Self::Open(payload_file::create(path, schema)?));
        }
        let source = run.source();
        let keys = run.order.keyring.row_keys(&source.name, &run.batch())?;
        let sealer = Sealer::new(keys, number_of(table, source), longest);
        Ok(Self::Sealed { rows: RowWriter::create(path)?, sealer, latest: BTreeMap::new() })
    }

    /// What seals its rows.
    pub(super) fn sealer(&self) -> Option<&Sealer> {
        match self {
            Self::Open(_) => None,
            Self::Sealed { sealer, .. } => Some(sealer),
        }
    }

    /// Adds rows, which are given sealed too where they leave so.
    pub(super) fn append(&mut self, frame: &Frame, sealed: &[SealedRow]) -> Result<()> {
        match self {
            Self::Open(file) => file.append(frame)?,
            Self::Sealed { rows, latest, .. } => {
                rows.append(sealed)?;
                for (name, day) in latest_days(frame) {
                    let known = latest.entry(name.to_owned()).or_insert(day);
                    *known = day.max(*known);
                }
            }
        }
        Ok(())
    }

    /// The file, and where it is sealed the latest day in each column of dates.
    pub(super) fn finish(self) -> Result<(Written, BTreeMap<String, Date>)> {
        Ok(match self {
            Self::Open(file) => (file.finish()?, BTreeMap::new()),
            Self::Sealed { rows, latest, .. } => (rows.finish()?, latest),
        })
    }
}

/// The latest day in each column of dates that has any.
fn latest_days(frame: &Frame) -> impl Iterator<Item = (&str, Date)> {
    frame.columns().iter().filter_map(|column| match &column.values {
        Values::Date(days) => Some((column.name.as_str(), day_of(days.iter().flatten().max().copied()?)?)),
        _ => None,
    })
}
