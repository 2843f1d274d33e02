//! The hidden folder in which an output is made, and those that killed runs left.

use std::fs;
use std::path::{Path, PathBuf};

use super::journal::Journal;
use super::target::Target;
use crate::permissions::is_private_folder;
use crate::{ExchangeError, Result};

/// The hidden folder of an output in the making; it is removed when dropped, unless it is to be kept.
#[derive(Debug)]
pub(super) struct Unfinished {
    path: PathBuf,
    taken_up: bool,
    kept: bool,
}

impl Unfinished {
    /// Makes a new one beside the target.
    pub(super) fn begin(target: &Target) -> Result<Self> {
        let made = target.sibling(0o700, |builder, parent| builder.tempdir_in(parent))?;
        Ok(Self { path: made.keep(), taken_up: false, kept: false })
    }

    /// Takes up one that an earlier run left; it is kept.
    pub(super) fn take_up(path: PathBuf) -> Self {
        Self { path, taken_up: true, kept: true }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether an earlier run left it.
    pub(super) fn is_taken_up(&self) -> bool {
        self.taken_up
    }

    pub(super) fn keep(&mut self) {
        self.kept = true;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.kept {
            // As with any temporary: what cannot be removed stays under its hidden name.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Folders beside `path` that a run which was to make it left unfinished, and that [`super::NewFolder::resume`] can go
/// on with; those of a running process are not among them.
pub fn unfinished(path: &Path) -> Result<Vec<PathBuf>> {
    let left = left_beside(&Target::parse(path)?)?;
    Ok(left.into_iter().filter(|folder| Journal::open(folder).is_ok()).collect())
}

/// Folders beside `path` that a killed run which was to make it left, and that no run can go on with, since they hold no
/// journal. Those of a running process that keeps none are among them: nothing tells them apart.
pub fn abandoned(path: &Path) -> Result<Vec<PathBuf>> {
    let mut left = hidden_beside(&Target::parse(path)?)?;
    left.retain(|folder| !Journal::lies_in(folder));
    Ok(left)
}

/// Hidden folders of the target that hold a journal, whoever works on them.
pub(super) fn left_beside(target: &Target) -> Result<Vec<PathBuf>> {
    let mut left = hidden_beside(target)?;
    left.retain(|folder| Journal::lies_in(folder));
    Ok(left)
}

/// Hidden folders of the target, in order.
fn hidden_beside(target: &Target) -> Result<Vec<PathBuf>> {
    let at = |source| ExchangeError::io(target.parent(), source);
    let mut hidden = Vec::new();
    for entry in fs::read_dir(target.parent()).map_err(at)? {
        let entry = entry.map_err(at)?;
        // A folder that others may write to could be a trap: what is put there would be theirs to read.
        if target.is_sibling(&entry.file_name()) && is_private_folder(&entry.path()) {
            hidden.push(entry.path());
        }
    }
    hidden.sort();
    Ok(hidden)
}
