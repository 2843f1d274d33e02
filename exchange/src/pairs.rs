//! `pairs/<link>.<pass>.parquet`: pairs that the linkage unit scored above the floor, by pass handle.

use std::cmp::Ordering;

use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, Float64Type, UInt64Type};

use crate::rows::{ColumnCursor, Columnar, primitive};
pub use crate::tokens::file_name;
use crate::{PAIRS_FORMAT, Result, Row};

/// One scored pair: neither block nor agreement pattern travels with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairRow {
    /// Pass handle on the left side of the link.
    pub left: u64,
    /// Pass handle on the right side.
    pub right: u64,
    /// log2 posterior odds in this pass (Fellegi and Sunter 1969); finite.
    pub match_weight: f64,
}

impl Row for PairRow {
    const FORMAT: &'static str = PAIRS_FORMAT;
    const ORDER: &'static str = "left, then right";
    // A left handle has several pairs, one after the other, and patterns share their weight.
    const RANDOM: &'static [&'static str] = &["right"];

    fn order(&self, other: &Self) -> Ordering {
        (self.left, self.right).cmp(&(other.left, other.right))
    }
}

impl Columnar for PairRow {
    fn columns() -> Vec<(&'static str, DataType, bool)> {
        vec![
            ("left", DataType::UInt64, false),
            ("right", DataType::UInt64, false),
            ("match_weight", DataType::Float64, false),
        ]
    }

    fn to_arrays(rows: &[Self]) -> Vec<ArrayRef> {
        vec![
            primitive::<_, UInt64Type>(rows, |row| row.left),
            primitive::<_, UInt64Type>(rows, |row| row.right),
            primitive::<_, Float64Type>(rows, |row| row.match_weight),
        ]
    }

    fn from_cursor(mut cursor: ColumnCursor<'_>) -> Result<Vec<Self>> {
        let left = cursor.primitive::<UInt64Type>();
        let right = cursor.primitive::<UInt64Type>();
        let weight = cursor.primitive::<Float64Type>();
        let pair = |((&left, &right), &match_weight)| Self { left, right, match_weight };
        Ok(left.iter().zip(right).zip(weight).map(pair).collect())
    }

    fn fault(&self) -> Option<(&'static str, &'static str)> {
        (!self.match_weight.is_finite()).then_some(("match_weight", "finite numbers"))
    }
}
