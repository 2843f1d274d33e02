//! `keys share`.

use exchange::custody::Act;

use super::inspect::{describe_keyring, describe_share};
use super::recipients::Recipients;
use crate::args::{Common, KeysShare};
use crate::custody::Custody;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::secrets::{self, Content, Passphrases};

pub(super) fn run(args: &KeysShare, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    super::refuse_past(args.use_until, common)?;
    let recipients = Recipients::parse(&args.recipient)?;
    let custody = Custody::begin(&args.file, &args.custody, common)?;
    let mut passphrases = Passphrases::of(common);
    let mut content = secrets::any(&args.file, common, &mut passphrases)?;
    match (&mut content, args.use_until) {
        (Content::Keyring(file), Some(day)) => file.set_use_until(Some(day)),
        (Content::Share(_), Some(_)) => {
            let what = format!("{}: a share has no last day of use", args.file.display());
            return Err(CliError::usage(what, "leave out --use-until; the keyring has one"));
        }
        (_, None) => {}
    }
    let (keyring, use_until) = match &content {
        Content::Keyring(file) => {
            recipients.seal(&mut passphrases, |lock| file.seal(&args.out, lock))?;
            describe_keyring(file, common, printer);
            (Some(file), file.use_until())
        }
        Content::Share(share) => {
            recipients.seal(&mut passphrases, |lock| share.seal(&args.out, lock))?;
            describe_share(share, printer);
            (None, None)
        }
    };
    printer.note(format!("sealed anew in {}; {} is as it was", args.out.display(), args.file.display()));
    let act = Act::Share { use_until, recipients: recipients.to_log() };
    custody.record(custody.subject(&args.out, keyring)?, act, printer)?;
    Ok(ExitStatus::Done)
}
