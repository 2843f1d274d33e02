//! `relay`: the key custodian's act on tokens in transit.

use exchange::custody::Act;
use exchange::manifest::MANIFEST;
use exchange::spec::Spec;
use exchange::{Hat, Role};
use linker::relay::{Order, relay};

use crate::args::{self, Common};
use crate::custody::Custody;
use crate::desk::Opener;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::{secrets, signing, unfinished};

pub(super) fn run(args: &args::Relay, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let spec = Spec::read(&args.spec)?;
    let custody = Custody::begin(&args.keys, &args.custody, common)?;
    let opener = Opener::of(Hat::KeyCustodian, &spec, &args.spec, common).signed_by(&args.signers)?;
    let folders = opener.open(Role::Relay, std::slice::from_ref(&args.folder))?;
    let keyring = secrets::relay(&args.keys, &spec.project, common)?;
    let progress = Progress::new(printer)?;
    let out = unfinished::resumable(&args.out, [&args.folder], args.resume, common, printer)?;
    let out = signing::signed(out, args.custody.sign.as_deref(), printer)?;
    let order = Order { spec: &spec, keyring: &keyring, folder: &folders[0], memory_bytes: common.memory };
    let relayed = unfinished::ended(relay(&order, out, &progress), &args.out, args.resume, printer)?;
    printer.line(format!("{}: {} pass files, {} bytes", relayed.source, relayed.files, relayed.bytes));
    printer.note(format!("Next: hand {} to the linkage unit, and remove both copies here", args.out.display()));
    printer.json(&relayed);
    // The folder made, by the hash of its manifest, which lists its files by theirs.
    let mut subject = custody.subject(&args.out.join(MANIFEST), Some(&keyring.into()))?;
    subject.file = args.out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    custody.record(subject, Act::Relay { source: relayed.source }, printer)?;
    Ok(ExitStatus::Done)
}
