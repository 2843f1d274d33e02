use std::ops::Range;
use std::path::{Path, PathBuf};

use arrow::array::{Array as _, ArrayRef, AsArray as _, Date32Array, Int64Array, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{Date32Type, Int64Type, UInt64Type};

use super::arrays::{field, kind};
use super::values::Kind;
use crate::columnar::{Batches, TableFile};
use crate::{ExchangeError, Result};

/// Streams chosen columns of some row groups of a table, one row group at a time, and copies no value: a country's table is mostly
/// rows that a reader passes over.
pub struct ColumnsReader {
    batches: Batches,
    kinds: Vec<(String, Kind)>,
    before: u64,
}

impl ColumnsReader {
    /// Opens the row groups numbered in `groups`, and of the columns those in `names` that the file has.
    ///
    /// # Errors
    /// As [`FrameReader::open`](super::FrameReader::open), for the chosen columns.
    pub fn open(path: &Path, names: &[&str], groups: Range<usize>) -> Result<Self> {
        let table = TableFile::open(path)?;
        let (mut kinds, mut places) = (Vec::new(), Vec::new());
        for (place, field) in table.schema().fields().iter().enumerate() {
            if !names.contains(&field.name().as_str()) {
                continue;
            }
            let kind = kind(field.data_type()).ok_or_else(|| {
                ExchangeError::schema(path, field.name(), "text, integer, number, date or handle values")
            })?;
            kinds.push((field.name().clone(), kind));
            places.push(place);
        }
        let earlier = table.metadata().row_groups().iter().take(groups.start);
        let before = earlier.map(|group| u64::try_from(group.num_rows()).unwrap_or(0)).sum();
        Ok(Self { batches: table.columns(&places, groups)?, kinds, before })
    }

    fn try_next(&mut self) -> Result<Option<Columns>> {
        let Some(batch) = self.batches.next().transpose()? else { return Ok(None) };
        let path = self.batches.path();
        let mut columns = Vec::with_capacity(self.kinds.len());
        for ((name, kind), array) in self.kinds.iter().zip(batch.columns()) {
            let wrong = || ExchangeError::schema(path, name, format!("values of type {kind}"));
            let widened = cast(array, field("", *kind).data_type()).map_err(|_| wrong())?;
            if *kind == Kind::Handle && widened.null_count() > 0 {
                return Err(wrong());
            }
            columns.push((name.clone(), *kind, widened));
        }
        let before = self.before;
        self.before += batch.num_rows() as u64;
        Ok(Some(Columns { named: columns, rows: batch.num_rows(), before, path: path.to_path_buf() }))
    }
}

/// Yields row groups; after an error, nothing more.
impl Iterator for ColumnsReader {
    type Item = Result<Columns>;

    fn next(&mut self) -> Option<Self::Item> {
        self.try_next().transpose()
    }
}

/// Chosen columns of one row group.
pub struct Columns {
    named: Vec<(String, Kind, ArrayRef)>,
    rows: usize,
    before: u64,
    path: PathBuf,
}

impl Columns {
    /// Rows of this group.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Rows of the file that come before this group.
    #[must_use]
    pub fn before(&self) -> u64 {
        self.before
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The column called `name`, if it was chosen and is there.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<ColumnView<'_>> {
        let (_, kind, array) = self.named.iter().find(|(found, ..)| found == name)?;
        Some(match kind {
            Kind::Text => ColumnView::Text(Texts(array.as_string::<i32>())),
            Kind::Integer => ColumnView::Integer(Integers(array.as_primitive::<Int64Type>())),
            Kind::Date => ColumnView::Date(Dates(array.as_primitive::<Date32Type>())),
            Kind::Handle => ColumnView::Handle(array.as_primitive::<UInt64Type>().values()),
            Kind::Number => ColumnView::Number,
        })
    }
}

/// A column's values by row, from 0 within the group.
#[derive(Clone, Copy)]
pub enum ColumnView<'a> {
    /// UTF-8 text.
    Text(Texts<'a>),
    /// Whole numbers.
    Integer(Integers<'a>),
    /// Real numbers, which nobody reads this way.
    Number,
    /// Days since 1970-01-01.
    Date(Dates<'a>),
    /// Handles.
    Handle(&'a [u64]),
}

/// A column of text.
#[derive(Clone, Copy)]
pub struct Texts<'a>(&'a StringArray);

impl<'a> Texts<'a> {
    /// The text of a row; `None` where it is null.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&'a str> {
        self.0.is_valid(row).then(|| self.0.value(row))
    }
}

/// A column of whole numbers.
#[derive(Clone, Copy)]
pub struct Integers<'a>(&'a Int64Array);

impl Integers<'_> {
    /// The number of a row; `None` where it is null.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<i64> {
        self.0.is_valid(row).then(|| self.0.value(row))
    }
}

/// A column of days.
#[derive(Clone, Copy)]
pub struct Dates<'a>(&'a Date32Array);

impl Dates<'_> {
    /// The days since 1970-01-01 of a row; `None` where it is null.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<i32> {
        self.0.is_valid(row).then(|| self.0.value(row))
    }
}
