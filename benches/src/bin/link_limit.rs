//! What `link` takes on one core, against reading its files and comparing their pairs alone, on the country's mix of blocks.
//!
//! `cargo run --release -p benches --bin link_limit [-- --people N] [--write docs/performance.md]`: N of the whole country's 82,500,000.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::Write as _;
use std::time::Instant;

use benches::Result;
use benches::departments::{agreement, deliver, deliveries};
use benches::document::{Table, people_and_page, replace};
use benches::population::SEED;
use exchange::spec::Link;
use exchange::{NewFolder, PassReader, PassRows, Received, Role, tokens};
use fixtures::{WorldSpec, write_departments};
use linker::Unwatched;
use linker::block::{Block, Pairing, join};
use linker::compare::Comparer;
use linker::link::link;
use linker::model::PatternCounter;

/// A tenth of the country.
const PEOPLE: usize = 8_250_000;

fn main() -> Result<()> {
    let (people, page) = people_and_page(PEOPLE)?;
    let work = tempfile::tempdir()?;
    let (spec, extracts) = (agreement()?, work.path().join("extracts"));
    write_departments(&WorldSpec::national(people, SEED), &extracts, &|_| ())?;
    deliver(&spec, &extracts, work.path())?;
    let delivered = deliveries(&spec, work.path(), Role::Linkage)?;

    let one_core = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let mut table = Table::new(&HEADINGS);
    let mut least = Alone::default();
    for link in &spec.links {
        let alone = one_core.install(|| Alone::of(link, &delivered).map_err(|error| error.to_string()))?;
        table.row(&alone.cells(&link.name));
        least.add(&alone);
    }
    table.row(&least.cells("all"));
    let out = NewFolder::begin_inside_unfinished(work.path().join("pairs"))?;
    let clock = Instant::now();
    one_core.install(|| link(&spec, &delivered, &BTreeMap::new(), out, None, u64::MAX, &Unwatched))?;
    let (whole, least) = (clock.elapsed().as_secs_f64(), least.reading + least.comparing);
    let text = format!(
        "{people} people.\n\n{}\n`link` as a whole, on one core: {whole:.2} s, {:.2} times reading and comparing alone (bar: 2).\n",
        table.text(),
        whole / least,
    );
    std::io::stdout().write_all(text.as_bytes())?;
    page.map_or(Ok(()), |page| replace(&page, "link-limit", &text))
}

const HEADINGS: [&str; 8] =
    ["link", "rows", "blocks shared", "pairs", "pairs a block", "reading, s", "comparing, s", "million pairs a second"];

/// The parts of linking that no way of doing it can leave out. Seconds are of all passes.
#[derive(Default)]
struct Alone {
    rows: usize,
    blocks: usize,
    pairs: u64,
    reading: f64,
    comparing: f64,
}

impl Alone {
    /// Of one link of the sources whose folders these are, in their order.
    fn of(link: &Link, delivered: &[Received]) -> Result<Self> {
        let comparer = Comparer::new(link);
        let pairing = Pairing::of(link);
        let mut alone = Self::default();
        for pass in &link.passes {
            let file = |source: usize| -> Result<PassRows> {
                let file = delivered[source].file(&tokens::file_name(&link.name, &pass.name))?;
                Ok(PassReader::open_as(&file, &link.layout())?.read_to_end()?)
            };
            let clock = Instant::now();
            let (left, right) =
                (file(link.left)?, if link.is_deduplication() { None } else { Some(file(link.right)?) });
            alone.reading += clock.elapsed().as_secs_f64();
            alone.rows += left.len() + right.as_ref().map_or(0, PassRows::len);
            let right = right.as_ref().unwrap_or(&left);
            let blocks = join(&left.block, &right.block, pairing);
            alone.compare(&comparer, (&left, right), (&blocks, pairing));
        }
        Ok(alone)
    }

    fn compare(
        &mut self,
        comparer: &Comparer,
        (left, right): (&PassRows, &PassRows),
        (blocks, pairing): (&[Block], Pairing),
    ) {
        let mut counter = PatternCounter::new(comparer.space().size());
        let clock = Instant::now();
        let sides = (comparer.bundles(left), comparer.bundles(right));
        comparer.all_patterns(sides, (blocks, pairing), |patterns| counter.add_each(patterns));
        self.comparing += clock.elapsed().as_secs_f64();
        self.pairs += black_box(counter).histogram().pairs();
        self.blocks += blocks.len();
    }

    fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.blocks += other.blocks;
        self.pairs += other.pairs;
        self.reading += other.reading;
        self.comparing += other.comparing;
    }

    fn cells(&self, link: &str) -> [String; HEADINGS.len()] {
        let pairs = self.pairs as f64;
        [
            link.to_owned(),
            self.rows.to_string(),
            self.blocks.to_string(),
            self.pairs.to_string(),
            format!("{:.1}", pairs / self.blocks as f64),
            format!("{:.2}", self.reading),
            format!("{:.2}", self.comparing),
            format!("{:.0}", pairs / self.comparing / 1e6),
        ]
    }
}
