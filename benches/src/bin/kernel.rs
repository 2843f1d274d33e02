//! Pairs compared per second on one core: agreement patterns of random bundles, counted into a histogram as `link` does, in blocks of
//! several shapes; the layouts are those of the shipped specs and one of twelve plain fields. Beside it the limit: the same walk, which
//! only reads every token of both bundles.
//!
//! `cargo run --release -p benches --bin kernel [-- --write docs/performance.md]`.
#![expect(clippy::print_stdout, reason = "a command that prints its figures")]

use std::hint::black_box;
use std::time::Instant;

use benches::Result;
use benches::document::{Table, page_argument, replace};
use exchange::spec::{Comparison, ComparisonKind, FOUR_DEPARTMENTS, Link, PERSON, Profile, Spec, TokenGroupKind};
use linker::block::{Block, Pairing};
use linker::compare::{BundleRows, Comparer};
use linker::model::PatternCounter;
use linker::random::SplitMix64;

/// Rows of the left and right side of a block.
const SHAPES: [(usize, usize); 4] = [(1, 1), (1, 2), (5, 5), (20, 20)];
/// Pairs of one timed walk: two milliseconds at most, so that most walks are not interrupted by other work on the machine.
const PAIRS: usize = 1 << 14;
/// Twelve fields of one token each.
const PLAIN: [ComparisonKind; 7] = [
    ComparisonKind::Initials,
    ComparisonKind::BirthDate,
    ComparisonKind::Sex,
    ComparisonKind::MiddleInitial,
    ComparisonKind::Postcode,
    ComparisonKind::HouseNumber,
    ComparisonKind::Town,
];
/// Walks, of which the fastest counts.
const WALKS: u64 = 200;

fn main() -> Result<()> {
    let page = page_argument()?;
    let headings =
        ["layout", "groups", "tokens", "block", "million pairs a second", "ns a pair", "reading alone, ns a pair"];
    let mut table = Table::new(&headings);
    for (name, link) in layouts()? {
        for shape in SHAPES {
            let (sides, comparer) = (Sides::new(&link, shape), Comparer::new(&link));
            let mut counter = PatternCounter::new(comparer.space().size());
            let seconds = fastest(|| sides.patterns(&comparer, &mut counter));
            assert_eq!(counter.histogram().pairs(), WALKS * sides.pairs(), "every walk compares every pair");
            let reading = fastest(|| sides.reading());
            let groups = link.groups();
            let tokens: usize = groups.iter().map(|group| group.slots()).sum();
            let pairs = sides.pairs() as f64;
            table.row(&[
                name.clone(),
                groups.len().to_string(),
                tokens.to_string(),
                format!("{} x {}", shape.0, shape.1),
                format!("{:.0}", pairs / seconds / 1e6),
                format!("{:.1}", seconds / pairs * 1e9),
                format!("{:.1}", reading / pairs * 1e9),
            ]);
        }
    }
    println!("{}", table.text());
    if let Some(page) = page {
        replace(&page, "kernel", table.text())?;
    }
    Ok(())
}

/// One link of every shipped layout.
fn layouts() -> Result<Vec<(String, Link)>> {
    let person = Spec::parse_with_profile(PERSON, "person.toml".as_ref(), Profile::Guarded)?;
    let four = Spec::parse(FOUR_DEPARTMENTS, "four_departments.toml".as_ref())?;
    let mut found = vec![("person: whole names, address".to_owned(), person.links[0].clone())];
    let fixed = &four.links[0].comparisons[0].fixed;
    let comparisons = PLAIN.map(|kind| Comparison { kind, fixed: fixed.clone() });
    found.push(("twelve plain fields".to_owned(), Link { comparisons: comparisons.to_vec(), ..four.links[0].clone() }));
    for link in four.links {
        if found.iter().all(|(_, other)| other.groups() != link.groups()) {
            found.push((format!("{}: initials, single tokens", link.name), link));
        }
    }
    Ok(found)
}

