//! The frontier of accuracy and exposure: what the attacks open of each pass of the shipped specs, how good the links
//! of each profile are where the truth is known, and whether the attacks work at all.
//!
//! `cargo run --release -p benches --bin frontier [-- --people N] [--write docs/quality.md]`. Accuracy is measured on the
//! sets under `DWLINK_EVAL_DATA`, where that is set. `--person SPEC` and `--departments SPEC` measure other specs of the
//! same shape than the shipped ones, before anyone signs them.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use benches::accuracy::{Trial, linked_sets, set_name, trial};
use benches::document::{Table, percent, replace};
use benches::exposure::{CEILING, Exposure, KNOWN_ROWS, Uncapped, each_pass};
use benches::population::{People, in_person_format};
use benches::{Result, control};
use exchange::spec::{FOUR_DEPARTMENTS, PERSON, Pass, Profile, Spec};
use linker::attack::{Attack, RegisterAttack};
use linker::encode::Delivery;

const PEOPLE: usize = 200_000;

fn main() -> Result<()> {
    let Arguments { people, page, person, departments } = arguments()?;
    let person = |profile| Spec::parse_with_profile(&person, Path::new("person.toml"), profile);
    let departments = Spec::parse(&departments, Path::new("four_departments.toml"))?;
    let sets = match std::env::var_os("DWLINK_EVAL_DATA") {
        Some(root) => linked_sets(Path::new(&root))?,
        None => Vec::new(),
    };
    let mut report = Report::default();
    for profile in [Profile::Guarded, Profile::Open] {
        let spec = person(profile)?;
        let trials = sets.iter().map(|set| Ok((set_name(set), trial(&spec, set)?))).collect::<Result<Vec<_>>>()?;
        report.section(&format!("Person spec, `{}`", profile.name()), &exposure(&spec, 0, people, &trials)?)?;
        if !trials.is_empty() {
            report.section(&format!("Links of the person spec, `{}`", profile.name()), &accuracy(&trials))?;
        }
    }
    report.section("Four departments: the passes of every NDTMS link", &exposure(&departments, 0, people, &[])?)?;
    report.section("Positive controls", &control::report(people)?)?;
    if sets.is_empty() {
        report.section("Accuracy", "skipped: DWLINK_EVAL_DATA is not set")?;
    }
    page.map_or(Ok(()), |page| replace(&page, "frontier", &report.text))
}

/// What has been found so far; printed as it is found, since the whole takes minutes.
#[derive(Default)]
struct Report {
    text: String,
}

impl Report {
    fn section(&mut self, title: &str, body: &str) -> Result<()> {
        let section = format!("### {title}\n\n{}\n\n", body.trim());
        std::io::stdout().write_all(section.as_bytes())?;
        self.text.push_str(&section);
        Ok(())
    }
}

struct Arguments {
    people: usize,
    page: Option<PathBuf>,
    person: String,
    departments: String,
}

fn arguments() -> Result<Arguments> {
    let mut arguments =
        Arguments { people: PEOPLE, page: None, person: PERSON.into(), departments: FOUR_DEPARTMENTS.into() };
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let value = given.next().ok_or("give a value after each of --people, --write, --person and --departments")?;
        match name.as_str() {
            "--people" => arguments.people = value.parse()?,
            "--write" => arguments.page = Some(PathBuf::from(value)),
            "--person" => arguments.person = std::fs::read_to_string(value)?,
            "--departments" => arguments.departments = std::fs::read_to_string(value)?,
            _ => return Err(format!("unknown argument {name}").into()),
        }
    }
    Ok(arguments)
}

/// One row a pass; links that share a pass share its row.
fn exposure(spec: &Spec, link: usize, people: usize, trials: &[(String, Trial)]) -> Result<String> {
    let mut spec = spec.clone();
    let source = spec.links[link].left;
    refuse_other_passes(&spec)?;
    spec.sources[source] = in_person_format(&spec.sources[source]);
    let drawn = People::draw(people, &spec.sources[source])?;
    let mut headings =
        vec!["pass", "cap", "emitted %", "chance", "A %", "B %", "C %", "Cg %", "C two files %", "holds"];
    headings.extend(trials.iter().map(|(name, _)| name.as_str()));
    let mut table = Table::new(&headings);
    let mut worst = Worst::default();
    each_pass(&spec, source, link, &drawn, |pass| {
        let exposure = pass.at(pass.pass.cap);
        let two = pass.of_two_files(pass.pass.cap);
        worst.add(&exposure, &two);
        let mut cells = cells(&pass, &exposure, &two);
        cells.extend(trials.iter().map(|(_, trial)| pairs(trial, &pass.pass)));
        table.row(&cells);
        Ok(())
    })?;
    Ok(format!("{}\n{}", table.text(), worst.text(people)))
}

