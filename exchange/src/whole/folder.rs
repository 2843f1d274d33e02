use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use super::flush::sync_tree;
use super::journal::{JOURNAL, Journal};
use super::leftovers::remove_unless_finished;
use super::provenance::Provenance;
use super::target::Target;
use super::unfinished::{Unfinished, left_beside};
use crate::manifest::{Sign, Signature};
use crate::permissions::{create_private_file, create_private_folder, is_private_folder};
use crate::{ExchangeError, Result, Written, json};

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
    /// is at work on it.
    pub fn resume(path: impl AsRef<Path>, replace: bool) -> Result<Self> {
        let target = Target::parse(path.as_ref())?;
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
        let replaced = check_replaceable(&self.target, self.replace)?;
        // Not before the flush: it takes long, and until it is done a killed run can be resumed.
        if self.journal.take().is_some() {
            let path = self.path().join(JOURNAL);
            fs::remove_file(&path).map_err(|source| ExchangeError::io(&path, source))?;
        }
        let aside = if replaced { Some(move_aside(&self.target)?) } else { None };
        if let Err(source) = fs::rename(self.path(), self.target.path()) {
            if let Some(aside) = aside {
                put_back(aside, &self.target);
            }
            return Err(ExchangeError::io(&self.target.path(), source));
        }
        self.unfinished.keep();
        if self.flushed {
            self.target.sync_parent()?;
        }
        match aside {
            Some(aside) => aside.close().map_err(|source| ExchangeError::io(self.target.parent(), source)),
            None => Ok(()),
        }
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

/// Whether something stands at the target that may be, and is to be, replaced.
fn check_replaceable(target: &Target, replace: bool) -> Result<bool> {
    let Some(metadata) = target.existing()? else { return Ok(false) };
    let path = target.path();
    if !replace {
        return Err(ExchangeError::Exists { path });
    }
    if !metadata.is_dir() {
        return Err(ExchangeError::NotAFolder { path });
    }
    let empty = fs::read_dir(&path).map_err(|source| ExchangeError::io(&path, source))?.next().is_none();
    if empty || ["run.json", "manifest.json"].iter().any(|name| is_ours(&path.join(name))) {
        return Ok(true);
    }
    Err(ExchangeError::NotOurs { path })
}

fn is_ours(document: &Path) -> bool {
    json::declared_format(document).is_some_and(|format| format.starts_with("dwlink/"))
}

fn move_aside(target: &Target) -> Result<TempDir> {
    let aside = target.sibling(0o700, |builder, parent| builder.tempdir_in(parent))?;
    fs::rename(target.path(), aside.path().join(target.name()))
        .map_err(|source| ExchangeError::io(&target.path(), source))?;
    Ok(aside)
}

/// Should even this fail, the old folder is kept under its hidden name: nothing is ever lost.
fn put_back(aside: TempDir, target: &Target) {
    if fs::rename(aside.path().join(target.name()), target.path()).is_err() {
        let _hidden = aside.keep();
    }
}
