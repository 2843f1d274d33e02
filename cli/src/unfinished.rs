//! The folder that a long command makes: begun, or taken up where a killed run left it.

use std::path::Path;

use exchange::{ExchangeError, NewFolder};
use linker::LinkerError;

use crate::args::Common;
use crate::error::CliError;
use crate::printer::Printer;

/// The folder `out` in the making; says what is there to go on with.
pub(crate) fn folder(out: &Path, resume: bool, common: &Common, printer: &Printer) -> Result<NewFolder, ExchangeError> {
    if !resume {
        for left in exchange::unfinished(out)? {
            let left = left.display();
            printer.note(format!("{left}: left unfinished by an earlier run; --resume goes on with it, or remove it"));
        }
        return NewFolder::begin_resumable(out, common.force);
    }
    let folder = NewFolder::resume(out, common.force)?;
    printer.note(if folder.is_resumed() {
        format!("Going on with {}", folder.path().display())
    } else {
        format!("{}: nothing was left unfinished; this run begins anew", out.display())
    });
    Ok(folder)
}

/// What work in such a folder came to; says that a resumed run that stopped can be resumed again.
pub(crate) fn ended<T>(work: linker::Result<T>, resume: bool, printer: &Printer) -> Result<T, CliError> {
    if resume && matches!(work, Err(LinkerError::Interrupted)) {
        printer.note("What is finished stays: the same command goes on with it");
    }
    Ok(work?)
}
