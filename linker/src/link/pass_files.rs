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
use crate::error::Result;
use crate::model::PassModel;

/// What linking takes beside rows and pairs: the program, histograms, row groups being read and written.
const UNCOUNTED_BYTES: u64 = 96 << 20;
/// Bytes of a row beside its tokens: block, handle, null mask, its share of the list of blocks.
const ROW_BYTES: u64 = 56;
/// Bytes of a pair while pairs are gathered from all threads and sorted.
const PAIR_BYTES: u64 = 2 * size_of::<PairRow>() as u64;

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

    /// Counts the patterns of all pairs, and of every row with itself.
    pub(super) fn counts(&self) -> Result<PairCounts> {
        let mut counts = PairCounts::none(self.comparer.space());
        self.each(|joined| {
            counts.add(&joined.counts());
            Ok(())
        })?;
        Ok(counts)
    }

    /// Writes the pairs above the floor to the new file `path`, by handles: as many at a time as memory allows.
    pub(super) fn write_pairs(&self, model: &PassModel, counts: &PairCounts, path: &Path) -> Result<Written> {
        let weights = model.table();
        let expected = counts.pairs_above_floor(&weights);
        let mut writer = RowWriter::create(path)?;
        for handles in parts(expected.saturating_mul(PAIR_BYTES).div_ceil(self.memory.max(1))) {
            let mut pairs = Vec::new();
            self.each(|joined| {
                pairs.extend(joined.pairs(&weights, &handles));
                Ok(())
            })?;
            Joined::sort(&mut pairs);
            writer.append(&pairs)?;
        }
        Ok(writer.finish()?)
    }

    fn each(&self, mut of_range: impl FnMut(&Joined<'_>) -> Result<()>) -> Result<()> {
        match &self.whole {
            Some(whole) => of_range(whole),
            None => self.ranges.iter().try_for_each(|blocks| of_range(&self.joined(self.read(blocks)?))),
        }
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

/// All handles in so many parts. Handles are spread evenly over all numbers.
fn parts(count: u64) -> impl Iterator<Item = RangeInclusive<u64>> {
    let count = u128::from(count.max(1));
    let start = move |part: u128| ((part << 64) / count) as u64;
    (0..count).map(move |part| start(part)..=if part + 1 == count { u64::MAX } else { start(part + 1) - 1 })
}

#[cfg(test)]
mod tests {
    use exchange::PassWriter;
    use exchange::spec::{FOUR_DEPARTMENTS, Spec};

    use super::*;
    use crate::random::SplitMix64;

    #[test]
    fn parts_hold_every_handle_once() {
        for count in [0, 1, 2, 3, 7, 1_000] {
            let parts: Vec<_> = parts(count).collect();
            assert_eq!(parts.len() as u64, count.max(1));
            assert_eq!((*parts[0].start(), *parts[parts.len() - 1].end()), (0, u64::MAX));
            assert!(parts.windows(2).all(|pair| pair[0].end() + 1 == *pair[1].start()));
        }
    }

    /// A pass file of more than two row groups, in blocks of two and more; half of the tokens are of few values.
    fn write(path: &Path, layout: &BundleLayout, seed: u64) {
        let mut random = SplitMix64::new(seed);
        let rows = 150_000_usize;
        let mut keys: Vec<_> = (0..rows).map(|_| ((random.below(60_000) as u64) << 48, random.bits())).collect();
        keys.sort_unstable();
        let mut pass = PassRows::with_capacity(rows, layout.slots());
        for (block, handle) in keys {
            let tokens: Vec<_> = (0..layout.slots()).map(|_| random.below(3) as u32).collect();
            pass.push(block, handle, 0, &tokens);
        }
        let mut writer = PassWriter::create(path, layout).unwrap();
        writer.append(pass).unwrap();
        writer.finish().unwrap();
    }

    #[test]
    fn little_memory_gives_the_same_counts_and_bytes() {
        let spec = Spec::parse(FOUR_DEPARTMENTS, "four_departments.toml".as_ref()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        for link in &spec.links[..2] {
            let (comparer, pass) = (Comparer::new(link), &link.passes[0]);
            let [left, right] = ["left", "right"].map(|side| folder.path().join(format!("{side}-{}", link.name)));
            write(&left, &link.layout(), 1);
            write(&right, &link.layout(), 2);
            let right = (!link.is_deduplication()).then_some(right);
            let run = |memory: u64, name: &str| {
                let files = PassFiles::open((link, &comparer), left.clone(), right.clone(), memory).unwrap();
                let counts = files.counts().unwrap();
                let model = counts.model((link, pass), comparer.space(), None);
                let out = folder.path().join(format!("{name}-{}", link.name));
                assert!(files.write_pairs(&model, &counts, &out).unwrap().rows > 1_000);
                (files.ranges.len(), counts, std::fs::read(out).unwrap())
            };
            let (all, little) = (run(u64::MAX, "all"), run(UNCOUNTED_BYTES + (4 << 20), "little"));
            assert!(all.0 == 1 && little.0 > 1, "{} and {} ranges", all.0, little.0);
            assert!(all.1 == little.1 && all.2 == little.2, "{}", link.name);
        }
    }
}
