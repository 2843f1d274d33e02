use std::marker::PhantomData;
use std::ops::RangeInclusive;
use std::path::Path;

use arrow::array::{ArrayRef, AsArray as _, RecordBatch};
use arrow::datatypes::UInt64Type;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::statistics::Statistics;

use super::layout::BundleLayout;
use super::rows::TokenRows;
use super::schema::{LAYOUT_KEY, Rules, row_bytes, schema};
use super::token::Token;
use crate::columnar::{Batches, TableFile};
use crate::{ExchangeError, Result};

/// Streams a pass file, one row group at a time, checking its order as it goes.
pub struct TokenReader<T> {
    source: Source,
    layout: BundleLayout,
    rows: u64,
    groups: Vec<BlockRange>,
    wanted: RangeInclusive<u64>,
    rules: Rules,
    tokens: PhantomData<T>,
}

/// Blocks and rows of one row group, from its statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockRange {
    /// Smallest block.
    pub first: u64,
    /// Largest block.
    pub last: u64,
    /// Rows.
    pub rows: u64,
}

/// A file is opened once its range is known, and is spent after an error.
enum Source {
    Opened(Box<TableFile>),
    Streaming(Box<Batches>),
    Spent,
}

/// Reads a whole pass file into memory.
pub fn read_all<T: Token>(path: &Path) -> Result<(BundleLayout, TokenRows<T>)> {
    let reader = TokenReader::open(path)?;
    Ok((reader.layout().clone(), reader.read_to_end()?))
}

impl<T: Token> TokenReader<T> {
    /// Opens a pass file and reads its layout.
    ///
    /// # Errors
    /// [`ExchangeError::OtherFormat`], [`ExchangeError::Truncated`], [`ExchangeError::Altered`],
    /// [`ExchangeError::Layout`], [`ExchangeError::Schema`].
    pub fn open(path: &Path) -> Result<Self> {
        let table = TableFile::open(path)?;
        table.check_format(T::FORMAT)?;
        let layout: BundleLayout = table
            .label(LAYOUT_KEY)
            .and_then(|text| serde_json::from_str(text).ok())
            .ok_or_else(|| ExchangeError::Layout { path: path.to_path_buf(), problem: "is absent or damaged" })?;
        table.check_schema(&schema::<T>(&layout))?;
        let groups: Option<Vec<_>> = table.metadata().row_groups().iter().map(block_range).collect();
        let groups = groups.ok_or_else(|| ExchangeError::schema(path, "block", "statistics for every row group"))?;
        let rows = table.rows();
        // Rows lie plain in the file: a footer that claims more must not reserve the whole memory.
        if rows.saturating_mul(row_bytes::<T>(&layout)) > table.bytes() {
            return Err(ExchangeError::Truncated { path: path.to_path_buf() });
        }
        let rules = Rules::new(&layout);
        let source = Source::Opened(Box::new(table));
        Ok(Self { source, layout, rows, groups, wanted: 0..=u64::MAX, rules, tokens: PhantomData })
    }

    /// Opens a pass file that must have this layout.
    pub fn open_as(path: &Path, layout: &BundleLayout) -> Result<Self> {
        let reader = Self::open(path)?;
        if reader.layout == *layout {
            return Ok(reader);
        }
        Err(ExchangeError::Layout { path: path.to_path_buf(), problem: "differs from the one expected" })
    }

    /// Restricts the reader to rows whose block lies in `blocks`; row groups outside are not read.
    /// Call it before the first `next`; later it has no effect.
    #[must_use]
    pub fn within(mut self, blocks: RangeInclusive<u64>) -> Self {
        self.wanted = blocks;
        self
    }

    /// The layout of every bundle.
    #[must_use]
    pub fn layout(&self) -> &BundleLayout {
        &self.layout
    }

    /// Rows of the whole file, whatever the range.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Blocks and rows of every row group, in file order: where to cut the work into ranges.
    #[must_use]
    pub fn row_groups(&self) -> &[BlockRange] {
        &self.groups
    }

    /// Reads what is left into memory.
    pub fn read_to_end(self) -> Result<TokenRows<T>> {
        let slots = self.layout.slots();
        let mut rows = TokenRows::with_capacity(usize::try_from(self.rows).unwrap_or(0), slots);
        for chunk in self {
            let chunk = chunk?;
            rows.extend_from(&chunk, 0..chunk.len(), slots);
        }
        Ok(rows)
    }

    fn try_next(&mut self) -> Result<Option<TokenRows<T>>> {
        loop {
            let mut batches = match std::mem::replace(&mut self.source, Source::Spent) {
                Source::Opened(table) => Box::new(table.batches(Some(self.wanted_groups()))?),
                Source::Streaming(batches) => batches,
                Source::Spent => return Ok(None),
            };
            let Some(batch) = batches.next().transpose()? else { return Ok(None) };
            let mut rows = into_rows(batch);
            self.rules.check(&rows, batches.path())?;
            self.source = Source::Streaming(batches);
            let start = rows.block.partition_point(|block| block < self.wanted.start());
            let end = rows.block.partition_point(|block| block <= self.wanted.end());
            rows.keep(start..end.max(start), self.layout.slots());
            if !rows.is_empty() {
                return Ok(Some(rows));
            }
        }
    }

    fn wanted_groups(&self) -> Vec<usize> {
        let overlaps = |group: &BlockRange| group.first <= *self.wanted.end() && group.last >= *self.wanted.start();
        (0..self.groups.len()).filter(|&index| overlaps(&self.groups[index])).collect()
    }
}

impl<T: Token> Iterator for TokenReader<T> {
    type Item = Result<TokenRows<T>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.try_next().transpose()
    }
}

fn block_range(group: &RowGroupMetaData) -> Option<BlockRange> {
    let Some(Statistics::Int64(statistics)) = group.column(0).statistics() else { return None };
    // Parquet stores u64 as the i64 of the same bits, ordered as unsigned.
    let first = statistics.min_opt()?.cast_unsigned();
    let last = statistics.max_opt()?.cast_unsigned();
    Some(BlockRange { first, last, rows: group.num_rows().try_into().ok()? })
}

/// The columns were checked against the schema when the file was opened.
fn into_rows<T: Token>(batch: RecordBatch) -> TokenRows<T> {
    let (_, columns, _) = batch.into_parts();
    let tokens = T::of_file(columns[3].as_fixed_size_binary().value_data());
    let mut words = columns.into_iter().take(3).map(into_words);
    let mut word = || words.next().unwrap_or_default();
    TokenRows { block: word(), handle: word(), nulls: word(), tokens }
}

/// Takes the buffer over without a copy when nobody else holds it.
fn into_words(column: ArrayRef) -> Vec<u64> {
    let array = column.as_primitive::<UInt64Type>().clone();
    drop(column);
    array.into_parts().1.into()
}
