//! `keys destroy`.

use exchange::custody::{Act, Certificate};

use crate::args::{Common, KeysDestroy};
use crate::custody::Custody;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::secrets::{self, Passphrases};

pub(super) fn run(args: &KeysDestroy, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let custody = Custody::begin(&args.file, &args.custody, common)?;
    args.certificate.as_deref().map_or(Ok(()), secrets::refuse_existing)?;
    let opened = args
        .open
        .then(|| secrets::keyring_file(&args.file, &args.share, common, &mut Passphrases::of(common)))
        .transpose()?;
    let destroyed = custody.subject(&args.file, opened.as_ref())?;
    let named = args.certificate.as_ref().zip(custody.signer());
    let certificate = named.map(|(path, signer)| {
        let signature = signer.sign(&Certificate::signed_bytes(&destroyed));
        Certificate::signed(destroyed.clone(), signer.public().to_string(), signature).begin(path)
    });
    let (certificate, sha256) = certificate.transpose()?.unzip();
    keys::destroy(&args.file)?;
    printer.line(format!("{} is overwritten and removed", args.file.display()));
    printer.note("Copies, backups and worn flash cells may still hold it: destroy those too.");
    // The line first: a certificate that fails now must not cost it. But the certificate is made even where the line fails.
    let recorded = custody.record(destroyed.clone(), Act::Destroy { certificate: sha256.clone() }, printer);
    if let Some((file, (path, signer))) = certificate.zip(named) {
        file.commit()?;
        printer.line(format!("{} says so, signed by {}", path.display(), signer.public()));
    }
    printer.json(&serde_json::json!({ "destroyed": destroyed, "certificate": sha256 }));
    recorded?;
    Ok(ExitStatus::Done)
}
