//! `keys rows`: the keys of sealed payload rows that a study needs.

use exchange::custody::Act;
use exchange::spec::Spec;
use exchange::{Hat, Role};
use linker::sealed::give_out;

use super::recipients::Recipients;
use crate::args::{Common, KeysRows};
use crate::custody::Custody;
use crate::desk::Opener;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::secrets::{self, Passphrases};
use crate::unfinished;

pub(super) fn run(args: &KeysRows, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let recipients = Recipients::parse(&args.recipient)?;
    let spec = Spec::read(&args.spec)?;
    unfinished::refuse_overlap(&args.out, [&args.spine])?;
    let custody = Custody::begin(&args.keys, &args.custody, common)?;
    let opener = Opener::of(Hat::KeyCustodian, &spec, &args.spec, common).signed_by(&args.signers)?;
    let spine = opener.open(Role::Spine, std::slice::from_ref(&args.spine))?.remove(0);
    let mut passphrases = Passphrases::of(common);
    let keyring = secrets::project_asking(&args.keys, &spec.project, common, &mut passphrases)?;
    let given = give_out(&spec, &spine, &keyring)?;
    recipients.seal(&mut passphrases, |lock| given.seal(&args.out, lock))?;
    for source in &given.sources {
        printer.line(format!("{}: keys of {} handles", source.source, source.keys.len()));
    }
    printer.note(format!("Next: hand {} to the analysis unit, which gives it to `dwlink unseal`", args.out.display()));
    let act = Act::Rows { spine: spine.manifest.sha256(), recipients: recipients.to_log() };
    custody.record(custody.subject(&args.out, Some(&keyring.into()))?, act, printer)?;
    Ok(ExitStatus::Done)
}
