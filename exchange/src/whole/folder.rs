use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use super::flush::sync_tree;
use super::journal::Journal;
use super::leftovers::remove_unless_finished;
use super::provenance::Provenance;
use super::replaced::{check_replaceable, move_aside, put_back};
use super::target::{Target, sync_folder};
use super::unfinished::{Unfinished, left_beside};
use crate::manifest::{Sign, Signature};
use crate::permissions::{create_private_file, create_private_folder, is_private_folder};
use crate::{ExchangeError, Result, Written};

/// A folder in the making, mode 0700; it takes its name only at [`NewFolder::commit`].
#[derive(Debug)]
pub struct NewFolder {
    target: Target,
    replace: bool,
    flushed: bool,
    unfinished: Unfinished,
    journal: Option<Journal>,
    kept_with_work: bool,
    sign: Option<Sign>,
}

impl NewFolder {
    /// Starts a folder that will be called `path`, in an existing parent folder.
    ///
    /// # Errors
    /// [`ExchangeError::Exists`] unless `replace`; even then [`ExchangeError::NotOurs`] for a non-empty folder without
    /// a `run.json` or `manifest.json` of dwlink's at its top, so that a slip in `--out` cannot remove other work.
    /// [`ExchangeError::Symlink`], [`ExchangeError::NotAFolder`] for what cannot be replaced at all.
    pub fn begin(path: impl AsRef<Path>, replace: bool) -> Result<Self> {
        let target = Target::parse(path.as_ref())?;
        check_replaceable(&target, replace)?;
        let unfinished = Unfinished::begin(&target)?;
        Ok(Self { target, replace, flushed: true, unfinished, journal: None, kept_with_work: false, sign: None })
    }

    /// As [`NewFolder::begin`], with a journal: should the process be killed, [`NewFolder::resume`] can go on.
    ///
    /// # Errors
    /// As [`NewFolder::begin`].
    pub fn begin_resumable(path: impl AsRef<Path>, replace: bool) -> Result<Self> {
        let mut folder = Self::begin(path, replace)?;
        folder.journal = Some(Journal::begin(folder.path())?);
        Ok(folder)
    }

    /// Takes up the folder that a killed run which was to make `path` left, or begins one where there is none. However this
    /// run ends, what is finished of it is kept.
    ///
    /// # Errors
    /// As [`NewFolder::begin`]; [`ExchangeError::SeveralUnfinished`], and [`ExchangeError::StillRunning`] where a process
    /// is at work on it. [`ExchangeError::Complete`] where the run was killed after the folder had its name: now its
    /// journal is gone too.
    pub fn resume(path: impl AsRef<Path>, replace: bool) -> Result<Self> {
        let target = Target::parse(path.as_ref())?;
        refuse_complete(&target)?;
        check_replaceable(&target, replace)?;
        let mut left = left_beside(&target)?;
        let Some(folder) = left.pop() else {
            let mut begun = Self::begin_resumable(path, replace)?;
            begun.kept_with_work = true;
            return Ok(begun);
        };
        if !left.is_empty() {
            left.push(folder);
            return Err(ExchangeError::SeveralUnfinished { path: target.path(), folders: left });
        }
        let journal = Some(Journal::open(&folder)?);
        let unfinished = Unfinished::take_up(folder);
        Ok(Self { target, replace, flushed: true, unfinished, journal, kept_with_work: true, sign: None })
    }

    /// Starts a new folder inside one that is itself still in the making, or that will be removed: it appears whole or
    /// not at all, but [`NewFolder::commit`] does not wait for the disk, which is left to whoever commits the outer one.
    ///
    /// # Errors
    /// As [`NewFolder::begin`] without `replace`.
    pub fn begin_inside_unfinished(path: impl AsRef<Path>) -> Result<Self> {
        let mut folder = Self::begin(path, false)?;
        folder.flushed = false;
        Ok(folder)
    }

    /// The same, with every manifest in it signed when it appears: `sign` is given [`Signature::signed_bytes`].
    #[must_use]
    pub fn signed_with(mut self, sign: impl Fn(&[u8]) -> Signature + Send + Sync + 'static) -> Self {
        self.sign = Some(Sign::with(sign));
        self
    }

