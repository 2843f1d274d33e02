//! Columns of a payload table as the values the studies need.

use exchange::Values;

use super::Table;
use crate::Error;
use crate::day::Day;
use crate::inputs::PayloadHandle;

impl Table {
    pub(super) fn handles(&self) -> Result<Vec<PayloadHandle>, Error> {
        match self.frame.column(exchange::payload::PAYLOAD_HANDLE) {
            Some(Values::Handle(handles)) => Ok(handles.iter().copied().map(PayloadHandle).collect()),
            _ => Err(self.fault(0, exchange::payload::PAYLOAD_HANDLE, "must be a column of handles")),
        }
    }

    /// Days; `null` where the cell is empty.
    pub(super) fn days(&self, column: &'static str) -> Result<Vec<Option<Day>>, Error> {
        match self.frame.column(column) {
            Some(Values::Date(days)) => Ok(days.iter().map(|day| day.map(Day::from_epoch_days)).collect()),
            Some(Values::Text(texts)) => {
                let parse = |(row, text): (usize, &Option<String>)| match text.as_deref() {
                    None | Some("") => Ok(None),
                    Some(text) => Day::parse(text)
                        .map(Some)
                        .ok_or_else(|| self.fault(row + 1, column, "must be a date such as 2006-04-01")),
                };
                texts.iter().enumerate().map(parse).collect()
            }
            _ => Err(self.fault(0, column, "must be a column of dates")),
        }
    }

    /// Days of which none may be missing.
    pub(super) fn required_days(&self, column: &'static str) -> Result<Vec<Day>, Error> {
        let present =
            |(row, day): (usize, Option<Day>)| day.ok_or_else(|| self.fault(row + 1, column, "must not be empty"));
        self.days(column)?.into_iter().enumerate().map(present).collect()
    }

    /// Codes as text, whether the owner stored them as text or as whole numbers.
    pub(super) fn codes(&self, column: &'static str) -> Result<Vec<Option<String>>, Error> {
        match self.frame.column(column) {
            Some(Values::Text(texts)) => Ok(texts.clone()),
            Some(Values::Integer(numbers)) => Ok(numbers.iter().map(|number| number.map(|n| n.to_string())).collect()),
            _ => Err(self.fault(0, column, "must be a column of codes")),
        }
    }

    /// Codes of a column that the owner may have kept back.
    pub(super) fn optional_codes(&self, column: &'static str) -> Result<Vec<Option<String>>, Error> {
        if self.frame.column(column).is_some() { self.codes(column) } else { Ok(vec![None; self.frame.rows()]) }
    }

    /// Years of a column that the owner may have kept back.
    pub(super) fn years(&self, column: &'static str) -> Result<Vec<Option<i16>>, Error> {
        let year = |(row, code): (usize, Option<String>)| match code {
            None => Ok(None),
            Some(text) => text.trim().parse().map(Some).map_err(|_| self.fault(row + 1, column, "must be a year")),
        };
        self.optional_codes(column)?.into_iter().enumerate().map(year).collect()
    }

    fn fault(&self, row: usize, column: &'static str, rule: &'static str) -> Error {
        // Row 0 is the whole column.
        let row = if row == 0 { 0 } else { self.before + row };
        Error::Value { table: self.name.clone(), row, column, rule }
    }
}
