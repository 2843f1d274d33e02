//! `union/`: which pass handles are one entity, and which passes could see it. For the union desk alone.

use std::cmp::Ordering;

use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, UInt16Type, UInt64Type};

use crate::rows::{ColumnCursor, Columnar, primitive};
use crate::{ENTITIES_FORMAT, HANDLES_FORMAT, Result, Row};

/// Name of the handle table in its folder.
pub const HANDLES_FILE: &str = "handles.parquet";
/// Name of the entity table in its folder.
pub const ENTITIES_FILE: &str = "entities.parquet";

/// One pass handle of one entity: a row of `handles.parquet`, in the order in which pairs are joined to it. An entity also has handles that no
/// pass file holds, so that the table does not tell which passes emitted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HandleRow {
    /// Payload handle of the entity.
    pub payload_handle: u64,
    /// Link, by its place in the spec, from 0.
    pub link: u16,
    /// Pass, by its place in the link, from 0.
    pub pass: u16,
    /// Pass handle, as in the pass file; single within its link and pass.
    pub handle: u64,
}

/// What became of one entity in one link: a row of `entities.parquet`. Bit *p* of a mask stands for pass *p*. What `pseudonymise` writes says
/// no more than whether any pass emitted the entity, as if all had done alike: either `emitted` or `null` has the bits of all passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EntityRow {
    /// Payload handle of the entity.
    pub payload_handle: u64,
    /// Link, by its place in the spec, from 0.
    pub link: u16,
    /// Passes in which a block of the entity exceeded the cap.
    pub withheld: u64,
    /// Passes in which a block value of the entity was null.
    pub null: u64,
    /// Passes in which the entity was emitted, in at least one variant.
    pub emitted: u64,
}

impl Row for HandleRow {
    const FORMAT: &'static str = HANDLES_FORMAT;
    const ORDER: &'static str = "link, pass, then handle";
    const RANDOM: &'static [&'static str] = &["payload_handle", "handle"];

    fn order(&self, other: &Self) -> Ordering {
        (self.link, self.pass, self.handle).cmp(&(other.link, other.pass, other.handle))
    }
}

impl Columnar for HandleRow {
    fn columns() -> Vec<(&'static str, DataType, bool)> {
        vec![
            ("payload_handle", DataType::UInt64, false),
            ("link", DataType::UInt16, false),
            ("pass", DataType::UInt16, false),
            ("handle", DataType::UInt64, false),
        ]
    }

    fn to_arrays(rows: &[Self]) -> Vec<ArrayRef> {
        vec![
            primitive::<_, UInt64Type>(rows, |row| row.payload_handle),
            primitive::<_, UInt16Type>(rows, |row| row.link),
            primitive::<_, UInt16Type>(rows, |row| row.pass),
            primitive::<_, UInt64Type>(rows, |row| row.handle),
        ]
    }

    fn from_cursor(mut cursor: ColumnCursor<'_>) -> Result<Vec<Self>> {
        let payload = cursor.primitive::<UInt64Type>();
        let link = cursor.primitive::<UInt16Type>();
        let pass = cursor.primitive::<UInt16Type>();
        let handle = cursor.primitive::<UInt64Type>();
        let row = |index| Self {
            payload_handle: payload[index],
            link: link[index],
            pass: pass[index],
            handle: handle[index],
        };
        Ok((0..cursor.rows()).map(row).collect())
    }
}

impl Row for EntityRow {
    const FORMAT: &'static str = ENTITIES_FORMAT;
    const ORDER: &'static str = "link, then payload_handle";
    const RANDOM: &'static [&'static str] = &["payload_handle"];

    fn order(&self, other: &Self) -> Ordering {
        (self.link, self.payload_handle).cmp(&(other.link, other.payload_handle))
    }
}

impl Columnar for EntityRow {
    fn columns() -> Vec<(&'static str, DataType, bool)> {
        vec![
            ("payload_handle", DataType::UInt64, false),
            ("link", DataType::UInt16, false),
            ("withheld", DataType::UInt64, false),
            ("null", DataType::UInt64, false),
            ("emitted", DataType::UInt64, false),
        ]
    }

    fn to_arrays(rows: &[Self]) -> Vec<ArrayRef> {
        vec![
            primitive::<_, UInt64Type>(rows, |row| row.payload_handle),
            primitive::<_, UInt16Type>(rows, |row| row.link),
            primitive::<_, UInt64Type>(rows, |row| row.withheld),
            primitive::<_, UInt64Type>(rows, |row| row.null),
            primitive::<_, UInt64Type>(rows, |row| row.emitted),
        ]
    }

    fn from_cursor(mut cursor: ColumnCursor<'_>) -> Result<Vec<Self>> {
        let payload = cursor.primitive::<UInt64Type>();
        let link = cursor.primitive::<UInt16Type>();
        let withheld = cursor.primitive::<UInt64Type>();
        let null = cursor.primitive::<UInt64Type>();
        let emitted = cursor.primitive::<UInt64Type>();
        let row = |index| Self {
            payload_handle: payload[index],
            link: link[index],
            withheld: withheld[index],
            null: null[index],
            emitted: emitted[index],
        };
        Ok((0..cursor.rows()).map(row).collect())
    }
}
