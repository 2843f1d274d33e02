//! The folder that a command makes: apart from what it reads; begun, or taken up where a killed run left it.

use std::path::{Path, PathBuf};

use exchange::{ExchangeError, NewFolder};
use linker::LinkerError;

use crate::args::Common;
use crate::error::CliError;
use crate::printer::Printer;

/// The folder `out` in the making, which is made of `inputs`.
pub(crate) fn begun<I: AsRef<Path>>(
    out: &Path,
    inputs: impl IntoIterator<Item = I>,
    common: &Common,
    printer: &Printer,
) -> Result<NewFolder, CliError> {
    refuse_overlap(out, inputs)?;
    name_abandoned(out, printer)?;
    Ok(NewFolder::begin(out, common.force)?)
}

/// As [`begun`], with a journal, or with `resume` taken up; says what is there to go on with.
pub(crate) fn resumable<I: AsRef<Path>>(
    out: &Path,
    inputs: impl IntoIterator<Item = I>,
    resume: bool,
    common: &Common,
    printer: &Printer,
) -> Result<NewFolder, CliError> {
    refuse_overlap(out, inputs)?;
    name_abandoned(out, printer)?;
    if !resume {
        for left in exchange::unfinished(out)? {
            let left = left.display();
            printer.note(format!("{left}: left unfinished by an earlier run; --resume goes on with it, or remove it"));
        }
        return Ok(NewFolder::begin_resumable(out, common.force)?);
    }
    let folder = NewFolder::resume(out, common.force)?;
    printer.note(if folder.is_resumed() {
        format!("Going on with {}", folder.path().display())
    } else {
        format!("{}: nothing was left unfinished; this run begins anew", out.display())
    });
    Ok(folder)
}

/// Names what nothing else would ever mention: it may hold a whole delivery.
fn name_abandoned(out: &Path, printer: &Printer) -> Result<(), CliError> {
    for left in exchange::abandoned(out)? {
        let left = left.display();
        printer.note(format!("{left}: left by a run that was killed, and nothing goes on with it; remove it unless a run is at work there"));
    }
    Ok(())
}

/// Refuses an output that is, contains or lies inside what it is made of: `--force` would remove what was received, and a folder that was
/// received would hold what its sender did not send.
pub(crate) fn refuse_overlap<I: AsRef<Path>>(out: &Path, inputs: impl IntoIterator<Item = I>) -> Result<(), CliError> {
    // What cannot be resolved is told when it is opened, or begun.
    let Some(place) = place(out) else { return Ok(()) };
    for input in inputs {
        let input = input.as_ref();
        let Ok(read) = input.canonicalize() else { continue };
        if place.starts_with(&read) || read.starts_with(&place) {
            let what = format!("{}: overlaps {}, of which it is to be made", out.display(), input.display());
            return Err(CliError::usage(what, "give --out a place apart from what is read"));
        }
    }
    Ok(())
}

/// Where `out` lies, or will lie, without symbolic links.
fn place(out: &Path) -> Option<PathBuf> {
    if let Ok(existing) = out.canonicalize() {
        return Some(existing);
    }
    Some(folder_of(out).canonicalize().ok()?.join(out.file_name()?))
}

/// The folder in which `out` is to appear.
pub(crate) fn folder_of(out: &Path) -> &Path {
    out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What work on the folder `out` came to; says that a resumed run that stopped can be resumed again.
pub(crate) fn ended<T, E: Into<CliError>>(
    work: Result<T, E>,
    out: &Path,
    resume: bool,
    printer: &Printer,
) -> Result<T, CliError> {
    let work = work.map_err(Into::into);
    let can_go_on = |error: &CliError| match error {
        CliError::Linker(LinkerError::Interrupted) => true,
        CliError::Linker(LinkerError::Exchange(error)) | CliError::Exchange(error) => {
            matches!(error, ExchangeError::DiskFull { .. })
        }
        _ => false,
    };
    if resume && work.as_ref().is_err_and(can_go_on) {
        what_stays(out)?.iter().for_each(|note| printer.note(note));
    }
    work
}

/// One who frees a full disk, or counts on what is done, must know that it is there.
fn what_stays(out: &Path) -> Result<Vec<String>, ExchangeError> {
    let said =
        |folder: &PathBuf| format!("What is finished stays in {}: the same command goes on with it", folder.display());
    Ok(exchange::unfinished(out)?.iter().map(said).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stays_is_said_to_stay() {
        let parent = tempfile::tempdir().unwrap();
        let out = parent.path().join("out");
        for (records, stays) in [(1, false), (2, true)] {
            let folder = NewFolder::resume(&out, false).unwrap();
            (0..records).for_each(|_| folder.journal().unwrap().append(b"done").unwrap());
            let path = folder.path().display().to_string();
            // As work does that stops.
            drop(folder);
            let said = what_stays(&out).unwrap();
            assert_eq!(said.iter().any(|note| note.contains(&path)), stays, "after {records} records: {said:?}");
        }
    }
}
