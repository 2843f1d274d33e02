//! Payload cells: from a row's texts to the values that leave, packed while they wait to be put in order.

use exchange::spec::{PayloadColumn, PayloadKind, Table};
use exchange::{Column, Kind, PayloadSchema, Values};

use crate::error::{InputFault, LinkerError, Result};
use crate::input::{Row, SourceTable};
use crate::standardise::{DateFormat, EventDate, NullMarkers, read_event_date};

/// Latest year of an event; beyond any extract.
const LATEST_EVENT_YEAR: u16 = 2100;

/// Reads the payload columns of one table.
pub(crate) struct CellReader<'a> {
    file: &'a str,
    nulls: NullMarkers,
    columns: Vec<ColumnReader<'a>>,
}

struct ColumnReader<'a> {
    declared: &'a PayloadColumn,
    position: usize,
    formats: Vec<DateFormat>,
}

/// What a table's payload looks like.
pub(crate) fn schema(table: &Table) -> PayloadSchema {
    let column =
        |column: &PayloadColumn| exchange::PayloadColumn { name: column.name.clone(), kind: kind(&column.kind) };
    PayloadSchema { columns: table.payload.iter().map(column).collect() }
}

fn kind(declared: &PayloadKind) -> Kind {
    match declared {
        PayloadKind::Text | PayloadKind::Code(_) | PayloadKind::PostcodeArea => Kind::Text,
        PayloadKind::Integer | PayloadKind::Year(_) => Kind::Integer,
        PayloadKind::Date(_) => Kind::Date,
    }
}

impl<'a> CellReader<'a> {
    pub(crate) fn new(table: &'a Table, null_markers: &[String], file: &SourceTable) -> Result<Self> {
        let column = |declared: &'a PayloadColumn| {
            let formats = match &declared.kind {
                PayloadKind::Date(formats) | PayloadKind::Year(formats) => file.date_formats(&declared.column, formats),
                _ => Vec::new(),
            };
            Ok(ColumnReader { declared, position: file.required(&declared.column)?, formats })
        };
        Ok(Self {
            file: &table.file,
            nulls: NullMarkers::of(&null_markers.iter().map(String::as_str).collect::<Vec<_>>()),
            columns: table.payload.iter().map(column).collect::<Result<_>>()?,
        })
    }

    /// Packs the cells of a row behind `packed`.
    pub(crate) fn read(&self, row: &Row, packed: &mut Vec<u8>) -> Result<()> {
        self.columns.iter().try_for_each(|column| {
            let text = self.nulls.text(row.text(Some(column.position))).trim();
            column.read(text, packed).map_err(|(what, remedy)| -> LinkerError {
                let fault = InputFault::of_file(self.file, what, remedy).at(row.place());
                fault.in_column(&column.declared.column).into()
            })
        })
    }
}

impl ColumnReader<'_> {
    fn read(&self, text: &str, packed: &mut Vec<u8>) -> std::result::Result<(), (&'static str, &'static str)> {
        let held = (!text.is_empty()).then_some(text);
        // An unreadable event date becomes null: a study counts it as missing and says how many there are.
        let date = || read_event_date(text, &self.formats, LATEST_EVENT_YEAR).value.map(EventDate::date);
        match &self.declared.kind {
            PayloadKind::Code(codes) => {
                if held.is_some_and(|text| !codes.iter().any(|code| code == text)) {
                    return Err((
                        "the code is not in the spec's list",
                        "add the code to the spec, or correct it at source",
                    ));
                }
                pack(held.map(str::as_bytes), packed);
            }
            PayloadKind::PostcodeArea => {
                let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
                let area = text[..letters].to_ascii_uppercase();
                pack((letters > 0).then_some(area.as_bytes()), packed);
            }
            PayloadKind::Text => pack(held.map(str::as_bytes), packed),
            PayloadKind::Year(_) => {
                pack(date().map(|date| i64::from(date.year()).to_le_bytes()).as_ref().map(<[u8; 8]>::as_slice), packed);
            }
            PayloadKind::Integer => {
                let number = held.map(str::parse::<i64>).transpose();
                let number = number.map_err(|_| ("the cell is not a whole number", "correct it at source"))?;
                pack(number.map(i64::to_le_bytes).as_ref().map(<[u8; 8]>::as_slice), packed);
            }
            PayloadKind::Date(_) => {
                let days = date().map(|date| days_since_1970(date).to_le_bytes());
                pack(days.as_ref().map(<[u8; 4]>::as_slice), packed);
            }
        }
        Ok(())
    }
}

/// The columns of packed rows.
pub(crate) fn unpacked<'a>(schema: &PayloadSchema, rows: impl Iterator<Item = &'a [u8]>) -> Vec<Column> {
    let mut columns: Vec<_> =
        schema.columns.iter().map(|column| Column::new(column.name.clone(), column.kind.empty())).collect();
    for mut row in rows {
        for column in &mut columns {
            let cell = unpack(&mut row);
            match &mut column.values {
                Values::Text(cells) => cells.push(cell.map(|text| String::from_utf8_lossy(text).into_owned())),
                Values::Integer(cells) => {
                    cells.push(cell.and_then(|bytes| bytes.try_into().ok()).map(i64::from_le_bytes));
                }
                Values::Date(cells) => cells.push(cell.and_then(|bytes| bytes.try_into().ok()).map(i32::from_le_bytes)),
                Values::Number(_) | Values::Handle(_) => {}
            }
        }
    }
    columns
}

/// A cell follows its length plus one, a null is 0.
fn pack(cell: Option<&[u8]>, packed: &mut Vec<u8>) {
    let length = cell.map_or(0, |cell| cell.len() as u32 + 1);
    packed.extend_from_slice(&length.to_le_bytes());
    packed.extend_from_slice(cell.unwrap_or_default());
}

fn unpack<'a>(row: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = row.split_first_chunk()?;
    let length = u32::from_le_bytes(*length) as usize;
    let (cell, rest) = rest.split_at(length.saturating_sub(1));
    *row = rest;
    (length > 0).then_some(cell)
}

fn days_since_1970(date: jiff::civil::Date) -> i32 {
    date.since(jiff::civil::date(1970, 1, 1)).map_or(0, |span| span.get_days())
}
