//! `keys identity`.

use std::path::Path;

use keys::{DeskIdentity, Signer};

use crate::args::Common;
use crate::clock;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;

pub(super) fn run(file: &Path, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let made = !file.exists();
    let identity = if made {
        let identity = DeskIdentity::generate();
        identity.write(file, clock::now(common))?;
        identity
    } else {
        DeskIdentity::read(file)?
    };
    let (recipient, signer) = (identity.recipient().to_string(), Signer::of(&identity).public().to_string());
    printer.line(format!("recipient  {recipient}"));
    printer.line(format!("signs as   {signer}"));
    if made {
        printer
            .note(format!("made {}: whoever reads it is you; keep it, and a copy, where only you can", file.display()));
    }
    printer.note("Next: give both lines to the key custodian over a channel that nobody can alter unnoticed");
    printer.json(&serde_json::json!({ "recipient": recipient, "signer": signer, "made": made }));
    Ok(ExitStatus::Done)
}
