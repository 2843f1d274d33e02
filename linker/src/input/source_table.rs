//! A table of a source, in whichever format its owner exports.

use std::path::Path;

use exchange::spec::DateFormat;

use super::csv_table::CsvTable;
use super::header::Header;
use super::parquet_table::ParquetTable;
use super::row::Row;
use crate::error::{InputFault, LinkerError, Result};

/// An open table: Parquet where the file is called `*.parquet`, else CSV.
pub enum SourceTable {
    /// A CSV table.
    Csv(CsvTable),
    /// A Parquet table.
    Parquet(Box<ParquetTable>),
}

impl SourceTable {
    /// Opens a table and checks its header.
    pub fn open(path: &Path) -> Result<Self> {
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("parquet")) {
            Ok(Self::Parquet(Box::new(ParquetTable::open(path)?)))
        } else {
            Ok(Self::Csv(CsvTable::open(path)?))
        }
    }

    /// Position of a column that must be there.
    pub fn required(&self, column: &str) -> Result<usize> {
        match self {
            Self::Csv(table) => table.required(column),
            Self::Parquet(table) => table.required(column),
        }
    }

    /// Position of a column that may be absent.
    #[must_use]
    pub fn optional(&self, column: &str) -> Option<usize> {
        self.header().optional(column)
    }

    /// The same of a column that is read where it is there: one that differs in capitals alone, or cannot be read, would be missed
    /// without a word.
    pub(crate) fn read_if_there(&self, column: &str) -> Result<Option<usize>> {
        if self.header().alike(column).is_some() { self.required(column).map(Some) } else { Ok(None) }
    }

    /// The fault of a table that lacks every column by which people are told apart.
    pub(crate) fn tells_nobody_apart(&self) -> LinkerError {
        let remedy = "give row 1 the names that the spec reads, such as forename, surname and dob, or give a spec that reads this table";
        InputFault::of_file(self.header().file(), "no column that identifies people is in the header", remedy).into()
    }

    /// Formats of a column that a spec declares to hold dates in `declared`; a column typed as dates has one of its own.
    #[must_use]
    pub fn date_formats(&self, column: &str, declared: &[DateFormat]) -> Vec<DateFormat> {
        match self {
            Self::Parquet(table) if self.optional(column).is_some_and(|column| table.holds_dates(column)) => {
                vec![DateFormat::YearMonthDay]
            }
            _ => declared.to_vec(),
        }
    }

    /// The rows that are left, one by one.
    pub fn rows(&mut self) -> impl Iterator<Item = Result<Row>> {
        std::iter::from_fn(|| {
            let mut row = Row::default();
            self.read_into(&mut row).map(|read| read.then_some(row)).transpose()
        })
    }

    /// Bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Csv(table) => table.bytes(),
            Self::Parquet(table) => table.bytes(),
        }
    }

    /// Rows of the table at `path`, where this is it: in a CSV file at most so many, since a cell may hold line feeds.
    #[must_use]
    pub fn rows_at_most(&self, path: &Path) -> u64 {
        match self {
            // What cannot be read again is told when the rows are read in earnest.
            Self::Csv(_) => CsvTable::rows_at_most(path).unwrap_or(0),
            Self::Parquet(table) => table.rows(),
        }
    }

    /// Share of the file that has been read, 0 to 1.
    #[must_use]
    pub fn share_read(&self) -> f64 {
        match self {
            Self::Csv(table) => table.share_read(),
            Self::Parquet(table) => table.share_read(),
        }
    }

    /// Bytes of cells that have been read.
    pub(super) fn bytes_read(&self) -> u64 {
        match self {
            Self::Csv(table) => table.bytes_read(),
            Self::Parquet(table) => table.bytes_read(),
        }
    }

    /// Reads the next row over an old one; `false` at the end.
    pub(super) fn read_into(&mut self, row: &mut Row) -> Result<bool> {
        match self {
            Self::Csv(table) => table.read_into(row),
            Self::Parquet(table) => table.read_into(row),
        }
    }

    fn header(&self) -> &Header {
        match self {
            Self::Csv(table) => table.header(),
            Self::Parquet(table) => table.header(),
        }
    }
}
