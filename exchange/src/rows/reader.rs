use std::path::Path;

use super::columns::{ColumnCursor, Row, Rules, schema};
use crate::Result;
use crate::columnar::{Batches, TableFile};

/// Streams a table of rows, one row group at a time, checking order and values as it goes.
pub struct RowReader<R> {
    batches: Option<Batches>,
    total: u64,
    rules: Rules<R>,
}

/// Reads a whole table into memory.
///
/// # Errors
/// As [`RowReader::open`], and [`crate::ExchangeError::Unsorted`] or [`crate::ExchangeError::Schema`] for its rows.
pub fn read_rows<R: Row>(path: &Path) -> Result<Vec<R>> {
    let reader = RowReader::open(path)?;
    // A forged footer must not reserve the whole memory.
    let mut rows = Vec::with_capacity(usize::try_from(reader.rows()).map_or(0, |rows| rows.min(1 << 20)));
    for chunk in reader {
        rows.extend(chunk?);
    }
    Ok(rows)
}

impl<R: Row> RowReader<R> {
    /// Opens a table, which must be of the format and have exactly its columns.
    pub fn open(path: &Path) -> Result<Self> {
        let table = TableFile::open_as(path, R::FORMAT, &schema::<R>())?;
        let total = table.rows();
        Ok(Self { batches: Some(table.batches(None)?), total, rules: Rules::new() })
    }

    /// Rows of the file.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.total
    }

    fn try_next(&mut self) -> Result<Option<Vec<R>>> {
        let Some(mut batches) = self.batches.take() else { return Ok(None) };
        let Some(batch) = batches.next().transpose()? else { return Ok(None) };
        let rows = R::from_cursor(ColumnCursor::new(&batch, batches.path()))?;
        self.rules.check(&rows, batches.path())?;
        self.batches = Some(batches);
        Ok(Some(rows))
    }
}

/// Yields row groups; after an error, nothing more.
impl<R: Row> Iterator for RowReader<R> {
    type Item = Result<Vec<R>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.try_next().transpose()
    }
}
