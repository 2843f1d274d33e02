//! One pass file: entries and padding in their final order.

use std::iter::Cycle;
use std::path::Path;
use std::slice;

use exchange::{BundleLayout, HandleRow, PassRows, PassWriter, ROW_GROUP_ROWS, Written};
use keys::Filler;
use rayon::prelude::*;

use super::blocks::{Entry, PassEntries};
use super::bundles::Bundles;
use super::run::Run;
use super::token_sort::sort_tokens;
use crate::error::Result;

/// Rows of padding are added up to a multiple of this share of the entities, so that a pass file's length tells how
/// many entities were emitted only to within a sixteenth.
const PADDING_STEPS: usize = 16;
/// Filler streams of a pass that no entry uses.
const PADDING_STREAM: u64 = u64::MAX;
const PADDING_TOKENS_STREAM: u64 = u64::MAX - 1;

/// One pass file in the making.
pub(super) struct PassFile {
    seed: [u8; 16],
    rows: Vec<Row>,
    handles: Vec<HandleRow>,
}

/// One row before its tokens are fetched.
struct Row {
    block: u64,
    handle: u64,
    /// Index of the emitted entry; a row of padding has none.
    entry: Option<u32>,
}

impl PassFile {
    /// Bytes of memory that an entry takes here.
    pub(super) const ENTRY_BYTES: usize = size_of::<Row>() + size_of::<HandleRow>();

    pub(super) fn new(run: &Run<'_>, link: u16, pass: u16, entries: &PassEntries) -> Self {
        let handles = run.handles(link, pass, &entries.emitted);
        let row = |entry: u32| {
            let (block, handle) = (entries.emitted[entry as usize].block.token, handles[entry as usize]);
            Row { block, handle, entry: Some(entry) }
        };
        let mut rows: Vec<Row> = entries.by_block().into_iter().map(row).collect();
        let seed = run.filler_seed(link, pass);
        let step = run.extract.entities.len().div_ceil(PADDING_STEPS).max(1);
        // Entries come by block: what is left is to order the few of one block and to merge the padding in.
        rows.chunk_by_mut(|a, b| a.block == b.block).for_each(|block| block.sort_unstable_by_key(Row::key));
        rows.extend(padding(seed, rows.len().next_multiple_of(step) - rows.len()));
        rows.sort_by_key(Row::key);
        let handle_row = |(entry, handle): (&Entry, u64)| {
            let entity = run.extract.variants[entry.variant as usize].entity as usize;
            HandleRow { payload_handle: run.payload_handles[entity], link, pass, handle }
        };
        let mut handles: Vec<_> = entries.emitted.iter().zip(handles).map(handle_row).collect();
        handles.par_sort_unstable_by_key(|row| row.handle);
        Self { seed, rows, handles }
    }

    /// Seed of the pass's filler.
    pub(super) fn seed(&self) -> [u8; 16] {
        self.seed
    }

    /// Writes the file.
    pub(super) fn write(&self, path: &Path, layout: &BundleLayout, bundles: &Bundles) -> Result<Written> {
        let mut writer = PassWriter::create(path, layout)?;
        let mut padding = Padding::new(self.seed, &bundles.nulls);
        for rows in self.rows.chunks(ROW_GROUP_ROWS) {
            let mut out = PassRows::with_capacity(rows.len(), layout.slots());
            for row in rows {
                if let Some(entry) = row.entry {
                    out.push(row.block, row.handle, bundles.nulls[entry as usize], bundles.tokens_of(entry));
                } else {
                    let (nulls, tokens) = padding.next(layout);
                    out.push(row.block, row.handle, nulls, &tokens);
                }
            }
            writer.append(out)?;
        }
        Ok(writer.finish()?)
    }

    /// The handles of the pass, by handle.
    pub(super) fn into_handles(self) -> Vec<HandleRow> {
        self.handles
    }
}

impl Row {
    fn key(&self) -> (u64, u64) {
        (self.block, self.handle)
    }
}

/// Rows of padding, by block and handle.
fn padding(seed: [u8; 16], rows: usize) -> Vec<Row> {
    let mut filler = Filler::new(seed);
    filler.restart(PADDING_STREAM);
    let mut random = || u64::from(filler.next_u32()) << 32 | u64::from(filler.next_u32());
    let mut rows: Vec<_> = (0..rows).map(|_| Row { block: random(), handle: random(), entry: None }).collect();
    rows.sort_unstable_by_key(Row::key);
    rows
}

/// What rows of padding are filled with.
struct Padding<'a> {
    filler: Filler,
    // Padding lacks what real records lack, or it would stand out.
    nulls: Cycle<slice::Iter<'a, u64>>,
}

impl<'a> Padding<'a> {
    fn new(seed: [u8; 16], nulls: &'a [u64]) -> Self {
        let mut filler = Filler::new(seed);
        filler.restart(PADDING_TOKENS_STREAM);
        Self { filler, nulls: nulls.iter().cycle() }
    }

    /// Null mask and tokens of the next row.
    fn next(&mut self, layout: &BundleLayout) -> (u64, Vec<u32>) {
        let mut tokens: Vec<u32> = (0..layout.slots()).map(|_| self.filler.next_u32()).collect();
        for group in layout.groups() {
            sort_tokens(&mut tokens[group.slots()]);
        }
        (self.nulls.next().copied().unwrap_or_default(), tokens)
    }
}
