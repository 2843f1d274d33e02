//! `keys generate`, `inspect`, `destroy`.

use keys::{Keyring, KeyringFile, Lock, Recipient, StudyKey, SystemRandom, WorkFactor};

use crate::args::{self, Common};
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::secrets;

pub(super) fn run(args: &args::Keys, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    match args {
        args::Keys::Generate { project, study, recipient, out } => {
            let file: KeyringFile = match study {
                Some(study) => StudyKey::generate(project, study, &SystemRandom::new())?.into(),
                None => Keyring::generate(project, &SystemRandom::new())?.into(),
            };
            let recipients = recipient.iter().map(|text| text.parse()).collect::<Result<Vec<Recipient>, _>>()?;
            if recipients.is_empty() {
                let passphrase = secrets::new_passphrase(common)?;
                file.seal(out, &Lock::Passphrase { passphrase: &passphrase, work: WorkFactor::ADAPTIVE })?;
            } else {
                file.seal(out, &Lock::Recipients(&recipients))?;
            }
            describe(&file, printer);
            printer.note(format!("sealed in {}; readable by its owner alone", out.display()));
        }
        args::Keys::Inspect { file } => describe(&secrets::keyring_file(file, common)?, printer),
        args::Keys::Destroy { file } => {
            keys::destroy(file)?;
            printer.line(format!("{} is overwritten and removed", file.display()));
            printer.note("Copies, backups and worn flash cells may still hold it: destroy those too.");
        }
    }
    Ok(ExitStatus::Done)
}

fn describe(file: &KeyringFile, printer: &Printer) {
    let (kind, project, study) = match file {
        KeyringFile::Project(keyring) => ("project keyring", keyring.project(), None),
        KeyringFile::Study(key) => ("study key", key.project(), Some(key.study())),
    };
    printer.line(format!("kind         {kind}"));
    printer.line(format!("project      {project}"));
    if let Some(study) = study {
        printer.line(format!("study        {study}"));
    }
    printer.line(format!("check value  {}", file.check_value()));
    let check_value = file.check_value().to_string();
    printer.json(&serde_json::json!({ "kind": kind, "project": project, "study": study, "check_value": check_value }));
}
