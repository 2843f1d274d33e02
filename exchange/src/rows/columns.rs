use std::cmp::Ordering;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray as _, PrimitiveArray, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema};

use crate::{ExchangeError, Result};

/// A row of one of the exchanged tables. Implemented in this crate only: a table is a format, and formats are frozen.
pub trait Row: Columnar + Clone + PartialEq {
    /// Format name and version that the file declares.
    const FORMAT: &'static str;
    /// The order of the rows, in words.
    const ORDER: &'static str;
    /// Columns of random bytes, which hardly repeat within a row group of a large file: nothing makes them shorter there, so they are
    /// stored as they are.
    const RANDOM: &'static [&'static str];

    /// The order of the rows; two rows of a file never compare equal.
    fn order(&self, other: &Self) -> Ordering;
}

/// How rows become columns and back. Not nameable outside the crate.
pub trait Columnar: Sized {
    /// Names, types and nullability of the columns.
    fn columns() -> Vec<(&'static str, DataType, bool)>;

    /// The columns, in the order of [`Columnar::columns`].
    fn to_arrays(rows: &[Self]) -> Vec<ArrayRef>;

    /// Rows from a batch whose schema was checked; values may still be wrong.
    fn from_cursor(cursor: ColumnCursor<'_>) -> Result<Vec<Self>>;

    /// The column that holds what it may not, and what is expected there.
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        None
    }
}

pub(crate) fn schema<R: Columnar>() -> Schema {
    let field = |(name, kind, nullable)| Field::new(name, kind, nullable);
    Schema::new(R::columns().into_iter().map(field).collect::<Vec<_>>())
}

/// A column of primitive values, one a row.
pub(crate) fn primitive<R, T: ArrowPrimitiveType>(rows: &[R], value: impl Fn(&R) -> T::Native) -> ArrayRef {
    Arc::new(PrimitiveArray::<T>::from_iter_values(rows.iter().map(value)))
}

/// Hands out the columns of a batch one after the other.
pub struct ColumnCursor<'a> {
    batch: &'a RecordBatch,
    path: &'a Path,
    next: usize,
}

impl<'a> ColumnCursor<'a> {
    pub(crate) fn new(batch: &'a RecordBatch, path: &'a Path) -> Self {
        Self { batch, path, next: 0 }
    }

    pub(crate) fn rows(&self) -> usize {
        self.batch.num_rows()
    }

    /// Values of the next column, which the schema says has no nulls.
    pub(crate) fn primitive<T: ArrowPrimitiveType>(&mut self) -> &'a [T::Native] {
        self.array().as_primitive::<T>().values()
    }

    /// Values of the next column, with nulls.
    pub(crate) fn nullable<T: ArrowPrimitiveType>(&mut self) -> impl Iterator<Item = Option<T::Native>> + 'a {
        self.array().as_primitive::<T>().iter()
    }

    /// Texts of the next column, with nulls.
    pub(crate) fn texts(&mut self) -> impl Iterator<Item = Option<&'a str>> + 'a {
        self.array().as_string::<i32>().iter()
    }

    pub(crate) fn error(&self, column: &str, expected: &str) -> ExchangeError {
        ExchangeError::schema(self.path, column, expected)
    }

    pub(crate) fn array(&mut self) -> &'a dyn Array {
        let array = self.batch.column(self.next);
        self.next += 1;
        array
    }
}

/// Checks order and values over a whole file, chunk after chunk.
pub(super) struct Rules<R> {
    rows: u64,
    last: Option<R>,
}

impl<R: Row> Rules<R> {
    pub(super) fn new() -> Self {
        Self { rows: 0, last: None }
    }

    pub(super) fn check(&mut self, rows: &[R], path: &Path) -> Result<()> {
        if let Some((column, expected)) = rows.iter().find_map(Columnar::fault) {
            return Err(ExchangeError::schema(path, column, expected));
        }
        let mut previous = self.last.as_ref();
        for (index, row) in rows.iter().enumerate() {
            if previous.is_some_and(|previous| previous.order(row).is_ge()) {
                let row = self.rows + index as u64;
                return Err(ExchangeError::Unsorted { path: path.to_path_buf(), row, order: R::ORDER });
            }
            previous = Some(row);
        }
        self.last = previous.cloned();
        self.rows += rows.len() as u64;
        Ok(())
    }
}
