//! Payload cells: from a row's texts to the values that leave, packed.

use exchange::spec::{PayloadColumn, PayloadKind, Table};
use exchange::{IcdCode, substances};

use crate::error::{InputFault, LinkerError, Result};
use crate::input::{Row, SourceTable, days_since_1970};
use crate::packed::pack;
use crate::standardise::{DateFormat, EventDate, NullMarkers, named_substances, read_event_date};

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
    /// Position of the underlying cause, for what leaves of drug poisonings alone.
    cause: Option<usize>,
}

impl<'a> CellReader<'a> {
    pub(crate) fn new(table: &'a Table, null_markers: &[String], file: &SourceTable) -> Result<Self> {
        let column = |declared: &'a PayloadColumn| {
            let formats = match &declared.kind {
                PayloadKind::Date(formats) | PayloadKind::Year(formats) => file.date_formats(&declared.column, formats),
                _ => Vec::new(),
            };
            let cause = match &declared.kind {
                PayloadKind::Substances1 { cause } => Some(file.required(cause)?),
                _ => None,
            };
            Ok(ColumnReader { declared, position: file.required(&declared.column)?, formats, cause })
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
            let text = if column.leaves(row) { self.nulls.text(row.text(Some(column.position))).trim() } else { "" };
            column.read(text, packed).map_err(|(what, remedy)| -> LinkerError {
                let fault = InputFault::of_file(self.file, what, remedy).at(row.place());
                fault.in_column(&column.declared.column).into()
            })
        })
    }
}

impl ColumnReader<'_> {
    /// Whether anything of this column leaves of the row.
    fn leaves(&self, row: &Row) -> bool {
        self.cause.is_none_or(|cause| IcdCode::parse(row.text(Some(cause))).is_some_and(IcdCode::is_drug_poisoning))
    }

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
            PayloadKind::Substances1 { .. } => {
                let cell = held.map(|text| substances::cell_of(&named_substances(text)));
                pack(cell.as_ref().map(String::as_bytes), packed);
            }
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
