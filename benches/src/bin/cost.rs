//! What pseudonymising costs under every shipped spec, against its HMACs alone, its HMACs and AES alone, and one HMAC a
//! token; then where the time goes.
//!
//! `cargo run --release -p benches --bin cost [-- --people N,N] [--threads N,N] [--write docs/performance.md]`.

use std::io::Write;
use std::path::PathBuf;

use benches::Result;
use benches::cost::{Measured, Prepared, Stage, measure, prepared, seconds_of_hmacs, seconds_with_binding, stages};
use benches::document::{Table, percent, replace};
use benches::population::keyring;

struct Arguments {
    people: Vec<usize>,
    threads: Vec<usize>,
    page: Option<PathBuf>,
}

fn main() -> Result<()> {
    let arguments = arguments()?;
    let headings = [
        "spec",
        "people",
        "threads",
        "records",
        "HMACs a record",
        "bytes a record",
        "pseudonymise s",
        "its HMACs s",
        "its HMACs + AES s",
        "one HMAC a token s",
        "against HMACs",
        "against HMACs + AES",
        "against one HMAC a token",
    ];
    let mut costs = Table::new(&headings);
    let mut parts = Table::new(&[&["spec", "people", "threads"][..], &Stage::HEADINGS].concat());
    for people in &arguments.people {
        let folder = tempfile::tempdir()?;
        let specs = prepared(*people, folder.path())?;
        for threads in &arguments.threads {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(*threads).build()?;
            for spec in &specs {
                // The error type of an experiment does not cross threads; its text does.
                let run = || one(spec, folder.path()).map_err(|error| error.to_string());
                let found = pool.install(run)?;
                costs.row(&found.cells(&spec.name, *people, *threads));
                parts.row(&found.parts(&spec.name, *people, *threads));
            }
        }
    }
    let report = format!("### Costs\n\n{}\n### Where the time goes, %\n\n{}", costs.text(), parts.text());
    std::io::stdout().write_all(report.as_bytes())?;
    arguments.page.map_or(Ok(()), |page| replace(&page, "cost", &report))
}

fn arguments() -> Result<Arguments> {
    let mut arguments = Arguments { people: vec![100_000], threads: vec![2, 1], page: None };
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let value = given.next().ok_or("give a value after each of --people, --threads and --write")?;
        let numbers = || value.split(',').map(str::parse).collect::<std::result::Result<_, _>>();
        match name.as_str() {
            "--people" => arguments.people = numbers()?,
            "--threads" => arguments.threads = numbers()?,
            "--write" => arguments.page = Some(PathBuf::from(value)),
            _ => return Err(format!("unknown argument {name}: there are --people, --threads and --write").into()),
        }
    }
    Ok(arguments)
}

/// Sums over the sources of one spec.
#[derive(Default)]
struct Found {
    records: u64,
    hmacs: u64,
    token_bytes: u64,
    seconds: f64,
    hmac_seconds: f64,
    bound_seconds: f64,
    plain_seconds: f64,
    stages: Vec<Stage>,
}

fn one(spec: &Prepared, folder: &std::path::Path) -> Result<Found> {
    let mut found = Found::default();
    let keyring = keyring(&spec.spec)?;
    for source in &spec.sources {
        let out = folder.join("delivery");
        let measured = measure(spec, *source, &out)?;
        let Measured { seconds, records, token_bytes, work } = &measured;
        found.records += records;
        found.hmacs += work.hmacs;
        found.token_bytes += token_bytes;
        found.seconds += seconds;
        found.hmac_seconds += seconds_of_hmacs(&keyring, work.hmacs)?;
        found.bound_seconds += seconds_with_binding(&keyring, work)?;
        found.plain_seconds += seconds_of_hmacs(&keyring, work.plain_hmacs())?;
        let mine = stages(spec, *source, &out, &measured)?;
        if found.stages.is_empty() {
            found.stages = mine;
        } else {
            for (total, stage) in found.stages.iter_mut().zip(mine) {
                total.seconds += stage.seconds;
            }
        }
        std::fs::remove_dir_all(&out)?;
    }
    Ok(found)
}

impl Found {
    fn cells(&self, name: &str, people: usize, threads: usize) -> Vec<String> {
        let records = self.records as f64;
        let ratio = |alone: f64| format!("{:.2}", self.seconds / alone);
        let seconds = |value: f64| format!("{value:.2}");
        vec![
            name.to_owned(),
            people.to_string(),
            threads.to_string(),
            self.records.to_string(),
            format!("{:.1}", self.hmacs as f64 / records),
            format!("{:.0}", self.token_bytes as f64 / records),
            seconds(self.seconds),
            seconds(self.hmac_seconds),
            seconds(self.bound_seconds),
            seconds(self.plain_seconds),
            ratio(self.hmac_seconds),
            ratio(self.bound_seconds),
            ratio(self.plain_seconds),
        ]
    }

    /// Share of each stage in the whole, in per cent.
    fn parts(&self, name: &str, people: usize, threads: usize) -> Vec<String> {
        let mut cells = vec![name.to_owned(), people.to_string(), threads.to_string()];
        cells.extend(self.stages.iter().map(|stage| percent(stage.seconds / self.seconds, 0)));
        cells
    }
}
