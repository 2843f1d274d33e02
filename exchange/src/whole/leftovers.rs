//! What a killed run left in its folder: finished files stay, everything else goes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::journal::JOURNAL;
use crate::manifest::sha256_of_file;
use crate::{ExchangeError, Result, Written};

/// Removes every file below `folder` but its journal and those of `finished`, by path in the folder, whose bytes are still
/// as they were written; gives those that stay. Folders stay.
pub(super) fn remove_unless_finished(
    folder: &Path,
    finished: &BTreeMap<PathBuf, Written>,
) -> Result<BTreeSet<PathBuf>> {
    let mut kept = BTreeSet::new();
    walk(folder, Path::new(""), &mut |path, inside| {
        if inside == Path::new(JOURNAL) {
            return Ok(());
        }
        if finished.get(inside).is_some_and(|written| is_as_written(path, written)) {
            kept.insert(inside.to_path_buf());
            return Ok(());
        }
        fs::remove_file(path).map_err(|source| ExchangeError::io(path, source))
    })?;
    Ok(kept)
}

/// Shows `each` the path of everything that is no folder, whole and inside `folder`.
fn walk(folder: &Path, inside: &Path, each: &mut impl FnMut(&Path, &Path) -> Result<()>) -> Result<()> {
    let at = |source| ExchangeError::io(folder, source);
    for entry in fs::read_dir(folder).map_err(at)? {
        let entry = entry.map_err(at)?;
        let inside = inside.join(entry.file_name());
        if entry.file_type().map_err(at)?.is_dir() {
            walk(&entry.path(), &inside, each)?;
        } else {
            each(&entry.path(), &inside)?;
        }
    }
    Ok(())
}

fn is_as_written(path: &Path, written: &Written) -> bool {
    let ordinary = fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() == written.bytes);
    ordinary && sha256_of_file(path).is_ok_and(|hash| hash == written.sha256)
}
