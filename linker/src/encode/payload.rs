//! Tables for the analysis unit: the columns the spec names, cut to what it allows, keyed by random handles.

use std::collections::HashMap;
use std::path::Path;

use exchange::payload::PAYLOAD_HANDLE;
use exchange::spec::{PayloadColumn, PayloadKind, Source, Table, TableKind};
use exchange::{Column, Frame, Kind, PayloadSchema, Values};

use super::extract::{Entities, RowKeys, orphan};
use crate::error::{InputFault, LinkerError, Result};
use crate::input::{CsvRow, CsvTable};
use crate::standardise::{DateFormat, EventDate, NullMarkers, read_event_date};

/// Latest year of an event; beyond any extract.
const LATEST_EVENT_YEAR: u16 = 2100;

/// The payload of one table and the schema it keeps.
pub(crate) fn payload(
    source: &Source,
    table: &Table,
    folder: &Path,
    entities: &Entities,
    handles: &[u64],
) -> Result<(Frame, PayloadSchema)> {
    let mut file = CsvTable::open(&folder.join(&table.file))?;
    let keys = RowKeys::new(source, table, &file)?;
    let nulls = NullMarkers::of(&source.null_markers.iter().map(String::as_str).collect::<Vec<_>>());
    let mut columns = table.payload.iter().map(|column| Reader::new(column, &file)).collect::<Result<Vec<_>>>()?;
    let mut row_handles = Vec::new();
    for row in file.rows() {
        let row = row?;
        let key = keys.key(&row);
        if keys.refuses(source, &row) || entities.is_dropped(&key) {
            continue;
        }
        let entity = entities.number(&key).ok_or_else(|| orphan(source, &table.file, row.line()))?;
        if keys.has_latest() && keys.latest(&row) != entities.latest(entity) {
            continue;
        }
        row_handles.push(handles[entity as usize]);
        for column in &mut columns {
            column.push(nulls.text(row.text(Some(column.position))), &row, &table.file)?;
        }
    }
    // In handle order, so that the order of the owner's file does not travel; a person's own rows keep theirs.
    let mut order: Vec<usize> = (0..row_handles.len()).collect();
    order.sort_by_key(|row| row_handles[*row]);
    let mut framed =
        vec![Column::new(PAYLOAD_HANDLE, Values::Handle(order.iter().map(|row| row_handles[*row]).collect()))];
    framed.extend(columns.into_iter().map(|column| Column::new(column.name, column.cells.ordered(&order))));
    Ok((Frame::new(framed)?, schema(table)))
}

