//! `relay`: the key custodian's act on tokens in transit.

mod quota;

use exchange::custody::Act;
use exchange::manifest::MANIFEST;
use exchange::spec::Spec;
use exchange::{Hat, Role};
use linker::relay::{Order, relay, rows_handed_in};

use self::quota::Quota;
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
    let quota = Quota {
        source: folders[0].manifest.source.as_deref().unwrap_or_default(),
        delivery: &delivery,
        check_value: keyring.check_value().to_string(),
        most: args.quota,
    };
    quota.checked(custody.on_record(), rows_handed_in(&order)?)?;
    let progress = Progress::new(printer)?;
    let out = unfinished::resumable(&args.out, [&args.folder], args.resume, common, printer)?;
    let out = signing::signed(out, args.custody.sign.as_deref(), printer)?;
    // The folder, by the hash of its manifest, which lists its files by theirs, is on record before the linkage unit can be given it: a run
    // that is killed between the two is resumed, and recorded twice.
    let made = relay(&order, &out, &progress).map_err(CliError::from).and_then(|relayed| {
        let mut subject = custody.subject(&out.path().join(MANIFEST), Some(&keyring.into()))?;
        subject.file = args.out.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let act = Act::Relay { source: relayed.source.clone(), delivery: delivery.clone(), rows: relayed.rows };
        let under_key = custody.record_ahead(subject, act, |log| quota.checked(log, relayed.rows), printer)?;
        out.commit()?;
        Ok((relayed, under_key))
    });
    let (relayed, under_key) = unfinished::ended(made, &args.out, args.resume, printer)?;
    printer.line(format!(
        "{}: {} pass files, {} bytes; {} rows in the largest, {under_key} in all deliveries under this key",
        relayed.source, relayed.files, relayed.bytes, relayed.rows,
    ));
    printer.note(format!("Next: hand {} to the linkage unit, and remove both copies here", args.out.display()));
    printer.json(&serde_json::json!({ "relayed": relayed, "rows_under_key": under_key }));
    Ok(ExitStatus::Done)
}
