use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::stream::{FrameReader, FrameWriter};
use super::values::{Kind, Values};
use crate::{ExchangeError, FRAME_FORMAT, Result, Written};

/// A table: named columns of one length, no name twice.
#[derive(Clone, Debug)]
pub struct Frame {
    columns: Vec<Column>,
    rows: usize,
    /// Where it was read from, for error messages.
    origin: PathBuf,
}

/// A named column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name, single in its frame.
    pub name: String,
    /// Values, one a row.
    pub values: Values,
}

impl Column {
    /// A column called `name`.
    pub fn new(name: impl Into<String>, values: Values) -> Self {
        Self { name: name.into(), values }
    }
}

impl Frame {
    /// A table of these columns.
    ///
    /// # Errors
    /// [`ExchangeError::Schema`] for columns of unequal length or a name twice.
    pub fn new(columns: Vec<Column>) -> Result<Self> {
        Self::of(columns, PathBuf::from("(in memory)"))
    }

    pub(super) fn of(columns: Vec<Column>, origin: PathBuf) -> Result<Self> {
        let rows = columns.first().map_or(0, |column| column.values.len());
        let mut names = BTreeSet::new();
        for column in &columns {
            if column.values.len() != rows {
                return Err(ExchangeError::schema(&origin, &column.name, "as many values as the first column"));
            }
            if !names.insert(column.name.as_str()) {
                return Err(ExchangeError::schema(&origin, &column.name, "a name that no other column has"));
            }
        }
        Ok(Self { columns, rows, origin })
    }

    /// Reads a Parquet file, ours or an owner's: integers of any width, floats, text, dates, unsigned 64-bit handles.
    /// Columns of other types are refused.
    pub fn read(path: &Path) -> Result<Self> {
        FrameReader::open(path)?.read_to_end()
    }

    /// Writes the table to the new Parquet file `path`, mode 0600.
    pub fn write(&self, path: &Path) -> Result<Written> {
        self.write_as(path, FRAME_FORMAT)
    }

    pub(crate) fn write_as(&self, path: &Path, format: &str) -> Result<Written> {
        let mut writer = FrameWriter::create_as(path, &self.schema(), format)?;
        writer.append(self)?;
        writer.finish()
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The columns, given up.
    #[must_use]
    pub fn into_columns(self) -> Vec<Column> {
        self.columns
    }

    /// Names and types, in order.
    #[must_use]
    pub fn schema(&self) -> Vec<(&str, Kind)> {
        self.columns.iter().map(|column| (column.name.as_str(), column.values.kind())).collect()
    }

    /// The column called `name`, if there is one.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Values> {
        self.columns.iter().find(|column| column.name == name).map(|column| &column.values)
    }

    /// A cell as text: a date as its count of days since 1970-01-01, nothing for a null or where there is no such column.
    ///
    /// # Panics
    /// Where there are not as many rows.
    #[must_use]
    pub fn text(&self, name: &str, row: usize) -> String {
        self.column(name).map(|values| values.text(row)).unwrap_or_default()
    }

    /// Texts of the column `name`.
    pub fn texts(&self, name: &str) -> Result<&[Option<String>]> {
        match self.column(name) {
            Some(Values::Text(values)) => Ok(values),
            _ => Err(self.no_such(name, Kind::Text)),
        }
    }

    /// Whole numbers of the column `name`.
    pub fn integers(&self, name: &str) -> Result<&[Option<i64>]> {
        match self.column(name) {
            Some(Values::Integer(values)) => Ok(values),
            _ => Err(self.no_such(name, Kind::Integer)),
        }
    }

    /// Real numbers of the column `name`.
    pub fn numbers(&self, name: &str) -> Result<&[Option<f64>]> {
        match self.column(name) {
            Some(Values::Number(values)) => Ok(values),
            _ => Err(self.no_such(name, Kind::Number)),
        }
    }

    /// Dates of the column `name`, in days since 1970-01-01.
    pub fn dates(&self, name: &str) -> Result<&[Option<i32>]> {
        match self.column(name) {
            Some(Values::Date(values)) => Ok(values),
            _ => Err(self.no_such(name, Kind::Date)),
        }
    }

    /// Handles of the column `name`.
    pub fn handles(&self, name: &str) -> Result<&[u64]> {
        match self.column(name) {
            Some(Values::Handle(values)) => Ok(values),
            _ => Err(self.no_such(name, Kind::Handle)),
        }
    }

    fn no_such(&self, name: &str, kind: Kind) -> ExchangeError {
        ExchangeError::schema(&self.origin, name, format!("a column of type {kind}"))
    }
}

/// Tables are equal when their columns are, wherever they came from.
impl PartialEq for Frame {
    fn eq(&self, other: &Self) -> bool {
        self.columns == other.columns
    }
}