/// Seconds of the fastest of many walks.
fn fastest<T>(mut walk: impl FnMut() -> T) -> f64 {
    let mut timed = || {
        let clock = Instant::now();
        black_box(walk());
        clock.elapsed().as_secs_f64()
    };
    (0..WALKS).map(|_| timed()).fold(f64::INFINITY, f64::min)
}

/// Bundles of many blocks.
struct Sides {
    blocks: Vec<Block>,
    slots: usize,
    left: Rows,
    right: Rows,
}

#[derive(Default)]
struct Rows {
    tokens: Vec<u32>,
    nulls: Vec<u64>,
}

impl Sides {
    /// Rows have the block's token of a group at three to one, so that two share it at about even odds, and lack it once in sixteen.
    fn new(link: &Link, (lefts, rights): (usize, usize)) -> Self {
        let groups = link.groups();
        let slots = groups.iter().map(|group| group.slots()).sum();
        let mut random = SplitMix64::new(1);
        let (mut left, mut right, mut blocks) = (Rows::default(), Rows::default(), Vec::new());
        for block in 0..PAIRS / (lefts * rights) {
            blocks
                .push(Block { left: block * lefts..(block + 1) * lefts, right: block * rights..(block + 1) * rights });
            let first: Vec<_> = (0..slots).map(|_| random.bits() as u32).collect();
            (0..lefts).for_each(|_| left.push(&groups, &first, &mut random));
            (0..rights).for_each(|_| right.push(&groups, &first, &mut random));
        }
        Self { blocks, slots, left, right }
    }

    /// Pairs of all blocks.
    fn pairs(&self) -> u64 {
        self.blocks.iter().map(|block| block.pairs(Pairing::Between)).sum()
    }

    /// Counts the pattern of every pair.
    fn patterns(&self, comparer: &Comparer, counter: &mut PatternCounter) {
        let sides = [&self.left, &self.right].map(|rows| BundleRows::new(&rows.nulls, &rows.tokens, self.slots));
        let count = |patterns: &[u32]| counter.add_each(patterns);
        comparer.all_patterns(sides.into(), (&self.blocks, Pairing::Between), count);
    }

    /// Looks at every token of every pair.
    fn reading(&self) -> u64 {
        match self.slots {
            8 => self.reading_of::<8>(),
            12 => self.reading_of::<12>(),
            49 => self.reading_of::<49>(),
            slots => unreachable!("no layout here has {slots} slots"),
        }
    }

    fn reading_of<const N: usize>(&self) -> u64 {
        let (lefts, rights) = (self.left.tokens.as_chunks::<N>().0, self.right.tokens.as_chunks::<N>().0);
        let (mut tokens, mut nulls) = ([0; N], 0);
        for block in &self.blocks {
            for i in block.left.clone() {
                for j in block.right.clone() {
                    let differ = lefts[i].iter().zip(&rights[j]).map(|(left, right)| left ^ right);
                    tokens.iter_mut().zip(differ).for_each(|(all, differ)| *all |= differ);
                    nulls += self.left.nulls[i] | self.right.nulls[j];
                }
            }
        }
        nulls + tokens.into_iter().map(u64::from).sum::<u64>()
    }
}

impl Rows {
    fn push(&mut self, groups: &[TokenGroupKind], first: &[u32], random: &mut SplitMix64) {
        let mut nulls = 0;
        for (bit, group) in groups.iter().enumerate() {
            let start = self.tokens.len();
            let slot = start % first.len();
            let shares = random.below(4) > 0;
            let token = |token: &u32| if shares { *token } else { random.bits() as u32 };
            self.tokens.extend(first[slot..slot + group.slots()].iter().map(token));
            self.tokens[start..].sort_unstable();
            nulls |= u64::from(random.below(16) == 0) << bit;
        }
        self.nulls.push(nulls);
    }
}
