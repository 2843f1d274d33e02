//! Two pass files of one link, read range of blocks by range as memory allows: twice where they do not fit, once to count and
//! once to write.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use exchange::spec::Link;
use exchange::{BundleLayout, PairRow, PassReader, PassRows, RowWriter, Written};

use super::pair_counts::PairCounts;
use super::ranges::ranges;
use super::score::Joined;
use super::sides::Sides;
use crate::block::Pairing;
use crate::compare::Comparer;
use crate::error::{InputFault, LinkerError, Result};
use crate::model::PassModel;

/// What linking takes beside rows and pairs: the program, histograms, row groups being read and written.
const UNCOUNTED_BYTES: u64 = 96 << 20;
/// What linking must be allowed: with less, hardly a row group or a pair is left beside the program.
pub(super) const LEAST_MEMORY: u64 = 128 << 20;
/// Each part of the pairs compares everything again: a run of more would seem not to end.
const MOST_PARTS: u64 = 64;
/// Bytes of a row beside its tokens: block, handle, null mask, its share of the list of blocks.
const ROW_BYTES: u64 = 56;
/// Bytes of a pair while pairs are gathered from all threads and sorted.
const PAIR_BYTES: u64 = 2 * size_of::<PairRow>() as u64;

/// Told which share of a pass is done, 0 to 1; an error stops the work.
pub(super) type Reached<'a> = &'a dyn Fn(f64) -> Result<()>;

/// Both sides of one pass.
pub(super) struct PassFiles<'a> {
    files: Sides<PathBuf>,
    layout: BundleLayout,
    link: &'a Link,
    comparer: &'a Comparer,
    ranges: Vec<RangeInclusive<u64>>,
    /// The rows, where one range holds them all.
    whole: Option<Joined<'a>>,
    memory: u64,
}

impl<'a> PassFiles<'a> {
    /// Opens the files of one pass, left and right, or one that is compared with itself. At most some `memory` bytes of them and of
    /// their pairs are to be held at a time.
    pub(super) fn open(
        (link, comparer): (&'a Link, &'a Comparer),
        left: PathBuf,
        right: Option<PathBuf>,
        memory: u64,
    ) -> Result<Self> {
        let (files, layout) = (Sides::new(left, right), link.layout());
        let readers = files.as_ref().map(|file| Ok(PassReader::open_as(file, &layout)?))?;
        // Half for rows, half for pairs.
        let memory = memory.saturating_sub(UNCOUNTED_BYTES) / 2;
        let row_bytes = ROW_BYTES + (size_of::<u32>() * layout.slots()) as u64;
        let ranges = ranges(readers.each().flat_map(PassReader::row_groups), memory / row_bytes);
        let mut opened = Self { files, layout, link, comparer, ranges, whole: None, memory };
        if opened.ranges.len() == 1 {
            opened.whole = Some(opened.joined(readers.map(|reader| Ok(reader.read_to_end()?))?));
        }
        Ok(opened)
    }

    /// Counts the patterns of all pairs, and of every row with itself: the first half of a pass.
    pub(super) fn counts(&self, reached: Reached<'_>) -> Result<PairCounts> {
        let mut counts = PairCounts::none(self.comparer.space());
        self.each(&|share| reached(share / 2.0), |joined| {
            counts.add(&joined.counts());
            Ok(())
        })?;
        Ok(counts)
    }

    /// Writes the pairs above the floor to the new file `path`, by handles: as many at a time as memory allows.
    ///
    /// # Errors
    /// [`LinkerError::Policy`] where memory allows too few at a time.
    pub(super) fn write_pairs(
        &self,
        (model, counts): (&PassModel, &PairCounts),
        path: &Path,
        reached: Reached<'_>,
    ) -> Result<Written> {
        let weights = model.table(&counts.pairs);
        let pairs = counts.pairs_above_floor(&weights);
        let count = self.parts_of(pairs)?;
        let mut writer = RowWriter::create(path)?;
        for (part, handles) in parts(count).enumerate() {
            let mut pairs = Vec::new();
            self.each(&|share| reached(0.5 + (part as f64 + share) / (2 * count) as f64), |joined| {
                pairs.extend(joined.pairs(&weights, &handles));
                Ok(())
            })?;
            Joined::sort(&mut pairs);
            writer.append(&pairs)?;
        }
        let written = writer.finish()?;
        if written.rows == pairs { Ok(written) } else { Err(self.changed()) }
    }

    /// The error of files that have other pairs now than when they were counted.
    fn changed(&self) -> LinkerError {
        let file = self.files.both().0.file_name().unwrap_or_default().to_string_lossy();
        let what = "this pass file, or that of the other side, changed while it was read";
        InputFault::of_file(&file, what, "leave received folders alone while a step runs, and begin again").into()
    }

    /// In how many parts so many pairs fit into memory.
    fn parts_of(&self, pairs: u64) -> Result<u64> {
        let bytes = pairs.saturating_mul(PAIR_BYTES);
        let parts = bytes.div_ceil(self.memory.max(1)).max(1);
        if parts <= MOST_PARTS {
            return Ok(parts);
        }
        let needed = UNCOUNTED_BYTES.saturating_add(bytes.div_ceil(MOST_PARTS).saturating_mul(2)).div_ceil(1 << 20);
        Err(LinkerError::policy(
            format!(
                "the pairs of a pass of link {} do not fit into --memory, in {MOST_PARTS} parts either",
                self.link.name
            ),
            format!("give --memory {needed}MiB, or do it on a larger machine"),
        ))
    }

    fn each(&self, reached: Reached<'_>, mut of_range: impl FnMut(&Joined<'_>) -> Result<()>) -> Result<()> {
        for (done, blocks) in self.ranges.iter().enumerate() {
            reached(done as f64 / self.ranges.len() as f64)?;
            match &self.whole {
                Some(whole) => of_range(whole)?,
                None => of_range(&self.joined(self.read(blocks)?))?,
            }
        }
        Ok(())
    }

    fn read(&self, blocks: &RangeInclusive<u64>) -> Result<Sides<PassRows>> {
        let read =
            |file: &PathBuf| Ok(PassReader::open_as(file, &self.layout)?.within(blocks.clone()).read_to_end()?);
        self.files.as_ref().map(read)
    }

    fn joined(&self, rows: Sides<PassRows>) -> Joined<'a> {
        Joined::new(rows, Pairing::of(self.link), self.comparer)
    }
}

/// All handles in so many parts, one at least. Handles are spread evenly over all numbers.
fn parts(count: u64) -> impl Iterator<Item = RangeInclusive<u64>> {
    let count = u128::from(count);
    let start = move |part: u128| ((part << 64) / count) as u64;
    (0..count).map(move |part| start(part)..=if part + 1 == count { u64::MAX } else { start(part + 1) - 1 })
}

#[cfg(test)]
mod tests;