    /// Where to write meanwhile.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.unfinished.path()
    }

    /// Whether an earlier run began it.
    #[must_use]
    pub fn is_resumed(&self) -> bool {
        self.unfinished.is_taken_up()
    }

    /// Its journal, if it can be resumed.
    #[must_use]
    pub fn journal(&self) -> Option<&Journal> {
        self.journal.as_ref()
    }

    /// Checks that the run which began the folder was of the same provenance.
    ///
    /// # Errors
    /// [`ExchangeError::OtherRun`].
    pub fn check_provenance(&self, own: &Provenance, earlier: &Provenance) -> Result<()> {
        match own.differing(earlier).as_slice() {
            [] => Ok(()),
            differing => Err(ExchangeError::OtherRun { path: self.path().to_path_buf(), what: differing.join(", ") }),
        }
    }

    /// Removes every file but those of `finished` (by path inside the folder) that are still as they were written, and
    /// the journal; gives those that stay.
    pub fn keep_only(&self, finished: &BTreeMap<PathBuf, Written>) -> Result<BTreeSet<PathBuf>> {
        remove_unless_finished(self.path(), finished)
    }

    /// Creates the new file `name` in the folder, mode 0600.
    pub fn file(&self, name: &str) -> Result<File> {
        create_private_file(&self.inside(name)?)
    }

    /// Writes `text` to the new file `name` in the folder, mode 0600.
    pub fn write_text(&self, name: &str, text: &str) -> Result<()> {
        let failed = |source| ExchangeError::io(&self.path().join(name), source);
        self.file(name)?.write_all(text.as_bytes()).map_err(failed)
    }

    /// Creates the new subfolder `name`, mode 0700, and returns its path; an earlier run may have created it.
    pub fn folder(&self, name: &str) -> Result<PathBuf> {
        let path = self.inside(name)?;
        if !(self.is_resumed() && is_private_folder(&path)) {
            create_private_folder(&path)?;
        }
        Ok(path)
    }

    /// Flushes everything to the disk and gives the folder its name in one rename; with `replace`, the old folder is
    /// first renamed aside, and put back should the second rename fail.
    pub fn commit(mut self) -> Result<()> {
        if let Some(sign) = &self.sign {
            sign.sign_below(self.path())?;
        }
        if self.flushed {
            sync_tree(self.path())?;
        }
        let journaled = self.journal.is_some();
        if cfg!(windows) {
            // Windows renames no folder with an open file in it.
            self.journal = None;
        }
        let aside = self.take_name()?;
        if self.flushed {
            self.target.sync_parent()?;
        }
        // Not before the folder has its name: a run that is killed until then can be resumed.
        if journaled {
            Journal::remove_from(&self.target.path())?;
            sync_folder(&self.target.path())?;
        }
        match aside {
            Some(aside) => aside.close().map_err(|source| ExchangeError::io(self.target.parent(), source)),
            None => Ok(()),
        }
    }

    /// Gives the folder its name; gives what it replaced.
    pub(super) fn take_name(&mut self) -> Result<Option<TempDir>> {
        let replaced = check_replaceable(&self.target, self.replace)?;
        let aside = if replaced { Some(move_aside(&self.target)?) } else { None };
        if let Err(source) = fs::rename(self.path(), self.target.path()) {
            if let Some(aside) = aside {
                put_back(aside, &self.target);
            }
            return Err(ExchangeError::io(&self.target.path(), source));
        }
        self.unfinished.keep();
        Ok(aside)
    }

    fn inside(&self, name: &str) -> Result<PathBuf> {
        let mut parts = Path::new(name).components();
        match (parts.next(), parts.next()) {
            (Some(Component::Normal(_)), None) => Ok(self.path().join(name)),
            _ => Err(ExchangeError::NotAFile { path: PathBuf::from(name) }),
        }
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if self.kept_with_work && self.journal.as_ref().is_some_and(Journal::has_work) {
            self.unfinished.keep();
        }
    }
}

/// Refuses to go on with a folder that has its name already, and removes the journal that a kill left in it.
fn refuse_complete(target: &Target) -> Result<()> {
    let path = target.path();
    if !(is_private_folder(&path) && Journal::lies_in(&path)) {
        return Ok(());
    }
    // While the run that made it is still there, the journal is that run's to remove.
    drop(Journal::open(&path)?);
    Journal::remove_from(&path)?;
    Err(ExchangeError::Complete { path })
}
