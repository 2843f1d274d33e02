//! `keys split`.

use std::fs;
use std::path::PathBuf;

use exchange::custody::Act;
use keys::{KeyringFile, Lock, NewSet, Quorum, SystemRandom};

use super::recipients::{Holder, beside};
use crate::args::{Common, KeysSplit};
use crate::custody::Custody;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::secrets::{self, Passphrases};

pub(super) fn run(args: &KeysSplit, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let holders = Holder::parse(&args.holder)?;
    let quorum = Quorum::new(args.threshold, holders.len())?;
    let custody = Custody::begin(&args.file, &args.custody, common)?;
    let mut passphrases = Passphrases::of(common);
    let file = secrets::keyring_file(&args.file, &args.share, common, &mut passphrases)?;
    let set = NewSet::generate(file.project(), quorum, &SystemRandom::new())?;
    let shares = seal(args, &file, &set, &holders, &mut passphrases)?;
    let recipients = Holder::to_log(&holders);
    let (threshold, names) = (quorum.threshold(), holders.into_iter().map(|holder| holder.name).collect::<Vec<_>>());
    printer.line(format!("project      {}", file.project()));
    printer.line(format!("check value  {}", file.check_value()));
    printer.line(format!("set          {}", set.id()));
    printer.line(format!("opened by    any {threshold} of {}", names.join(", ")));
    for (name, path) in names.iter().zip(&shares) {
        printer.line(format!("  {name:<12} {}", path.display()));
    }
    printer.note(format!(
        "Next: give each share to its holder, keep {}, then: dwlink keys destroy {}\n\
         Until then, and for as long as any other copy is about, the key opens without these shares.",
        args.out.display(),
        args.file.display()
    ));
    printer.json(&serde_json::json!({
        "project": file.project(), "check_value": file.check_value().to_string(), "set": set.id().to_string(),
        "threshold": threshold, "holders": names, "shares": shares,
    }));
    let act = Act::Split { set: set.id().to_string(), threshold, holders: names, recipients };
    custody.record(custody.subject(&args.out, Some(&file))?, act, printer)?;
    Ok(ExitStatus::Done)
}

/// Writes the shares, and last the keyring: without it they open nothing. If one cannot be written, none stays.
fn seal(
    args: &KeysSplit,
    file: &KeyringFile,
    set: &NewSet,
    holders: &[Holder],
    passphrases: &mut Passphrases,
) -> Result<Vec<PathBuf>, CliError> {
    let mut written = Vec::new();
    let mut write = || -> Result<(), CliError> {
        secrets::refuse_existing(&args.out)?;
        for (holder, share) in holders.iter().zip(set.shares()) {
            let path = beside(&args.out, &format!("{}.share.age", holder.name));
            holder.seal(passphrases, |lock| share.seal(&path, lock))?;
            written.push(path);
        }
        Ok(file.seal(&args.out, &Lock::Recipients(std::slice::from_ref(set.recipient())))?)
    };
    let outcome = write();
    if outcome.is_err() {
        for path in &written {
            // What cannot be removed is sealed to its holder and opens nothing.
            let _ = fs::remove_file(path);
        }
    }
    outcome.map(|()| written)
}
