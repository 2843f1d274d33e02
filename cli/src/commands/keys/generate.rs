//! `keys generate`.

use exchange::custody::Act;
use keys::{Keyring, KeyringFile, StudyKey, SystemRandom};

use super::inspect::describe_keyring;
use super::recipients::Recipients;
use crate::args::{Common, KeysGenerate};
use crate::custody::Custody;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::secrets::Passphrases;

pub(super) fn run(args: &KeysGenerate, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let mut file: KeyringFile = match &args.study {
        Some(study) => StudyKey::generate(&args.project, study, &SystemRandom::new())?.into(),
        None => Keyring::generate(&args.project, &SystemRandom::new())?.into(),
    };
    file.set_use_until(args.use_until);
    let recipients = Recipients::parse(&args.recipient)?;
    let custody = Custody::begin(&args.out, &args.custody, common)?;
    recipients.seal(&mut Passphrases::of(common), |lock| file.seal(&args.out, lock))?;
    describe_keyring(&file, printer);
    printer.note(format!("sealed in {}; readable by its owner alone", args.out.display()));
    let act = Act::Generate { use_until: args.use_until, recipients: recipients.to_log() };
    custody.record(custody.subject(&args.out, Some(&file))?, act, printer)?;
    Ok(ExitStatus::Done)
}
