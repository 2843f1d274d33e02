use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, FixedSizeBinaryArray, UInt64Array};
use arrow::buffer::Buffer;

use super::layout::BundleLayout;
use super::rows::TokenRows;
use super::schema::{LAYOUT_KEY, Rules, bundle_bytes, properties, schema};
use super::token::Token;
use crate::columnar::{ROW_GROUP_ROWS, TableWriter, Written};
use crate::{ExchangeError, Result};

/// Writes a pass file, row group by row group; the bytes do not depend on how the rows are cut into chunks.
pub struct TokenWriter<T> {
    writer: TableWriter,
    rules: Rules,
    bundle_bytes: i32,
    buffer: TokenRows<T>,
}

impl<T: Token> TokenWriter<T> {
    /// Creates the new file `path`, mode 0600.
    pub fn create(path: &Path, layout: &BundleLayout) -> Result<Self> {
        let text = serde_json::to_string(layout)
            .map_err(|_| ExchangeError::Layout { path: path.to_path_buf(), problem: "cannot be written" })?;
        let labels = [(LAYOUT_KEY, text)];
        let writer = TableWriter::create(path, schema::<T>(layout), T::FORMAT, &labels, properties())?;
        let (rules, bundle_bytes) = (Rules::new(layout), bundle_bytes::<T>(layout));
        Ok(Self { writer, rules, bundle_bytes, buffer: TokenRows::default() })
    }

    /// Adds rows, which must continue the order. Whole row groups ([`ROW_GROUP_ROWS`]) are not copied.
    ///
    /// # Errors
    /// [`ExchangeError::Unsorted`]; [`ExchangeError::Schema`] for columns of unequal length or null bits of no group.
    pub fn append(&mut self, rows: TokenRows<T>) -> Result<()> {
        self.rules.check(&rows, self.writer.path())?;
        if self.buffer.is_empty() && rows.len() == ROW_GROUP_ROWS {
            return self.write_group(rows);
        }
        let mut taken = 0;
        while taken < rows.len() {
            let end = rows.len().min(taken + ROW_GROUP_ROWS - self.buffer.len());
            self.buffer.extend_from(&rows, taken..end, self.rules.slots());
            taken = end;
            if self.buffer.len() == ROW_GROUP_ROWS {
                let full = std::mem::take(&mut self.buffer);
                self.write_group(full)?;
            }
        }
        Ok(())
    }

    /// Writes what is left and the footer. Without it the file is unreadable.
    pub fn finish(mut self) -> Result<Written> {
        let last = std::mem::take(&mut self.buffer);
        if !last.is_empty() {
            self.write_group(last)?;
        }
        self.writer.finish()
    }

    fn write_group(&mut self, rows: TokenRows<T>) -> Result<()> {
        let mut tokens = rows.tokens;
        // A no-op on little-endian machines.
        for token in &mut tokens {
            *token = token.in_file_order();
        }
        let bundle = FixedSizeBinaryArray::new(self.bundle_bytes, Buffer::from_vec(tokens), None);
        let word = |values: Vec<u64>| -> ArrayRef { Arc::new(UInt64Array::from(values)) };
        self.writer.write_group(vec![word(rows.block), word(rows.handle), word(rows.nulls), Arc::new(bundle)])
    }
}
