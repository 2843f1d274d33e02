//! The linkage unit's view: what each pass opens by itself.

use linker::attack::{
    AnyPass, Attack, PassView, alignment, counting, fingerprint, known_rows, known_rows_expected, register, rows_known,
    schema,
};
use linker::encode::pass_views;

use super::{ABOVE, ALL, Attacked, REPORTED, SEED, Target, groups, over_passes_line};
use crate::error::CliError;
use crate::printer::Printer;

/// Rows that attacker B may know besides those for which the ceiling is agreed.
const FEWER: usize = 100;
const MORE: usize = 10_000;
/// How often a draw of known rows is repeated.
const REPETITIONS: usize = 5;
/// A population of fewer people than one in so many of the file's is no copy of the world it comes from.
const LEAST_PART: usize = 10;
/// Rows expected of a population in a pass; where none comes of so many, it lacks what the pass is made of.
const EXPECTED: f64 = 20.0;

/// Attacks on every pass of every link, and what they open together; prints a line for each.
pub(super) fn attack(target: &Target, printer: &Printer) -> Result<Vec<Attacked>, CliError> {
    if target.invented {
        let people = target.sample.quality.entities;
        printer.line(format!(
            "A knows {people} invented people, of the country's names and places: --population gives it others"
        ));
    }
    let header = ["A %", "A+ %", "B %", "C %", "guess %"].map(|heading| format!("{heading:>9}"));
    printer.line(format!("{:<16} {:<18} {}", "link", "pass", header.join(" ")));
    let (mut all, mut any) = (Vec::new(), AnyPass::default());
    for (link, declared) in target.spec.links_of(target.source) {
        let known = pass_views(&target.spec, target.source, link, &target.sample, &target.keyring)?;
        for (delivered, sample) in target.views(link, &target.delivered)?.zip(known) {
            let ((pass, records), (_, sample)) = (delivered?, sample?);
            let pass = declared.passes[pass].name.clone();
            check_population(&records, &sample, &declared.name, &pass)?;
            let on_pass = OnPass::of(target, &records, &sample, &mut any);
            let within = on_pass.held.iter().all(|attack| target.is_within(attack));
            let shown = on_pass.shown().map(|attack| format!("{:>9.3}", 100.0 * attack.rate));
            let verdict = if within { "" } else { ABOVE };
            printer.line(format!("{:<16} {pass:<18} {}{verdict}", declared.name, shown.join(" ")));
            let attacks = on_pass.held.into_iter().chain(on_pass.reported).collect();
            all.push(Attacked::new(&declared.name, &pass, attacks, within));
        }
    }
    let attacks = any.attacks(rows_known(target.delivered.persons.people())).to_vec();
    for attack in &attacks {
        printer.line(over_passes_line(ALL, attack, REPORTED));
    }
    all.push(Attacked::new(ALL, ALL, attacks, true));
    all.extend(groups::attack(target, &any, printer)?);
    Ok(all)
}

/// Refuses a population from which A could learn nothing: its figures would be none whatever the file shows.
fn check_population(records: &PassView, sample: &PassView, link: &str, pass: &str) -> Result<(), CliError> {
    if sample.persons * LEAST_PART < records.persons {
        return Err(CliError::usage(
            format!("the population has {} people, the delivery {}", sample.persons, records.persons),
            "give a --population of about as many other people",
        ));
    }
    let expected = sample.persons as f64 * records.emitted() as f64 / records.persons as f64;
    if expected >= EXPECTED && sample.entries() == 0 {
        return Err(CliError::usage(
            format!("nobody of the population is in pass '{pass}' of link '{link}', where the delivery has many"),
            "give a --population that fills the source's own columns",
        ));
    }
    Ok(())
}

/// The attacks on one pass, over people.
struct OnPass {
    /// Held to the ceiling: A, B, C, A with structure, and C to a lesser depth.
    held: Vec<Attack>,
    /// Guesses, blocks named, B with fewer and more known rows, the schema.
    reported: Vec<Attack>,
}

impl OnPass {
    /// `records` is the pass with every record a person of its own; what is found counts towards `any` pass.
    fn of(target: &Target, records: &PassView, sample: &PassView, any: &mut AnyPass) -> Self {
        let file = records.regrouped(target.delivered.persons.of_entity(), target.delivered.persons.people());
        let c = register(&file);
        any.add(&file, &c);
        let known = rows_known(file.persons);
        let b = known_rows(&file, known, REPETITIONS, SEED)
            .with("expectation if every record were another person, share", known_rows_expected(records, known));
        let shallow = [fingerprint(&file, 0), fingerprint(&file, 1)];
        let [a, structure] = [counting(&file, sample), alignment(&file, sample)].map(|attack| {
            if target.invented { attack.with("people known, invented", sample.persons as f64) } else { attack }
        });
        let held = [a, b, c.named, structure].into_iter().chain(shallow);
        let others = [FEWER, MORE].into_iter().filter(|known| *known < file.persons);
        let others = others.map(|known| known_rows(&file, known, REPETITIONS, SEED));
        let reported = [c.guessed, c.block].into_iter().chain(others).chain([schema(&file, sample)]);
        Self { held: held.collect(), reported: reported.collect() }
    }

    /// A, A with structure, B, C and the guess.
    fn shown(&self) -> [&Attack; 5] {
        [&self.held[0], &self.held[3], &self.held[1], &self.held[2], &self.reported[0]]
    }
}
