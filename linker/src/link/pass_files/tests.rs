use exchange::PassWriter;
use exchange::spec::{FOUR_DEPARTMENTS, Spec};
use tempfile::TempDir;

use super::super::score::FLOOR;
use super::*;
use crate::model::PatternCounter;
use crate::random::SplitMix64;

#[test]
fn parts_hold_every_handle_once() {
    for count in [1, 2, 3, 7, 1_000] {
        let parts: Vec<_> = parts(count).collect();
        assert_eq!(parts.len() as u64, count);
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

const QUIET: Reached<'static> = &|_| Ok(());

/// The first pass of one of the first links: two sides, or one where it is compared with itself.
struct OnDisk {
    folder: TempDir,
    link: Link,
    comparer: Comparer,
    left: PathBuf,
    right: Option<PathBuf>,
}

impl OnDisk {
    fn new(link: usize) -> Self {
        let spec = Spec::parse(FOUR_DEPARTMENTS, "four_departments.toml".as_ref()).unwrap();
        let (folder, link) = (tempfile::tempdir().unwrap(), spec.links[link].clone());
        let [left, right] = ["left", "right"].map(|side| folder.path().join(side));
        write(&left, &link.layout(), 1);
        write(&right, &link.layout(), 2);
        let right = (!link.is_deduplication()).then_some(right);
        Self { folder, comparer: Comparer::new(&link), link, left, right }
    }

    fn open(&self, memory: u64) -> PassFiles<'_> {
        PassFiles::open((&self.link, &self.comparer), self.left.clone(), self.right.clone(), memory).unwrap()
    }

    fn model(&self, counts: &PairCounts) -> PassModel {
        counts.model((&self.link, &self.link.passes[0]), self.comparer.space(), None)
    }

    fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

#[test]
fn little_memory_gives_the_same_counts_and_bytes() {
    for on_disk in [0, 1].map(OnDisk::new) {
        let run = |memory: u64, name: &str| {
            let files = on_disk.open(memory);
            let counts = files.counts(QUIET).unwrap();
            let (model, out) = (on_disk.model(&counts), on_disk.out(name));
            assert!(files.write_pairs((&model, &counts), &out, QUIET).unwrap().rows > 1_000);
            (files.ranges.len(), counts, std::fs::read(out).unwrap())
        };
        let (all, little) = (run(u64::MAX, "all"), run(UNCOUNTED_BYTES + (4 << 20), "little"));
        assert!(all.0 == 1 && little.0 > 1, "{} and {} ranges", all.0, little.0);
        assert!(all.1 == little.1 && all.2 == little.2, "{}", on_disk.link.name);
    }
}

#[test]
fn pairs_are_written_in_a_stated_number_of_parts_and_any_of_them_can_be_the_last() {
    let on_disk = OnDisk::new(0);
    let counts = on_disk.open(u64::MAX).counts(QUIET).unwrap();
    let model = on_disk.model(&counts);
    let bytes = counts.pairs_above_floor(&model.table(&counts.pairs)) * PAIR_BYTES;
    let with = |memory: u64, reached: Reached<'_>| {
        let files = PassFiles { memory, ..on_disk.open(u64::MAX) };
        files.write_pairs((&model, &counts), &on_disk.out("pairs"), reached)
    };
    for memory in [0, bytes / MOST_PARTS - 1] {
        assert!(matches!(with(memory, QUIET), Err(LinkerError::Policy { .. })), "{memory} bytes of {bytes}");
    }
    let shares = std::cell::RefCell::new(Vec::new());
    let stopped = with(bytes / 4, &|share| {
        shares.borrow_mut().push(share);
        if share < 0.7 { Ok(()) } else { Err(LinkerError::Interrupted) }
    });
    assert!(matches!(stopped, Err(LinkerError::Interrupted)), "{stopped:?}");
    assert_eq!(shares.into_inner(), [0.5, 0.625, 0.75], "of four parts the third is not begun");
}

#[test]
fn files_that_change_after_they_were_counted_are_refused() {
    let on_disk = OnDisk::new(0);
    let files = on_disk.open(u64::MAX);
    let mut counts = files.counts(QUIET).unwrap();
    let model = on_disk.model(&counts);
    let weights = model.table(&counts.pairs);
    let (likely, _) = counts.pairs.occurring().iter().find(|(pattern, _)| weights[*pattern] >= FLOOR).unwrap();
    let mut one_more = PatternCounter::new(on_disk.comparer.space().size());
    one_more.add(*likely);
    counts.pairs.add(&one_more.histogram());
    let refused = files.write_pairs((&model, &counts), &on_disk.out("pairs"), QUIET);
    assert!(matches!(refused, Err(LinkerError::Input(_))), "{refused:?}");
}
