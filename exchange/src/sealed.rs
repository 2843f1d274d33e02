//! `sealed/<table>.parquet`, named as [`payload`](crate::payload) files are: payload rows that nobody opens without the key of their handle.
//!
//! All rows of a table have one length, so that it tells nothing of what is in them. How many rows a handle has shows, and the
//! manifest tells the latest day in each column of dates, without which a study would not know how far the data reach.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray as _, BinaryArray};
use arrow::datatypes::{DataType, UInt32Type, UInt64Type};

use crate::rows::{ColumnCursor, Columnar, primitive};
use crate::{Result, Row, SEALED_FORMAT};

/// One sealed row.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedRow {
    /// Whose.
    pub payload_handle: u64,
    /// Number of the row among the handle's rows of this table, from 0.
    pub row: u32,
    /// The row, sealed.
    pub sealed: Vec<u8>,
}

impl Row for SealedRow {
    const FORMAT: &'static str = SEALED_FORMAT;
    const ORDER: &'static str = "payload_handle, then row";
    const RANDOM: &'static [&'static str] = &["sealed"];

    fn order(&self, other: &Self) -> Ordering {
        (self.payload_handle, self.row).cmp(&(other.payload_handle, other.row))
    }
}

impl Columnar for SealedRow {
    fn columns() -> Vec<(&'static str, DataType, bool)> {
        vec![
            ("payload_handle", DataType::UInt64, false),
            ("row", DataType::UInt32, false),
            ("sealed", DataType::Binary, false),
        ]
    }

    fn to_arrays(rows: &[Self]) -> Vec<ArrayRef> {
        vec![
            primitive::<_, UInt64Type>(rows, |row| row.payload_handle),
            primitive::<_, UInt32Type>(rows, |row| row.row),
            Arc::new(BinaryArray::from_iter_values(rows.iter().map(|row| &row.sealed))),
        ]
    }

    fn from_cursor(mut cursor: ColumnCursor<'_>) -> Result<Vec<Self>> {
        let handles = cursor.primitive::<UInt64Type>();
        let numbers = cursor.primitive::<UInt32Type>();
        let sealed = cursor.array().as_binary::<i32>();
        let row =
            |index| Self { payload_handle: handles[index], row: numbers[index], sealed: sealed.value(index).to_vec() };
        Ok((0..cursor.rows()).map(row).collect())
    }
}

impl std::fmt::Debug for SealedRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealedRow({}, {}, {} bytes)", self.payload_handle, self.row, self.sealed.len())
    }
}
