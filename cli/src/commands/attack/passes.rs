//! The linkage unit's view: what each pass opens by itself.

use linker::attack::{
    Attack, PassView, alignment, counting, fingerprint, known_rows, known_rows_expected, register, schema,
};
use linker::encode::pass_views;

use super::{Attacked, Target};
use crate::error::CliError;
use crate::printer::Printer;

/// Rows whose handles attacker B knows, and how often the draw is repeated. The ceiling is agreed for the first.
const KNOWN_ROWS: usize = 1000;
const FEWER: usize = 100;
const MORE: usize = 10_000;
const REPETITIONS: usize = 5;
const SEED: u64 = 1;

/// Attacks on every pass of every link; prints a line for each.
pub(super) fn attack(target: &Target, printer: &Printer) -> Result<Vec<Attacked>, CliError> {
    let header = ["A %", "A+ %", "B %", "C %", "guess %"].map(|heading| format!("{heading:>9}"));
    printer.line(format!("{:<16} {:<18} {}", "link", "pass", header.join(" ")));
    let mut all = Vec::new();
    for (link, declared) in target.spec.links_of(target.source) {
        let known = pass_views(&target.spec, target.source, link, &target.sample, &target.keyring)?;
        for (delivered, sample) in target.views(link, &target.delivered)?.zip(known) {
            let ((pass, records), (_, sample)) = (delivered?, sample?);
            let on_pass = OnPass::of(target, &records, &sample);
            let pass = declared.passes[pass].name.clone();
            let within = on_pass.held.iter().all(|attack| target.is_within(attack));
            let shown = on_pass.shown().map(|attack| format!("{:>9.3}", 100.0 * attack.rate));
            let verdict = if within { "" } else { "  ABOVE THE CEILING" };
            printer.line(format!("{:<16} {pass:<18} {}{verdict}", declared.name, shown.join(" ")));
            let attacks = on_pass.held.into_iter().chain(on_pass.reported).collect();
            all.push(Attacked { link: declared.name.clone(), pass, attacks, within });
        }
    }
    Ok(all)
}

/// The attacks on one pass, over people.
struct OnPass {
    /// Held to the ceiling: A, B, C, A with structure, and C to a lesser depth.
    held: Vec<Attack>,
    /// Guesses, B with fewer and more known rows, the schema.
    reported: Vec<Attack>,
}

impl OnPass {
    /// `records` is the pass with every record a person of its own.
    fn of(target: &Target, records: &PassView, sample: &PassView) -> Self {
        let file = records.regrouped(target.delivered.persons.of_entity(), target.delivered.persons.people());
        let c = register(&file);
        let known = KNOWN_ROWS.min(file.persons / 10).max(1);
        let b = known_rows(&file, known, REPETITIONS, SEED)
            .with("expectation if every record were another person, share", known_rows_expected(records, known));
        let shallow = [fingerprint(&file, 0), fingerprint(&file, 1)];
        let held = [counting(&file, sample), b, c.named, alignment(&file, sample)].into_iter().chain(shallow);
        let others = [FEWER, MORE].into_iter().filter(|known| *known < file.persons);
        let others = others.map(|known| known_rows(&file, known, REPETITIONS, SEED));
        let reported = [c.guessed].into_iter().chain(others).chain([schema(&file, sample)]);
        Self { held: held.collect(), reported: reported.collect() }
    }

    /// A, A with structure, B, C and the guess.
    fn shown(&self) -> [&Attack; 5] {
        [&self.held[0], &self.held[3], &self.held[1], &self.held[2], &self.reported[0]]
    }
}
