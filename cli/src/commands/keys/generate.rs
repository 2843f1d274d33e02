//! `keys generate`.

use exchange::custody::Act;
use keys::{Keyring, KeyringFile, RelayKeyring, StudyKey, SystemRandom};

use super::inspect::describe_keyring;
use super::recipients::Recipients;
use crate::args::{Common, KeysGenerate};
use crate::custody::Custody;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::secrets::Passphrases;

pub(super) fn run(args: &KeysGenerate, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    super::refuse_past(args.use_until, common)?;
    #[cfg(feature = "hsm")]
    if let Some(token) = &args.token {
        return in_token(token, args, common, printer);
    }
    let mut file: KeyringFile = match &args.study {
        Some(study) => StudyKey::generate(&args.project, study, &SystemRandom::new())?.into(),
        None if args.relay => RelayKeyring::generate(&args.project, &SystemRandom::new())?.into(),
        None => Keyring::generate(&args.project, &SystemRandom::new())?.into(),
    };
    file.set_use_until(args.use_until);
    let recipients = Recipients::parse(&args.recipient)?;
    let custody = Custody::begin(&args.out, &args.custody, common)?;
    recipients.seal(&mut Passphrases::of(common), |lock| file.seal(&args.out, lock))?;
    describe_keyring(&file, common, printer);
    printer.note(format!("sealed in {}; readable by its owner alone", args.out.display()));
    let act = Act::Generate { use_until: args.use_until, recipients: recipients.to_log() };
    custody.record(custody.subject(&args.out, Some(&file))?, act, printer)?;
    Ok(ExitStatus::Done)
}

/// The root is drawn in the token; the file that is made names it and holds no secret.
#[cfg(feature = "hsm")]
fn in_token(token: &str, args: &KeysGenerate, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let custody = Custody::begin(&args.out, &args.custody, common)?;
    let drawn = crate::secrets::token::generate((token, &args.project), args.use_until, &args.out, common)?;
    let file = KeyringFile::from(drawn);
    describe_keyring(&file, common, printer);
    printer.note(format!("drawn in the token, which keeps it; {} names it and is no secret", args.out.display()));
    let act = Act::Generate { use_until: args.use_until, recipients: std::collections::BTreeMap::new() };
    custody.record(custody.subject(&args.out, Some(&file))?, act, printer)?;
    Ok(ExitStatus::Done)
}
