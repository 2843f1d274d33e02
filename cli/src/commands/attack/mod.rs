//! `attack`: the owner attacks its own delivery before it leaves. Prints counts and verdicts, never a name.
//!
//! People are counted as the spec's `same_person` rule counts them for the caps: the attacker who knows a person knows all that
//! person's records, so the second record of a known person is nobody new. What B would open if every record were another person
//! stands beside it in the JSON, since the rule may take strangers for one.
//!
//! What a single party can do is held to the ceiling: `passes` for the linkage unit, the handle tables for the union desk. What
//! two parties could do together, what two deliveries let join, and what a key would be worth, is reported.

mod drills;
mod groups;
mod over_passes;
mod passes;
mod payload;
mod reference;
mod two_deliveries;

use std::path::PathBuf;

use exchange::spec::Spec;
use exchange::{Deliveries, Hat, Received, Role, agree};
use keys::Keyring;
use linker::Unwatched;
use linker::attack::{Attack, PassView, Verdict};
use linker::encode::{Extract, Persons, Workspace, extract};
use linker::payload::Payload;
use linker::sealed::OwnRows;
use linker::union::delivered_views;
use serde::Serialize;

use crate::args::{self, Common};
use crate::desk::Opener;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::secrets;

/// A delivery, and what the owner alone knows of it and of the world.
struct Target {
    spec: Spec,
    source: usize,
    delivered: Delivered,
    /// Another delivery of the source.
    other: Option<Delivered>,
    keyring: Keyring,
    /// As many other people: what the counting attacker knows.
    sample: Extract,
    /// Whether these are invented people of the shipped reference.
    invented: bool,
    /// Largest share that an attack of a single party may open.
    ceiling: f64,
}

/// What `pseudonymise` made of one extract.
struct Delivered {
    linkage: Received,
    union: Received,
    /// Plain or sealed, as the spec has it.
    payload: Received,
    /// Stays with the owner.
    owner: Received,
    persons: Persons,
}

/// The attacks on one pass, or on what lies beyond one.
#[derive(Serialize)]
struct Attacked {
    /// The link, or [`ALL`].
    link: String,
    /// The pass, or [`ALL`].
    pass: String,
    /// Whose attack this is, as `column=value` of the payload; everybody's where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    attacks: Vec<Attack>,
    /// Whether those that are held to the ceiling are within it.
    within: bool,
}

impl Attacked {
    fn new(link: &str, pass: &str, attacks: Vec<Attack>, within: bool) -> Self {
        Self { link: link.to_owned(), pass: pass.to_owned(), group: None, attacks, within }
    }
}

/// Stands for the link or the pass where an attack reads all of them.
const ALL: &str = "*";

/// What is drawn by chance in an attack is drawn alike each time.
const SEED: u64 = 1;

/// How an attack stands that no ceiling is agreed for.
const REPORTED: &str = "  reported";
const ABOVE: &str = "  ABOVE THE CEILING";

/// The line of an attack that reads all passes of a link, or of all links.
fn over_passes_line(link: &str, attack: &Attack, verdict: &str) -> String {
    format!("{link:<16} {:<44} {:>9.3}{verdict}", attack.name.to_string(), 100.0 * attack.rate)
}

pub(super) fn run(args: &args::Attack, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let target = Target::open(args, common)?;
    let mut all = passes::attack(&target, printer)?;
    all.extend(over_passes::attack(&target, printer)?);
    all.extend(payload::measure(&target, printer)?);
    all.extend(two_deliveries::attack(&target, common, printer)?);
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
        let opener = Opener::of(Hat::DataOwner, &spec, &args.spec, common).with_one_desk(true);
        let delivered = Delivered::open(&opener, &spec, &args.owner_out)?;
        let named = delivered.linkage.manifest.source.as_deref().and_then(|name| spec.source(name));
        let (source, declared) = named.ok_or_else(|| {
            CliError::usage("the delivery is of no source of this spec", "give the spec it was made under")
        })?;
        let other = args.other_delivery.as_ref().map(|folder| Delivered::open(&opener, &spec, folder)).transpose()?;
        if other.as_ref().is_some_and(|other| other.linkage.manifest.source.as_ref() != Some(&declared.name)) {
            let what = format!("the other delivery is of another source than '{}'", declared.name);
            return Err(CliError::usage(what, "give two deliveries of one source"));
        }
        let keyring = secrets::project(&args.keys, &spec.project, common)?;
        // Under another key nothing agrees with anything, and every figure would be none.
        if delivered.linkage.manifest.key_check != Some(keyring.check_value().to_string()) {
            return Err(CliError::OtherKeyring);
        }
        let sample = match &args.population {
            Some(folder) => extract(declared, folder, &Workspace::temporary(common.memory)?, &Unwatched)?,
            None => reference::invented(declared, &delivered.owner, delivered.persons.people(), common.memory)?,
        };
        let ceiling = args.ceiling / 100.0;
        let invented = args.population.is_none();
        Ok(Self { spec, source, delivered, other, keyring, sample, invented, ceiling })
    }

    /// What it delivered, or another time did, as the analysis unit sees it with every row open.
    fn payload<'a>(&self, delivered: &'a Delivered) -> Result<Payload<'a>, CliError> {
        if !self.spec.sealed {
            return Ok(Payload::Plain(&delivered.payload));
        }
        Ok(Payload::Sealed(OwnRows::new(&self.spec.sources[self.source], &delivered.payload, &self.keyring)?))
    }

    /// The passes of a link as a delivery shows them.
    fn views<'a>(
        &'a self,
        link: usize,
        delivered: &'a Delivered,
    ) -> Result<impl Iterator<Item = linker::Result<(usize, PassView)>> + 'a, CliError> {
        Ok(delivered_views(&self.spec, link, &delivered.linkage, &delivered.union)?)
    }

    fn is_within(&self, attack: &Attack) -> bool {
        attack.verdict(self.ceiling) == Verdict::Within
    }
}

impl Delivered {
    fn open(opener: &Opener<'_>, spec: &Spec, folder: &PathBuf) -> Result<Self, CliError> {
        let open = |role| opener.open(role, std::slice::from_ref(folder)).map(|mut folders| folders.remove(0));
        let folders = [open(spec.token_role())?, open(Role::Union)?, open(spec.payload_role())?, open(Role::Owner)?];
        agree(&folders, Deliveries::Same)?;
        let [linkage, union, payload, owner] = folders;
        let persons = Persons::read(&owner)?;
        Ok(Self { linkage, union, payload, owner, persons })
    }
}
