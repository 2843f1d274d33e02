//! The Parquet schema of a pass file, and the rules its rows keep, the same for writing and reading.

use std::path::Path;

use arrow::datatypes::{DataType, Field, Schema};
use parquet::basic::{Compression, Encoding};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::schema::types::ColumnPath;

use super::layout::BundleLayout;
use super::rows::TokenRows;
use super::token::Token;
use crate::{ExchangeError, Result};

pub(super) const LAYOUT_KEY: &str = "dwlink.layout";

/// Name of the pass file of `link` and `pass`.
#[must_use]
pub fn file_name(link: &str, pass: &str) -> String {
    format!("{link}.{pass}.parquet")
}

/// Bytes of one bundle, as Arrow counts them.
pub(super) fn bundle_bytes<T: Token>(layout: &BundleLayout) -> i32 {
    (layout.slots() * T::BYTES).try_into().expect("at most MAX_SLOTS slots of 8 bytes")
}

/// Bytes of one row: three words and the bundle.
pub(super) fn row_bytes<T: Token>(layout: &BundleLayout) -> u64 {
    (3 * size_of::<u64>() + layout.slots() * T::BYTES) as u64
}

pub(super) fn schema<T: Token>(layout: &BundleLayout) -> Schema {
    let word = |name: &str| Field::new(name, DataType::UInt64, false);
    let bundle = Field::new("bundle", DataType::FixedSizeBinary(bundle_bytes::<T>(layout)), false);
    Schema::new(vec![word("block"), word("handle"), word("nulls"), bundle])
}

pub(super) fn properties() -> WriterPropertiesBuilder {
    WriterProperties::builder()
        .set_compression(Compression::UNCOMPRESSED)
        .set_encoding(Encoding::PLAIN)
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_column_statistics_enabled(ColumnPath::from("block"), EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
}

/// Checks the rules over a whole file, chunk after chunk.
#[derive(Debug)]
pub(super) struct Rules {
    slots: usize,
    null_mask: u64,
    rows: u64,
    last: Option<(u64, u64)>,
}

impl Rules {
    pub(super) fn new(layout: &BundleLayout) -> Self {
        Self { slots: layout.slots(), null_mask: layout.null_mask(), rows: 0, last: None }
    }

    pub(super) fn slots(&self) -> usize {
        self.slots
    }

    pub(super) fn check<T: Token>(&mut self, rows: &TokenRows<T>, path: &Path) -> Result<()> {
        let count = rows.len();
        if rows.handle.len() != count || rows.nulls.len() != count || rows.tokens.len() != count * self.slots {
            return Err(ExchangeError::schema(path, "bundle", "columns of one length, and the layout's slots a row"));
        }
        if rows.nulls.iter().fold(0, |all, nulls| all | nulls) & !self.null_mask != 0 {
            return Err(ExchangeError::schema(path, "nulls", "bits of the layout's groups only"));
        }
        let keys = || rows.block.iter().copied().zip(rows.handle.iter().copied());
        let previous = self.last.into_iter().chain(keys());
        let offset = usize::from(self.last.is_none());
        if let Some(at) = previous.zip(keys().skip(offset)).position(|(before, after)| before >= after) {
            let row = self.rows + (at + offset) as u64;
            return Err(ExchangeError::Unsorted { path: path.to_path_buf(), row, order: "block, then handle" });
        }
        self.last = keys().next_back().or(self.last);
        self.rows += count as u64;
        Ok(())
    }
}
