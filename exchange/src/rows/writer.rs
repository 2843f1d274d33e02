use std::fs::File;
use std::path::Path;

use super::columns::{Row, Rules, schema};
use crate::Result;
use crate::columnar::{ROW_GROUP_ROWS, TableWriter, Written, table_properties};
use crate::permissions::create_private_file;

/// Writes a table of rows; the bytes do not depend on how the rows are cut into chunks.
pub struct RowWriter<R> {
    writer: TableWriter,
    rules: Rules<R>,
    buffer: Vec<R>,
}

/// Writes a whole table to the new file `path`, mode 0600.
///
/// # Errors
/// As [`RowWriter::append`].
pub fn write_rows<R: Row>(path: &Path, rows: &[R]) -> Result<Written> {
    let mut writer = RowWriter::create(path)?;
    writer.append(rows)?;
    writer.finish()
}

impl<R: Row> RowWriter<R> {
    /// Creates the new file `path`, mode 0600.
    pub fn create(path: &Path) -> Result<Self> {
        Self::over(create_private_file(path)?, path)
    }

    pub(super) fn over(file: File, path: &Path) -> Result<Self> {
        let writer = TableWriter::over(file, path, schema::<R>(), R::FORMAT, &[], table_properties(R::RANDOM))?;
        Ok(Self { writer, rules: Rules::new(), buffer: Vec::new() })
    }

    /// Adds rows, which must continue the order of the format.
    ///
    /// # Errors
    /// [`crate::ExchangeError::Unsorted`]; [`crate::ExchangeError::Schema`] for a value that the format excludes.
    pub fn append(&mut self, rows: &[R]) -> Result<()> {
        self.rules.check(rows, self.writer.path())?;
        let mut rest = rows;
        while !rest.is_empty() {
            let (head, tail) = rest.split_at(rest.len().min(ROW_GROUP_ROWS - self.buffer.len()));
            self.buffer.extend_from_slice(head);
            rest = tail;
            if self.buffer.len() == ROW_GROUP_ROWS {
                self.write_group()?;
            }
        }
        Ok(())
    }

    /// Writes what is left and the footer. Without it the file is unreadable.
    pub fn finish(mut self) -> Result<Written> {
        if !self.buffer.is_empty() {
            self.write_group()?;
        }
        self.writer.finish()
    }

    fn write_group(&mut self) -> Result<()> {
        let columns = R::to_arrays(&self.buffer);
        self.buffer.clear();
        self.writer.write_group(columns)
    }
}
