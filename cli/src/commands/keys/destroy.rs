//! `keys destroy`.

use exchange::custody::{Act, Certificate};
use exchange::manifest::sha256_of_file;

use crate::args::{Common, KeysDestroy};
use crate::custody::Custody;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::secrets::{self, Passphrases};

pub(super) fn run(args: &KeysDestroy, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let custody = Custody::begin(&args.file, &args.custody, common)?;
    if let Some(path) = args.certificate.as_ref().filter(|path| path.symlink_metadata().is_ok()) {
        return Err(keys::Error::Exists { path: path.clone() }.into());
    }
    let opened = args
        .open
        .then(|| secrets::keyring_file(&args.file, &args.share, common, &mut Passphrases::of(common)))
        .transpose()?;
    let destroyed = custody.subject(&args.file, opened.as_ref())?;
    keys::destroy(&args.file)?;
    printer.line(format!("{} is overwritten and removed", args.file.display()));
    printer.note("Copies, backups and worn flash cells may still hold it: destroy those too.");
    let certificate = match (&args.certificate, custody.signer()) {
        (Some(path), Some(signer)) => {
            let signature = signer.sign(&Certificate::signed_bytes(&destroyed));
            Certificate::signed(destroyed.clone(), signer.public().to_string(), signature).write(path)?;
            printer.line(format!("{} says so, signed by {}", path.display(), signer.public()));
            Some(sha256_of_file(path)?)
        }
        _ => None,
    };
    printer.json(&serde_json::json!({ "destroyed": destroyed, "certificate": certificate }));
    custody.record(destroyed, Act::Destroy { certificate }, printer)?;
    Ok(ExitStatus::Done)
}
