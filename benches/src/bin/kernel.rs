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
use exchange::spec::{Comparison, ComparisonKind, FOUR_DEPARTMENTS, Link, PERSON, Profile, Spec};
use linker::compare::{BundleView, Comparer};
use linker::model::Histogram;
use linker::random::SplitMix64;

/// Rows of the left and right side of a block.
const SHAPES: [(usize, usize); 4] = [(1, 1), (1, 2), (5, 5), (20, 20)];
/// Pairs of one timed walk: a few milliseconds, so that most walks are not interrupted by other work on the machine.
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
const WALKS: usize = 200;

fn main() -> Result<()> {
    let page = page_argument()?;
    let headings =
        ["layout", "groups", "tokens", "block", "million pairs a second", "ns a pair", "reading alone, ns a pair"];
    let mut table = Table::new(&headings);
    for (name, link) in layouts()? {
        for shape in SHAPES {
            let (blocks, comparer) = (Blocks::new(&link, shape), Comparer::new(&link));
            let seconds = blocks.fastest(comparer.space().size(), |left, right| comparer.pattern(left, right));
            let reading = blocks.fastest(1, |left, right| {
                let differences = left.tokens.iter().zip(right.tokens).fold(0, |all, (left, right)| all | left ^ right);
                usize::from(black_box((differences, left.nulls | right.nulls)) == (0, u64::MAX))
            });
            let groups = link.groups();
            let tokens: usize = groups.iter().map(|group| group.slots()).sum();
            let pairs = (PAIRS / (shape.0 * shape.1) * shape.0 * shape.1) as f64;
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

/// Bundles of many blocks: left rows, then right rows, block after block.
struct Blocks {
    shape: (usize, usize),
    slots: usize,
    tokens: Vec<u32>,
    nulls: Vec<u64>,
}

impl Blocks {
    /// Every row of a block shares each token group with the block's first row at even odds, and lacks it once in sixteen.
    fn new(link: &Link, shape: (usize, usize)) -> Self {
        let groups = link.groups();
        let slots = groups.iter().map(|group| group.slots()).sum();
        let mut random = SplitMix64::new(1);
        let mut made = Self { shape, slots, tokens: Vec::new(), nulls: Vec::new() };
        for _ in 0..PAIRS / (shape.0 * shape.1) {
            let first = made.tokens.len();
            for row in 0..shape.0 + shape.1 {
                let (mut nulls, mut slot) = (0, first);
                for (bit, group) in groups.iter().enumerate() {
                    let start = made.tokens.len();
                    let shares = row > 0 && random.below(2) == 0;
                    for place in slot..slot + group.slots() {
                        let token = if shares { made.tokens[place] } else { random.bits() as u32 };
                        made.tokens.push(token);
                    }
                    made.tokens[start..].sort_unstable();
                    nulls |= u64::from(random.below(16) == 0) << bit;
                    slot += group.slots();
                }
                made.nulls.push(nulls);
            }
        }
        made
    }

    /// Seconds of the fastest walk over all pairs, whose `pattern` of `patterns` is counted.
    fn fastest(&self, patterns: usize, pattern: impl Fn(BundleView<'_>, BundleView<'_>) -> usize) -> f64 {
        let view = |row: usize| BundleView {
            nulls: self.nulls[row],
            tokens: &self.tokens[row * self.slots..(row + 1) * self.slots],
        };
        let (left, right) = self.shape;
        let walk = || {
            let mut histogram = Histogram::new(patterns);
            let clock = Instant::now();
            for first in (0..self.nulls.len()).step_by(left + right) {
                for i in first..first + left {
                    let row = view(i);
                    for j in first + left..first + left + right {
                        histogram.add(pattern(row, view(j)));
                    }
                }
            }
            black_box(histogram.pairs());
            clock.elapsed().as_secs_f64()
        };
        (0..WALKS).map(|_| walk()).fold(f64::INFINITY, f64::min)
    }
}
