//! The departments' tables, drawn entity by entity in order of handle, as an owner delivers them.

use std::ops::Range;

use exchange::payload::PAYLOAD_HANDLE;
use exchange::{Column, Frame, Values};
use studies::stats::uniform;

use super::entities::Source;
use crate::Result;

/// 1 April 2006 and 1 January 2002, in days since 1970.
const FIRST_TRIAGE: i32 = 13_239;
const FIRST_RECORD: i32 = 11_688;
const RECORD_DAYS: f64 = 4747.0;

/// Entities of one chunk and their rows: each row is an entity and a number that no other row of the table has.
pub(super) struct Chunk {
    source: Source,
    rows: Vec<(u64, u64)>,
}

impl Chunk {
    /// One row for each entity.
    pub(super) fn single(source: Source, entities: Range<u64>) -> Self {
        Self { source, rows: entities.map(|entity| (entity, entity)).collect() }
    }

    /// One row for every other entity.
    pub(super) fn alternate(source: Source, entities: Range<u64>) -> Self {
        let rows = entities.filter(|entity| entity.is_multiple_of(2)).map(|entity| (entity, entity));
        Self { source, rows: rows.collect() }
    }

    /// One row at least for each entity and `rows` in all, about; those of treated people have `weight` times as many as others.
    pub(super) fn several(source: Source, entities: Range<u64>, rows: u64, weight: f64) -> Self {
        let known = source.known() as f64;
        let others = rows as f64 / (weight * known + source.entities as f64 - known);
        let number = |entity: u64| {
            let mean = if source.person(entity).is_some() { weight * others } else { others };
            let further = (mean - 1.0).max(0.0);
            // Geometric: some have many.
            1 + ((1.0 - draw(3, entity, 9)).ln() / (further / (1.0 + further)).ln()) as u64
        };
        let rows = entities.flat_map(|entity| (0..number(entity)).map(move |row| (entity, (entity << 16) + row)));
        Self { source, rows: rows.collect() }
    }

    fn handles(&self) -> Column {
        let handles = self.rows.iter().map(|(entity, _)| self.source.handle(*entity));
        Column::new(PAYLOAD_HANDLE, Values::Handle(handles.collect()))
    }

    fn dates(&self, name: &str, of: impl Fn(u64) -> i32) -> Column {
        Column::new(name, Values::Date(self.rows.iter().map(|(_, row)| Some(of(*row))).collect()))
    }

    fn codes(&self, name: &str, of: impl Fn(u64) -> String) -> Column {
        Column::new(name, Values::Text(self.rows.iter().map(|(_, row)| Some(of(*row))).collect()))
    }
}

fn draw(table: u64, row: u64, number: u64) -> f64 {
    uniform(table, number, row)
}

fn one_of(choices: &[&str], draw: f64) -> String {
    choices[(draw * choices.len() as f64) as usize].to_owned()
}

fn triaged(row: u64) -> i32 {
    FIRST_TRIAGE + (draw(1, row, 0) * 1095.0) as i32
}

fn discharged(row: u64) -> i32 {
    triaged(row) + 10 + (-300.0 * (1.0 - draw(1, row, 1)).ln()) as i32
}

/// An episode each.
pub(super) fn episodes(chunk: &Chunk) -> Result<Frame> {
    Ok(Frame::new(vec![
        chunk.handles(),
        chunk.codes("birth_year", |row| (1950 + (draw(1, row, 2) * 37.0) as i32).to_string()),
        chunk.codes("SEX", |row| one_of(&["1", "1", "1", "2"], draw(1, row, 3))),
        chunk.codes("ETHNIC", |row| one_of(&["A", "A", "A", "B", "C", "J", "M", "Z"], draw(1, row, 6))),
        chunk
            .codes("postcode_area", |row| one_of(&["B", "BD", "CF", "E", "L", "LS", "M", "NE", "SE"], draw(1, row, 7))),
        chunk.dates("TRIAGED", triaged),
        chunk.dates("DISD", discharged),
        chunk.codes("DISRSN", |row| one_of(&["2", "2", "5", "6", "6"], draw(1, row, 4))),
        chunk.codes("DRUG1", |row| one_of(&["1011", "1011", "3201", "5000"], draw(1, row, 5))),
    ])?)
}

/// A kind of treatment for each episode.
pub(super) fn modalities(chunk: &Chunk) -> Result<Frame> {
    Ok(Frame::new(vec![
        chunk.handles(),
        chunk.dates("MODST", triaged),
        chunk.dates("MODEND", discharged),
        chunk.codes("MODAL", |row| one_of(&["1", "2", "2", "4"], draw(2, row, 0))),
    ])?)
}

/// Offences.
pub(super) fn offences(chunk: &Chunk) -> Result<Frame> {
    let committed = |row: u64| FIRST_RECORD + (draw(3, row, 2) * RECORD_DAYS) as i32;
    Ok(Frame::new(vec![
        chunk.handles(),
        chunk.codes("HO_OFFENCE_CODE", |row| one_of(&["04600", "04500", "09200", "10500", "02800"], draw(3, row, 3))),
        chunk.dates("OFFENCE_START_DATE", committed),
        chunk.dates("CONVICTION_DATE", |row| committed(row) + 20 + (draw(3, row, 4) * 80.0) as i32),
        chunk.codes("OUTCOME", |row| one_of(&["CONVICTION", "CONVICTION", "CONVICTION", "CAUTION"], draw(3, row, 5))),
    ])?)
}

/// Stays in custody.
pub(super) fn custody(chunk: &Chunk) -> Result<Frame> {
    let received = |row: u64| FIRST_RECORD + (draw(4, row, 0) * RECORD_DAYS) as i32;
    Ok(Frame::new(vec![
        chunk.handles(),
        chunk.dates("RECEPTION_DATE", received),
        chunk.dates("RELEASE_DATE", |row| received(row) + 7 + (draw(4, row, 1) * 200.0) as i32),
    ])?)
}

/// A death each; those of treated people fall after their treatment began.
pub(super) fn deaths(chunk: &Chunk) -> Result<Frame> {
    let died = |row: u64| FIRST_TRIAGE + 1100 + (draw(5, row, 0) * 2000.0) as i32;
    Ok(Frame::new(vec![
        chunk.handles(),
        chunk.dates("REG_DATE_OF_DEATH", died),
        chunk.dates("REG_DATE", |row| died(row) + (draw(5, row, 1) * 120.0) as i32),
        chunk.codes("S_UNDERLYING_COD_ICD10", |row| one_of(&["X42", "I219", "C349", "F112"], draw(5, row, 2))),
        chunk.codes("SUBSTANCES", |row| one_of(&["none", "none", "heroin", "methadone diazepam"], draw(5, row, 3))),
    ])?)
}

/// Spells of work.
pub(super) fn employment(chunk: &Chunk) -> Result<Frame> {
    Ok(Frame::new(times(6, chunk))?)
}

/// Spells on benefits.
pub(super) fn benefits(chunk: &Chunk) -> Result<Frame> {
    let mut columns = times(7, chunk);
    columns.push(chunk.codes("BENEFIT", |row| one_of(&["JSA", "ESA", "IS", "HB"], draw(7, row, 3))));
    Ok(Frame::new(columns)?)
}

fn times(table: u64, chunk: &Chunk) -> Vec<Column> {
    let start = move |row: u64| FIRST_RECORD + (draw(table, row, 1) * RECORD_DAYS) as i32;
    vec![
        chunk.handles(),
        chunk.dates("START", start),
        chunk.dates("END", move |row| start(row) + 14 + (draw(table, row, 2) * 400.0) as i32),
    ]
}
