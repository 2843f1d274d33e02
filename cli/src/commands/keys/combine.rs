//! `keys combine`.

use exchange::custody::Act;
use keys::{KeyringFile, Unlock};

use super::inspect::describe_keyring;
use super::recipients::Recipients;
use crate::args::{Common, KeysCombine};
use crate::custody::Custody;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::secrets::{self, Passphrases};

pub(super) fn run(args: &KeysCombine, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let recipients = Recipients::parse(&args.recipient)?;
    let custody = Custody::begin(&args.file, &args.custody, common)?;
    let mut passphrases = Passphrases::of(common);
    let key = secrets::joined(&args.share, common, &mut passphrases)?;
    let file = KeyringFile::open(&args.file, &Unlock::Set(&key))?;
    recipients.seal(&mut passphrases, |lock| file.seal(&args.out, lock))?;
    describe_keyring(&file, common, printer);
    printer.note(format!("sealed anew in {}, which opens without shares: destroy it after use", args.out.display()));
    let (set, shares) = (key.set().to_string(), key.places().to_vec());
    let act = Act::Combine { set, shares, recipients: recipients.to_log() };
    custody.record(custody.subject(&args.out, Some(&file))?, act, printer)?;
    Ok(ExitStatus::Done)
}