/// Refuses a delivery whose entities stand out by what an outsider may know of them.
pub(crate) fn refuse_uniques(source: &Source, table: &Table, frame: &Frame) -> Result<f64> {
    let known: Vec<_> = table.payload.iter().filter(|column| column.quasi_identifier).collect();
    if table.kind != TableKind::Person || known.is_empty() || frame.rows() == 0 {
        return Ok(0.0);
    }
    let handles = frame.handles(PAYLOAD_HANDLE)?;
    let mut people: HashMap<u64, String> = HashMap::new();
    for (row, handle) in handles.iter().enumerate() {
        people.entry(*handle).or_insert_with(|| {
            known.iter().map(|c| cell_text(frame.column(&c.name), row)).collect::<Vec<_>>().join("\u{1f}")
        });
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for combination in people.values() {
        *counts.entry(combination).or_default() += 1;
    }
    let unique = counts.values().filter(|count| **count == 1).count();
    let share = unique as f64 / people.len() as f64;
    if share <= source.uniques_ceiling {
        return Ok(share);
    }
    let names: Vec<_> = known.iter().map(|column| column.name.as_str()).collect();
    Err(LinkerError::Policy {
        what: format!(
            "{:.1} % of the people of '{}' are unique on {}; the spec allows {:.1} %",
            100.0 * share,
            source.name,
            names.join(", "),
            100.0 * source.uniques_ceiling,
        ),
        remedy: "coarsen or drop a payload column in the spec, or agree another uniques_ceiling".into(),
    })
}

fn cell_text(values: Option<&Values>, row: usize) -> String {
    match values {
        Some(Values::Text(values)) => values[row].clone().unwrap_or_default(),
        Some(Values::Integer(values)) => values[row].map(|value| value.to_string()).unwrap_or_default(),
        Some(Values::Date(values)) => values[row].map(|value| value.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

fn schema(table: &Table) -> PayloadSchema {
    let columns = table
        .payload
        .iter()
        .map(|column| exchange::PayloadColumn {
            name: column.name.clone(),
            kind: match column.kind {
                PayloadKind::Text | PayloadKind::Code(_) | PayloadKind::PostcodeArea => Kind::Text,
                PayloadKind::Integer | PayloadKind::Year(_) => Kind::Integer,
                PayloadKind::Date(_) => Kind::Date,
            },
        })
        .collect();
    PayloadSchema { columns }
}

/// Reads one column cell by cell.
struct Reader<'a> {
    name: &'a str,
    source_column: &'a str,
    position: usize,
    rule: &'a PayloadKind,
    formats: Vec<DateFormat>,
    cells: Cells,
}

enum Cells {
    Text(Vec<Option<String>>),
    Integer(Vec<Option<i64>>),
    Date(Vec<Option<i32>>),
}

impl Cells {
    fn ordered(self, order: &[usize]) -> Values {
        match self {
            Self::Text(mut cells) => Values::Text(order.iter().map(|row| cells[*row].take()).collect()),
            Self::Integer(cells) => Values::Integer(order.iter().map(|row| cells[*row]).collect()),
            Self::Date(cells) => Values::Date(order.iter().map(|row| cells[*row]).collect()),
        }
    }
}

impl<'a> Reader<'a> {
    fn new(column: &'a PayloadColumn, file: &CsvTable) -> Result<Self> {
        let (formats, cells) = match &column.kind {
            PayloadKind::Date(formats) => (formats.clone(), Cells::Date(Vec::new())),
            PayloadKind::Year(formats) => (formats.clone(), Cells::Integer(Vec::new())),
            PayloadKind::Integer => (Vec::new(), Cells::Integer(Vec::new())),
            PayloadKind::Text | PayloadKind::Code(_) | PayloadKind::PostcodeArea => {
                (Vec::new(), Cells::Text(Vec::new()))
            }
        };
        let position = file.required(&column.column)?;
        Ok(Self { name: &column.name, source_column: &column.column, position, rule: &column.kind, formats, cells })
    }

    fn push(&mut self, text: &str, row: &CsvRow, file: &str) -> Result<()> {
        let fault = |what: &str, remedy: &str| -> LinkerError {
            InputFault::of_file(file, what, remedy).at_row(row.line()).in_column(self.source_column).into()
        };
        let text = text.trim();
        let held = !text.is_empty();
        let date = || {
            // An unreadable event date becomes null: a study counts it as missing and says how many there are.
            read_event_date(text, &self.formats, LATEST_EVENT_YEAR).value.map(EventDate::date)
        };
        match (&mut self.cells, self.rule) {
            (Cells::Text(cells), PayloadKind::Code(codes)) => {
                if held && !codes.iter().any(|code| code == text) {
                    return Err(fault(
                        "the code is not in the spec's list",
                        "add the code to the spec, or correct it at source",
                    ));
                }
                cells.push(held.then(|| text.to_owned()));
            }
            (Cells::Text(cells), PayloadKind::PostcodeArea) => {
                let area: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
                cells.push((!area.is_empty()).then(|| area.to_ascii_uppercase()));
            }
            (Cells::Text(cells), _) => cells.push(held.then(|| text.to_owned())),
            (Cells::Integer(cells), PayloadKind::Year(_)) => cells.push(date().map(|date| i64::from(date.year()))),
            (Cells::Integer(cells), _) => {
                let number = held.then(|| text.parse()).transpose();
                cells.push(number.map_err(|_| fault("the cell is not a whole number", "correct it at source"))?);
            }
            (Cells::Date(cells), _) => cells.push(date().map(days_since_1970)),
        }
        Ok(())
    }
}

fn days_since_1970(date: jiff::civil::Date) -> i32 {
    date.since(jiff::civil::date(1970, 1, 1)).map_or(0, |span| span.get_days())
}
