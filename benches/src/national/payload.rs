//! The departments' tables, drawn row by row.

use exchange::payload::PAYLOAD_HANDLE;
use exchange::{Column, Frame, Values};
use studies::stats::uniform;

use crate::Result;

/// 1 April 2006 and 1 January 2002, in days since 1970.
const FIRST_TRIAGE: i32 = 13_239;
const FIRST_RECORD: i32 = 11_688;
const RECORD_DAYS: f64 = 4747.0;
/// Offences of an offender who was treated, for one of another.
const TREATED_OFFENCES: f64 = 3.0;

fn draw(table: u64, row: u64, number: u64) -> f64 {
    uniform(table, number, row)
}

fn handles(rows: u64, of: impl Fn(u64) -> u64) -> Column {
    Column::new(PAYLOAD_HANDLE, Values::Handle((0..rows).map(of).collect()))
}

fn dates(name: &str, rows: u64, of: impl Fn(u64) -> Option<i32>) -> Column {
    Column::new(name, Values::Date((0..rows).map(of).collect()))
}

fn codes(name: &str, rows: u64, of: impl Fn(u64) -> String) -> Column {
    Column::new(name, Values::Text((0..rows).map(|row| Some(of(row))).collect()))
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
pub(super) fn episodes(treated: u64) -> Result<Frame> {
    Ok(Frame::new(vec![
        handles(treated, |row| row),
        codes("birth_year", treated, |row| (1950 + (draw(1, row, 2) * 37.0) as i32).to_string()),
        codes("SEX", treated, |row| one_of(&["1", "1", "1", "2"], draw(1, row, 3))),
        dates("TRIAGED", treated, |row| Some(triaged(row))),
        dates("DISD", treated, |row| Some(discharged(row))),
        codes("DISRSN", treated, |row| one_of(&["2", "2", "5", "6", "6"], draw(1, row, 4))),
        codes("DRUG1", treated, |row| one_of(&["1011", "1011", "3201", "5000"], draw(1, row, 5))),
    ])?)
}

/// A kind of treatment for each episode.
pub(super) fn modalities(treated: u64) -> Result<Frame> {
    Ok(Frame::new(vec![
        handles(treated, |row| row),
        dates("MODST", treated, |row| Some(triaged(row))),
        dates("MODEND", treated, |row| Some(discharged(row))),
        codes("MODAL", treated, |row| one_of(&["1", "2", "2", "4"], draw(2, row, 0))),
    ])?)
}

/// Offences; each of the first `treated` offenders has several times as many as another.
pub(super) fn offences(offences: u64, offenders: u64, treated: u64) -> Result<Frame> {
    let others = (offenders - treated) as f64;
    let share = TREATED_OFFENCES * treated as f64 / (TREATED_OFFENCES * treated as f64 + others);
    let offender = |row: u64| {
        let place = draw(3, row, 1);
        if draw(3, row, 0) < share { (place * treated as f64) as u64 } else { treated + (place * others) as u64 }
    };
    let committed = |row: u64| FIRST_RECORD + (draw(3, row, 2) * RECORD_DAYS) as i32;
    Ok(Frame::new(vec![
        handles(offences, offender),
        codes("HO_OFFENCE_CODE", offences, |row| {
            one_of(&["04600", "04500", "09200", "10500", "02800"], draw(3, row, 3))
        }),
        dates("OFFENCE_START_DATE", offences, |row| Some(committed(row))),
        dates("CONVICTION_DATE", offences, |row| Some(committed(row) + 20 + (draw(3, row, 4) * 80.0) as i32)),
        codes("OUTCOME", offences, |row| {
            one_of(&["CONVICTION", "CONVICTION", "CONVICTION", "CAUTION"], draw(3, row, 5))
        }),
    ])?)
}

/// Half as many stays as offenders.
pub(super) fn custody(offenders: u64) -> Result<Frame> {
    let stays = offenders / 2;
    let received = |row: u64| FIRST_RECORD + (draw(4, row, 0) * RECORD_DAYS) as i32;
    Ok(Frame::new(vec![
        handles(stays, |row| 2 * row),
        dates("RECEPTION_DATE", stays, |row| Some(received(row))),
        dates("RELEASE_DATE", stays, |row| Some(received(row) + 7 + (draw(4, row, 1) * 200.0) as i32)),
    ])?)
}

/// A death each; those of treated people fall after their treatment began.
pub(super) fn deaths(deaths: u64) -> Result<Frame> {
    let died = |row: u64| FIRST_TRIAGE + 1100 + (draw(5, row, 0) * 2000.0) as i32;
    Ok(Frame::new(vec![
        handles(deaths, |row| row),
        dates("REG_DATE_OF_DEATH", deaths, |row| Some(died(row))),
        dates("REG_DATE", deaths, |row| Some(died(row) + (draw(5, row, 1) * 120.0) as i32)),
        codes("S_UNDERLYING_COD_ICD10", deaths, |row| one_of(&["X42", "I219", "C349", "F112"], draw(5, row, 2))),
    ])?)
}

/// Spells of work.
pub(super) fn employment(spells: u64, claimants: u64) -> Result<Frame> {
    Ok(Frame::new(times(6, spells, claimants))?)
}

/// Spells on benefits.
pub(super) fn benefits(spells: u64, claimants: u64) -> Result<Frame> {
    let mut columns = times(7, spells, claimants);
    columns.push(codes("BENEFIT", spells, |row| one_of(&["JSA", "ESA", "IS", "HB"], draw(7, row, 3))));
    Ok(Frame::new(columns)?)
}

fn times(table: u64, spells: u64, claimants: u64) -> Vec<Column> {
    let start = move |row: u64| FIRST_RECORD + (draw(table, row, 1) * RECORD_DAYS) as i32;
    vec![
        handles(spells, |row| (draw(table, row, 0) * claimants as f64) as u64),
        dates("START", spells, |row| Some(start(row))),
        dates("END", spells, |row| Some(start(row) + 14 + (draw(table, row, 2) * 400.0) as i32)),
    ]
}
