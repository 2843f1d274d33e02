//! Do the studies' intervals hold what was planted as often as they say?  On unrounded estimates, over many invented worlds.
//!
//! `cargo run --release -p benches --bin coverage [-- [--worlds N] [--linked N] [--write PAGE]]`: 500 worlds of the demonstration's treated
//! people with true links, 500 without any effect, and 200 worlds a tenth as large whose links are found. Exit status 1 if an
//! estimate lies outside its band.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use benches::Result;
use benches::coverage::{Band, Estimate, Links, Tally, World, estimates, planted};
use benches::document::{Table, replace};
use fixtures::{Effects, WorldSpec};
use rayon::prelude::*;

/// Sets of links drawn in each linked world.
const DRAWS: u32 = 20;
/// With linkage error, the estimates that claim to hold it are judged; the others stand beside them, to be compared.
const JUDGED: &str = "adjusted: ";
/// People of the country from which a tenth of the demonstration is drawn.
const TENTH: usize = 30_000;

fn main() -> Result<ExitCode> {
    let options = Options::parse()?;
    let true_links = [("", Links::Declared)];
    let found_links = [
        (JUDGED, Links::Adjusted),
        ("declared: ", Links::Declared),
        ("drawn: ", Links::Drawn),
        ("perfect: ", Links::Perfect),
    ];
    let null = |seed| WorldSpec { effects: Effects::null(), ..WorldSpec::demo(seed) };
    let experiments = [
        (
            "true-links",
            Band::of as Judge,
            over(options.worlds, |seed| measured(&World::truly_linked(&WorldSpec::demo(seed))?, 0, &true_links))?,
        ),
        (
            "no-effect",
            Band::of_no_effect,
            over(options.worlds, |seed| measured(&World::truly_linked(&null(seed))?, 0, &true_links))?,
        ),
        (
            "linked",
            Band::at_least,
            over(options.linked, |seed| {
                measured(&World::linked(&WorldSpec::for_people(TENTH, seed))?, DRAWS, &found_links)
            })?,
        ),
    ];
    let mut all_hold = true;
    for (name, judge, found) in &experiments {
        let text = table(found, *judge);
        write!(std::io::stdout(), "{name}\n\n{}\n", text.text())?;
        all_hold &= found.iter().all(|(name, tally)| !is_judged(name) || tally.holds(judge(tally.worlds)));
        if let Some(page) = &options.page {
            replace(page, name, text.text())?;
        }
    }
    Ok(if all_hold { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The band for so many worlds.
type Judge = fn(usize) -> Band;
/// An estimate by name, and what was planted.
type Found = Vec<(String, Estimate, f64)>;

struct Options {
    worlds: usize,
    linked: usize,
    page: Option<PathBuf>,
}

impl Options {
    fn parse() -> Result<Self> {
        let mut options = Self { worlds: 500, linked: 200, page: None };
        let mut arguments = std::env::args().skip(1);
        while let Some(flag) = arguments.next() {
            let value = arguments.next().ok_or("every option has a value")?;
            match flag.as_str() {
                "--worlds" => options.worlds = value.parse()?,
                "--linked" => options.linked = value.parse()?,
                "--write" => options.page = Some(value.into()),
                _ => return Err("the options are --worlds N, --linked N and --write PAGE".into()),
            }
        }
        Ok(options)
    }
}

/// Draws the worlds of seeds 1 to `worlds` and counts.
fn over(worlds: usize, world: impl Fn(u64) -> Result<Found> + Sync) -> Result<BTreeMap<String, Tally>> {
    let found: Vec<_> = (1..=worlds as u64)
        .into_par_iter()
        .map(|seed| world(seed).map_err(|fault| format!("seed {seed}: {fault}")))
        .collect();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for world in found {
        for (name, estimate, planted) in world? {
            tallies.entry(name).or_default().add(estimate, planted);
        }
    }
    Ok(tallies)
}

/// Every headline of a world on each set of links, and on the first set the ratios by course and state.
fn measured(world: &World, draws: u32, links: &[(&str, Links)]) -> Result<Found> {
    let found = estimates(world, draws)?;
    let planted = planted(&world.effects, &world.truth(), &found.person_years)?;
    let headlines = links.iter().flat_map(|(prefix, links)| {
        let named = found.headlines(*links).into_iter();
        named.map(move |(name, estimate)| (format!("{prefix}{name}"), name.to_owned(), estimate))
    });
    let groups = found.by_group.iter().filter(|_| links.len() == 1);
    let groups = groups.map(|(name, estimate)| (name.clone(), name.clone(), *estimate));
    let known = headlines.chain(groups).filter_map(|(shown, name, found)| Some((shown, found, *planted.get(&name)?)));
    Ok(known.collect())
}

fn is_judged(name: &str) -> bool {
    name.starts_with(JUDGED) || !["declared: ", "drawn: ", "perfect: "].iter().any(|other| name.starts_with(other))
}

fn table(found: &BTreeMap<String, Tally>, judge: Judge) -> Table {
    let mut table =
        Table::new(&["estimate", "planted", "bias", "spread", "mean width", "covered", "of", "band", "holds"]);
    for (name, tally) in found {
        let band = judge(tally.worlds);
        table.row(&[
            name.replace('_', " "),
            format!("{:.3}", tally.planted()),
            format!("{:+.3}", tally.bias()),
            format!("{:.3}", tally.spread()),
            format!("{:.3}", tally.width()),
            tally.covered.to_string(),
            tally.worlds.to_string(),
            format!("{} to {}", band.least, band.most),
            match (is_judged(name), tally.holds(band)) {
                (true, true) => "yes",
                (true, false) => "NO",
                (false, true) => "yes, not judged",
                (false, false) => "no, not judged",
            }
            .to_owned(),
        ]);
    }
    table
}
