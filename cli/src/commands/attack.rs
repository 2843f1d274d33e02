//! `attack`: the owner attacks its own delivery before it leaves. Prints counts and verdicts, never a name.
//!
//! People are counted as the spec's `same_person` rule counts them for the caps: the attacker who knows a person knows all that
//! person's records, so the second record of a known person is nobody new. What B would open if every record were another person
//! stands beside it in the JSON, since the rule may take strangers for one.

use exchange::spec::Spec;
use exchange::{Deliveries, Hat, Role, agree};
use linker::Unwatched;
use linker::attack::{Attack, PassView, Verdict, counting, known_rows, known_rows_expected, register};
use linker::encode::{Persons, Workspace, extract, pass_views};
use linker::union::delivered_views;
use serde::Serialize;

use crate::args::{self, Common};
use crate::desk::Opener;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::secrets;

/// Rows whose handles attacker B knows, and how often the draw is repeated.
const KNOWN_ROWS: usize = 1000;
const REPETITIONS: usize = 5;
const SEED: u64 = 1;

/// The attacks on one pass.
#[derive(Serialize)]
struct PassAttacks {
    link: String,
    pass: String,
    attacks: Vec<Attack>,
    within: bool,
}

pub(super) fn run(args: &args::Attack, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let spec = Spec::read(&args.spec)?;
    let whole = std::slice::from_ref(&args.owner_out);
    let opener = Opener::of(Hat::DataOwner, &spec, &args.spec, common).with_one_desk(true);
    let open = |role| opener.open(role, whole).map(|mut folders| folders.remove(0));
    let folders = [open(spec.token_role())?, open(Role::Union)?, open(Role::Owner)?];
    agree(&folders, Deliveries::Same)?;
    let [linkage, union, owner] = folders;
    let persons = Persons::read(&owner)?;
    let named = linkage.manifest.source.as_deref().and_then(|name| spec.source(name));
    let (source, declared) = named.ok_or_else(|| {
        CliError::usage("the delivery is of no source of this spec", "give the spec it was made under")
    })?;
    let keyring = secrets::project(&args.keys, &spec.project, common)?;
    let sample = extract(declared, &args.population, &Workspace::temporary(common.memory)?, &Unwatched)?;
    printer.line(format!("{:<16} {:<18} {:>9} {:>9} {:>9} {:>9}", "link", "pass", "A %", "B %", "C %", "guess %"));
    let mut all = Vec::new();
    for (link, declared) in spec.links_of(source) {
        let known_to_attacker = pass_views(&spec, source, link, &sample, &keyring)?;
        for (delivered, sample) in delivered_views(&spec, link, &linkage, &union)?.zip(known_to_attacker) {
            let ((pass, records), (_, sample)) = (delivered?, sample?);
            let attacks = attacks(&records, &persons, &sample);
            let ceiling = args.ceiling / 100.0;
            let within = attacks.iter().take(3).all(|attack| attack.verdict(ceiling) == Verdict::Within);
            let pass = declared.passes[pass].name.clone();
            let rates: Vec<_> = attacks.iter().map(|attack| format!("{:>9.3}", 100.0 * attack.rate)).collect();
            let verdict = if within { "" } else { "  ABOVE THE CEILING" };
            printer.line(format!("{:<16} {pass:<18} {}{verdict}", declared.name, rates.join(" ")));
            all.push(PassAttacks { link: declared.name.clone(), pass, attacks, within });
        }
    }
    let above = all.iter().filter(|pass| !pass.within).count();
    printer.line(match above {
        0 => format!("every pass is within the ceiling of {} % for these three attacks", args.ceiling),
        _ => {
            format!("{above} passes are above the ceiling of {} %: refine their keys or lower their caps", args.ceiling)
        }
    });
    printer.json(&all);
    Ok(if above == 0 { ExitStatus::Done } else { ExitStatus::CheckFailed })
}

/// A, B, C and a guess on one pass, over people; `records` is the pass with every record a person of its own.
fn attacks(records: &PassView, persons: &Persons, sample: &PassView) -> Vec<Attack> {
    let file = records.regrouped(persons.of_entity(), persons.people());
    let c = register(&file);
    let known = KNOWN_ROWS.min(file.persons / 10).max(1);
    let b = known_rows(&file, known, REPETITIONS, SEED)
        .with("expectation if every record were another person, share", known_rows_expected(records, known));
    vec![counting(&file, sample), b, c.named, c.guessed]
}
