//! `attack`: the owner attacks its own delivery before it leaves. Prints counts and verdicts, never a name.
//!
//! People are counted as the spec's `same_person` rule counts them for the caps: the attacker who knows a person knows all that
//! person's records, so the second record of a known person is nobody new. What B would open if every record were another person
//! stands beside it in the JSON, since the rule may take strangers for one.
//!
//! What a single party can do is held to the ceiling: `passes` for the linkage unit, the handle tables for the union desk. What
//! two parties could do together, and what a key would be worth, is reported.

mod drills;
mod over_passes;
mod passes;
mod payload;

use exchange::spec::Spec;
use exchange::{Deliveries, Hat, Received, Role, agree};
use keys::Keyring;
use linker::Unwatched;
use linker::attack::{Attack, Verdict};
use linker::encode::{Extract, Persons, Workspace, extract};
use serde::Serialize;

use crate::args::{self, Common};
use crate::desk::Opener;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::secrets;

/// A delivery and what the owner alone knows of it.
struct Target {
    spec: Spec,
    source: usize,
    linkage: Received,
    union: Received,
    /// None where payload leaves sealed.
    analysis: Option<Received>,
    persons: Persons,
    keyring: Keyring,
    /// As many other people: what the counting attacker knows.
    sample: Extract,
    /// Largest share that an attack of a single party may open.
    ceiling: f64,
}

/// The attacks on one pass, or on what lies beyond one.
#[derive(Serialize)]
struct Attacked {
    /// The link, or [`ALL`].
    link: String,
    /// The pass, or [`ALL`].
    pass: String,
    attacks: Vec<Attack>,
    /// Whether those that are held to the ceiling are within it.
    within: bool,
}

/// Stands for the link or the pass where an attack reads all of them.
const ALL: &str = "*";

pub(super) fn run(args: &args::Attack, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let target = Target::open(args, common)?;
    let mut all = passes::attack(&target, printer)?;
    all.extend(over_passes::attack(&target, printer)?);
    all.extend(payload::measure(&target, printer)?);
    all.extend(drills::run(&target, common, printer)?);
    let above = all.iter().filter(|attacked| !attacked.within).count();
    printer.line(match above {
        0 => format!("every pass is within the ceiling of {} % for these attacks", args.ceiling),
        _ => format!("{above} lines are above the ceiling of {} %: refine keys or lower caps", args.ceiling),
    });
    printer.json(&all);
    Ok(if above == 0 { ExitStatus::Done } else { ExitStatus::CheckFailed })
}

impl Target {
    fn open(args: &args::Attack, common: &Common) -> Result<Self, CliError> {
        let spec = Spec::read(&args.spec)?;
        let whole = std::slice::from_ref(&args.owner_out);
        let opener = Opener::of(Hat::DataOwner, &spec, &args.spec, common).with_one_desk(true);
        let open = |role| opener.open(role, whole).map(|mut folders| folders.remove(0));
        let folders = [open(spec.token_role())?, open(Role::Union)?, open(Role::Owner)?];
        agree(&folders, Deliveries::Same)?;
        let [linkage, union, owner] = folders;
        let analysis = (!spec.sealed).then(|| open(Role::Analysis)).transpose()?;
        let persons = Persons::read(&owner)?;
        let named = linkage.manifest.source.as_deref().and_then(|name| spec.source(name));
        let (source, declared) = named.ok_or_else(|| {
            CliError::usage("the delivery is of no source of this spec", "give the spec it was made under")
        })?;
        let keyring = secrets::project(&args.keys, &spec.project, common)?;
        let sample = extract(declared, &args.population, &Workspace::temporary(common.memory)?, &Unwatched)?;
        let ceiling = args.ceiling / 100.0;
        Ok(Self { spec, source, linkage, union, analysis, persons, keyring, sample, ceiling })
    }

    fn is_within(&self, attack: &Attack) -> bool {
        attack.verdict(self.ceiling) == Verdict::Within
    }
}
