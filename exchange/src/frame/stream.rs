use std::path::{Path, PathBuf};

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::Schema;

use super::arrays::{append, field, kind, to_array};
use super::table::{Column, Frame};
use super::values::Kind;
use crate::columnar::{Batches, ROW_GROUP_ROWS, TableFile, TableWriter, Written, table_properties};
use crate::{ExchangeError, FRAME_FORMAT, Result};

/// Writes a table chunk by chunk; the bytes do not depend on how the rows are cut into chunks.
pub struct FrameWriter {
    writer: TableWriter,
    buffer: Vec<Column>,
    buffered: usize,
}

impl FrameWriter {
    /// Creates the new file `path`, mode 0600, for chunks with these columns.
    pub fn create(path: &Path, columns: &[(&str, Kind)]) -> Result<Self> {
        Self::create_as(path, columns, FRAME_FORMAT)
    }

    pub(crate) fn create_as(path: &Path, columns: &[(&str, Kind)], format: &str) -> Result<Self> {
        let fields: Vec<_> = columns.iter().map(|(name, kind)| field(name, *kind)).collect();
        let writer = TableWriter::create(path, Schema::new(fields), format, &[], table_properties(&[]))?;
        let buffer = empty(columns.iter().copied());
        Ok(Self { writer, buffer, buffered: 0 })
    }

    /// Adds the rows of `chunk`, which must have the columns given at the start.
    pub fn append(&mut self, chunk: &Frame) -> Result<()> {
        for (index, own) in self.buffer.iter().enumerate() {
            let same = chunk.columns().get(index).is_some_and(|column| alike(own, column));
            if !same {
                let expected = format!("the same column of type {} in every chunk", own.values.kind());
                return Err(ExchangeError::schema(self.writer.path(), &own.name, expected));
            }
        }
        if let Some(extra) = chunk.columns().get(self.buffer.len()) {
            return Err(ExchangeError::schema(self.writer.path(), &extra.name, "no such column in this file"));
        }
        let mut taken = 0;
        while taken < chunk.rows() {
            let end = chunk.rows().min(taken + ROW_GROUP_ROWS - self.buffered);
            for (own, column) in self.buffer.iter_mut().zip(chunk.columns()) {
                own.values.extend_from(&column.values, taken..end);
            }
            self.buffered += end - taken;
            taken = end;
            if self.buffered == ROW_GROUP_ROWS {
                self.write_group()?;
            }
        }
        Ok(())
    }

    /// Writes what is left and the footer. Without it the file is unreadable.
    pub fn finish(mut self) -> Result<Written> {
        if self.buffered > 0 {
            self.write_group()?;
        }
        self.writer.finish()
    }

    fn write_group(&mut self) -> Result<()> {
        let arrays: Vec<ArrayRef> = self.buffer.iter().map(|column| to_array(&column.values)).collect();
        self.buffer.iter_mut().for_each(|column| column.values = column.values.kind().empty());
        self.buffered = 0;
        self.writer.write_group(arrays)
    }
}

/// Streams a table, one row group at a time.
pub struct FrameReader {
    batches: Batches,
    columns: Vec<(String, Kind)>,
    rows: u64,
    row_groups: Vec<u64>,
}

impl FrameReader {
    /// Opens a Parquet file, ours or an owner's; every column must have a type that a frame holds.
    pub fn open(path: &Path) -> Result<Self> {
        Self::of(TableFile::open(path)?, path)
    }

    /// Opens a file that declares `format`.
    pub(crate) fn open_as(path: &Path, format: &str) -> Result<Self> {
        let table = TableFile::open(path)?;
        table.check_format(format)?;
        Self::of(table, path)
    }

    fn of(table: TableFile, path: &Path) -> Result<Self> {
        let mut columns = Vec::new();
        for field in table.schema().fields() {
            let kind = kind(field.data_type()).ok_or_else(|| {
                ExchangeError::schema(path, field.name(), "text, integer, number, date or handle values")
            })?;
            columns.push((field.name().clone(), kind));
        }
        let rows = table.rows();
        let groups = table.metadata().row_groups().iter();
        let row_groups = groups.map(|group| group.num_rows().try_into().unwrap_or(0)).collect();
        Ok(Self { batches: table.batches(None)?, columns, rows, row_groups })
    }

    /// Names and types of the columns.
    #[must_use]
    pub fn schema(&self) -> Vec<(&str, Kind)> {
        self.columns.iter().map(|(name, kind)| (name.as_str(), *kind)).collect()
    }

    /// Rows of the file.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Rows of each row group, in order.
    #[must_use]
    pub fn row_groups(&self) -> &[u64] {
        &self.row_groups
    }

    /// Reads everything that is left into one frame.
    pub fn read_to_end(mut self) -> Result<Frame> {
        let mut columns = empty(self.schema().into_iter());
        while let Some(batch) = self.batches.next().transpose()? {
            append_batch(&mut columns, &batch, self.batches.path())?;
        }
        Frame::of(columns, self.origin())
    }

    fn try_next(&mut self) -> Result<Option<Frame>> {
        let Some(batch) = self.batches.next().transpose()? else { return Ok(None) };
        let mut columns = empty(self.schema().into_iter());
        append_batch(&mut columns, &batch, self.batches.path())?;
        Frame::of(columns, self.origin()).map(Some)
    }

    fn origin(&self) -> PathBuf {
        self.batches.path().to_path_buf()
    }
}

impl Iterator for FrameReader {
    type Item = Result<Frame>;

    fn next(&mut self) -> Option<Self::Item> {
        self.try_next().transpose()
    }
}

fn empty<'a>(columns: impl Iterator<Item = (&'a str, Kind)>) -> Vec<Column> {
    columns.map(|(name, kind)| Column::new(name, kind.empty())).collect()
}

fn alike(a: &Column, b: &Column) -> bool {
    a.name == b.name && a.values.kind() == b.values.kind()
}

fn append_batch(columns: &mut [Column], batch: &RecordBatch, path: &Path) -> Result<()> {
    for (column, array) in columns.iter_mut().zip(batch.columns()) {
        append(&mut column.values, array).ok_or_else(|| {
            ExchangeError::schema(path, &column.name, format!("values of type {}", column.values.kind()))
        })?;
    }
    Ok(())
}
