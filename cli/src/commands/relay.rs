//! `relay`: the key custodian's act on tokens in transit.

use exchange::custody::Act;
use exchange::manifest::MANIFEST;
use exchange::spec::Spec;
use exchange::{Hat, Role};
use linker::LinkerError;
use linker::relay::{Order, relay, rows_handed_in};

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
    let order = Order { spec: &spec, keyring: &keyring, folder: &folders[0], memory_bytes: common.memory };
    let delivery = folders[0].manifest.sha256();
    let source = folders[0].manifest.source.as_deref().unwrap_or_default();
    let rows = rows_handed_in(&order)?;
    let earlier = custody.rows_relayed(source, &keyring.check_value().to_string(), &delivery)?;
    let under_key = earlier.saturating_add(rows);
    if args.quota.is_some_and(|quota| under_key > quota) {
        return Err(beyond_quota(source, rows, earlier));
    }
    let progress = Progress::new(printer)?;
    let out = unfinished::resumable(&args.out, [&args.folder], args.resume, common, printer)?;
    let out = signing::signed(out, args.custody.sign.as_deref(), printer)?;
    let made = relay(&order, &out, &progress).map(|relayed| (relayed, out));
    let (relayed, out) = unfinished::ended(made, &args.out, args.resume, printer)?;
    // The folder made, by the hash of its manifest, which lists its files by theirs. On record before the linkage unit can be given it:
    // a run that is killed between the two is resumed, and recorded twice.
    let mut subject = custody.subject(&out.path().join(MANIFEST), Some(&keyring.into()))?;
    subject.file = args.out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let act = Act::Relay { source: relayed.source.clone(), delivery, rows: relayed.rows };
    custody.record_ahead(subject, act, printer)?;
    out.commit()?;
    printer.line(format!(
        "{}: {} pass files, {} bytes; {} rows in the largest, {under_key} in all deliveries under this key",
        relayed.source, relayed.files, relayed.bytes, relayed.rows,
    ));
    printer.note(format!("Next: hand {} to the linkage unit, and remove both copies here", args.out.display()));
    printer.json(&relayed);
    Ok(ExitStatus::Done)
}

/// An owner hands in its own people, and as many as it has: more may be a dictionary, whose rows it finds in the relayed file.
fn beyond_quota(source: &str, rows: u64, earlier: u64) -> CliError {
    let what = format!("{source} hands in {rows} rows after {earlier} under this key, more than --quota");
    let remedy = "ask the owner how many people it holds; raise --quota where that explains it".to_owned();
    LinkerError::Policy { what, remedy }.into()
}
