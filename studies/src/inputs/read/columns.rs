//! Columns of a payload table as the values the studies need.

use std::borrow::Cow;

use exchange::ColumnView;
use exchange::substances::of_cell;

use super::table::Table;
use crate::Error;
use crate::day::Day;
use crate::inputs::{Certificate, PayloadHandle};

impl Table {
    pub(super) fn handles(&self) -> Result<impl ExactSizeIterator<Item = PayloadHandle> + '_, Error> {
        match self.columns.column(exchange::payload::PAYLOAD_HANDLE) {
            Some(ColumnView::Handle(handles)) => Ok(handles.iter().copied().map(PayloadHandle)),
            _ => Err(self.fault(None, exchange::payload::PAYLOAD_HANDLE, "must be a column of handles")),
        }
    }

    /// Days; none where the cell is empty.
    pub(super) fn days(&self, column: &'static str) -> Result<Days<'_>, Error> {
        match self.columns.column(column) {
            Some(values @ (ColumnView::Date(_) | ColumnView::Text(_))) => Ok(Days { table: self, column, values }),
            _ => Err(self.fault(None, column, "must be a column of dates")),
        }
    }

    /// Codes as text, whether the owner stored them as text or as whole numbers.
    pub(super) fn codes(&self, column: &'static str) -> Result<Codes<'_>, Error> {
        match self.columns.column(column) {
            Some(values @ (ColumnView::Text(_) | ColumnView::Integer(_))) => Ok(Codes(Some(values))),
            _ => Err(self.fault(None, column, "must be a column of codes")),
        }
    }

    /// Codes of a column that the owner may have kept back.
    pub(super) fn optional_codes(&self, column: &'static str) -> Result<Codes<'_>, Error> {
        if self.columns.column(column).is_some() { self.codes(column) } else { Ok(Codes(None)) }
    }

    /// The year in `code`, if there is one.
    pub(super) fn year(&self, code: Option<&str>, row: usize, column: &'static str) -> Result<Option<i16>, Error> {
        let year = |text: &str| text.trim().parse().map_err(|_| self.fault(Some(row), column, "must be a year"));
        code.map(year).transpose()
    }

    /// What the certificate of `row` names, in a column that the owner may have kept back.
    pub(super) fn certificate(
        &self,
        codes: &Codes<'_>,
        row: usize,
        column: &'static str,
    ) -> Result<Certificate, Error> {
        let Some(cell) = codes.get(row) else {
            return Ok(if codes.0.is_some() { Certificate::Empty } else { Certificate::NotSent });
        };
        let rule = "must be codes of the list substances_1, in its order";
        of_cell(&cell).map(Certificate::Names).ok_or_else(|| self.fault(Some(row), column, rule))
    }

    /// A fault in a row of this part, or in the whole column.
    fn fault(&self, row: Option<usize>, column: &'static str, rule: &'static str) -> Error {
        // Row 0 is the whole column.
        let row = row.map_or(0, |row| self.columns.before() as usize + row + 1);
        Error::Value { table: self.name.to_owned(), row, column, rule }
    }
}

/// A column of days.
pub(super) struct Days<'t> {
    table: &'t Table,
    column: &'static str,
    values: ColumnView<'t>,
}

impl Days<'_> {
    pub(super) fn get(&self, row: usize) -> Result<Option<Day>, Error> {
        match self.values {
            ColumnView::Date(days) => Ok(days.get(row).map(Day::from_epoch_days)),
            ColumnView::Text(texts) => match texts.get(row) {
                None | Some("") => Ok(None),
                Some(text) => Day::parse(text)
                    .map(Some)
                    .ok_or_else(|| self.table.fault(Some(row), self.column, "must be a date such as 2006-04-01")),
            },
            _ => Ok(None),
        }
    }

    /// A day that may not be missing.
    pub(super) fn required(&self, row: usize) -> Result<Day, Error> {
        self.get(row)?.ok_or_else(|| self.table.fault(Some(row), self.column, "must not be empty"))
    }
}

/// A column of codes.
pub(super) struct Codes<'t>(Option<ColumnView<'t>>);

impl<'t> Codes<'t> {
    pub(super) fn get(&self, row: usize) -> Option<Cow<'t, str>> {
        match self.0? {
            ColumnView::Text(texts) => texts.get(row).map(Cow::Borrowed),
            ColumnView::Integer(numbers) => numbers.get(row).map(|number| Cow::Owned(number.to_string())),
            _ => None,
        }
    }

    /// Whether the cell holds a code.
    pub(super) fn is_given(&self, row: usize) -> bool {
        match self.0 {
            Some(ColumnView::Text(texts)) => texts.get(row).is_some(),
            Some(ColumnView::Integer(numbers)) => numbers.get(row).is_some(),
            _ => false,
        }
    }
}
