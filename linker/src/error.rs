//! The one error of this crate. Messages name file, row, column and remedy, never a value.

use std::fmt;

/// Why a stage of the linkage stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LinkerError {
    /// A source table cannot be used.
    #[error("{0}")]
    Input(InputFault),
    /// A file of the exchange cannot be read or written.
    #[error(transparent)]
    Exchange(#[from] exchange::ExchangeError),
    /// A key cannot be derived.
    #[error(transparent)]
    Keys(#[from] keys::Error),
    /// A policy of the spec forbids the step.
    #[error("{what}\n  remedy: {remedy}")]
    Policy {
        /// What was refused.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// The user asked to stop.
    #[error("interrupted; no output was made")]
    Interrupted,
}

impl LinkerError {
    /// What a policy of the spec forbids, and what to do.
    pub(crate) fn policy(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Policy { what: what.into(), remedy: remedy.into() }
    }

    /// A folder that was made under another spec.
    pub(crate) fn foreign_folder() -> Self {
        Self::policy("the folder is of no source of this spec", "give the spec it was made under")
    }
}

/// Shorthand for results of this crate.
pub type Result<T> = std::result::Result<T, LinkerError>;

/// Where a row stands in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Row group, from 1, in a Parquet file.
    pub group: Option<u32>,
    /// Line of a CSV file on which the row starts, or row of a Parquet file, from 1.
    pub row: u64,
}

/// A fault of an input table: where it lies, which rule it breaks, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFault {
    /// File name.
    pub file: String,
    /// Line of a CSV file, or row of a Parquet file, from 1.
    pub row: Option<u64>,
    /// Row group of a Parquet file, from 1.
    pub row_group: Option<u32>,
    /// Column name.
    pub column: Option<String>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl InputFault {
    /// A fault of the whole file.
    pub fn of_file(file: &str, what: impl Into<String>, remedy: &str) -> Self {
        Self {
            file: file.to_owned(),
            row: None,
            row_group: None,
            column: None,
            what: what.into(),
            remedy: remedy.to_owned(),
        }
    }

    /// The same fault at a line.
    #[must_use]
    pub fn at_row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// The same fault where a row stands.
    #[must_use]
    pub(crate) fn at(mut self, place: Place) -> Self {
        (self.row_group, self.row) = (place.group, Some(place.row));
        self
    }

    /// The same fault in a column.
    #[must_use]
    pub fn in_column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }
}

impl fmt::Display for InputFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(group) = self.row_group {
            write!(f, ", row group {group}")?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {} (values are withheld)\n  remedy: {}", self.what, self.remedy)
    }
}

impl From<InputFault> for LinkerError {
    fn from(fault: InputFault) -> Self {
        Self::Input(fault)
    }
}