/// A spec whose links have different lists would need a table each.
fn refuse_other_passes(spec: &Spec) -> Result<()> {
    let lists: BTreeSet<String> = spec.links.iter().map(|link| format!("{:?}", link.passes)).collect();
    if lists.len() > 1 {
        return Err("the links of the spec have different pass lists: print one table a link".into());
    }
    Ok(())
}

fn cells(pass: &Uncapped, exposure: &Exposure, two: &RegisterAttack) -> Vec<String> {
    let figures = [&exposure.counting, &exposure.known_rows, &exposure.register.named, &exposure.register.guessed];
    let mut cells = vec![
        pass.pass.name.clone(),
        exposure.cap.to_string(),
        percent(exposure.emitted, 1),
        format!("{:.1e}", pass.chance()),
    ];
    cells.extend(figures.into_iter().chain([&two.named]).map(interval));
    cells.push(if exposure.holds() { "yes" } else { "**no**" }.to_owned());
    cells
}

/// A rate with its 95 % interval and, after a slash, the rate of an attacker who ignores the tokens.
fn interval(attack: &Attack) -> String {
    let [rate, low, high, baseline] =
        [attack.rate, attack.interval_95.0, attack.interval_95.1, attack.baseline].map(|share| percent(share, 3));
    format!("{rate} ({low}-{high}) / {baseline}")
}

fn pairs(trial: &Trial, pass: &Pass) -> String {
    let found = trial.linked.passes.iter().find(|linked| linked.pass == pass.name);
    found.map_or_else(String::new, |linked| linked.comparisons.to_string())
}

/// The worst figures of a list.
#[derive(Default)]
struct Worst {
    rates: [f64; 5],
}

impl Worst {
    fn add(&mut self, exposure: &Exposure, two: &RegisterAttack) {
        let rates = [
            exposure.counting.rate,
            exposure.known_rows.rate,
            exposure.register.named.rate,
            exposure.register.guessed.rate,
            two.named.rate,
        ];
        for (worst, rate) in self.rates.iter_mut().zip(rates) {
            *worst = worst.max(rate);
        }
    }

    fn text(&self, people: usize) -> String {
        let [a, b, c, guess, two] = self.rates.map(|share| percent(share, 3));
        let holds = if self.rates[..3].iter().all(|rate| *rate <= CEILING) { "holds" } else { "does not hold" };
        format!(
            "Worst pass of {people} people, {KNOWN_ROWS} known rows: A {a} %, B {b} %, C {c} %, guess {guess} %, two \
             files {two} %. The ceiling of {} % on A, B and C {holds}.",
            percent(CEILING, 1),
        )
    }
}

fn accuracy(trials: &[(String, Trial)]) -> String {
    let headings = [
        "set",
        "reach",
        "best F1",
        "one-to-one F1",
        "F1 as declared",
        "pairs compared",
        "HMACs a record",
        "bytes a record",
    ];
    let mut table = Table::new(&headings);
    for (name, trial) in trials {
        let sum = |value: fn(&Delivery) -> u64| trial.deliveries.iter().map(value).sum::<u64>() as f64;
        let records = sum(|delivery| delivery.variants);
        let found = &trial.evaluation;
        table.row(&[
            name.clone(),
            format!("{:.4}", found.candidate_recall),
            format!("{:.4}", found.best.accuracy.f1),
            format!("{:.4}", found.one_to_one.f1),
            format!("{:.4}", found.default.f1),
            trial.linked.passes.iter().map(|pass| pass.comparisons).sum::<u64>().to_string(),
            format!("{:.1}", sum(|delivery| delivery.hmacs) / records),
            format!("{:.0}", sum(Delivery::token_bytes) / records),
        ]);
    }
    table.text().to_owned()
}
