//! Pairs compared per second on one core: agreement patterns of random bundles in the layouts of the shipped specs, counted into a
//! histogram as `link` does, in blocks of several shapes.
//!
//! `cargo run --release -p benches --bin kernel [-- --write docs/performance.md]`.
#![expect(clippy::print_stdout, reason = "a command that prints its figures")]

use std::hint::black_box;
use std::time::Instant;

use benches::Result;
use benches::document::{Table, page_argument, replace};
use exchange::spec::{FOUR_DEPARTMENTS, Link, PERSON, Profile, Spec};
use linker::compare::{BundleView, Comparer};
use linker::model::Histogram;
use linker::random::SplitMix64;

/// Rows of the left and right side of a block.
const SHAPES: [(usize, usize); 4] = [(1, 1), (1, 2), (5, 5), (20, 20)];
/// Pairs of one timed walk: a few milliseconds, so that most walks are not interrupted by other work on the machine.
const PAIRS: usize = 1 << 14;
/// Walks, of which the fastest counts.
const WALKS: usize = 200;

fn main() -> Result<()> {
    let page = page_argument()?;
    let mut table = Table::new(&["layout", "groups", "tokens", "block", "million pairs a second", "ns a pair"]);
    for (name, link) in layouts()? {
        for shape in SHAPES {
            let seconds = Blocks::new(&link, shape).fastest(&Comparer::new(&link));
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
    let whole = person.links.into_iter().take(1).map(|link| ("person: whole names, address".to_owned(), link));
    let mut found: Vec<(String, Link)> = whole.collect();
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

    /// Seconds of the fastest walk over all pairs.
    fn fastest(&self, comparer: &Comparer) -> f64 {
        let view = |row: usize| BundleView {
            nulls: self.nulls[row],
            tokens: &self.tokens[row * self.slots..(row + 1) * self.slots],
        };
        let (left, right) = self.shape;
        let walk = || {
            let mut histogram = Histogram::new(comparer.space().size());
            let clock = Instant::now();
            for first in (0..self.nulls.len()).step_by(left + right) {
                for i in first..first + left {
                    for j in first + left..first + left + right {
                        histogram.add(comparer.pattern(view(i), view(j)));
                    }
                }
            }
            black_box(histogram.pairs());
            clock.elapsed().as_secs_f64()
        };
        (0..WALKS).map(|_| walk()).fold(f64::INFINITY, f64::min)
    }
}
