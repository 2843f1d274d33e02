use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use super::flush::sync_tree;
use super::target::Target;
use crate::permissions::{create_private_file, create_private_folder};
use crate::{ExchangeError, Result, json};

/// A folder in the making, mode 0700; it takes its name only at [`NewFolder::commit`].
#[derive(Debug)]
pub struct NewFolder {
    target: Target,
    replace: bool,
    flushed: bool,
    temporary: TempDir,
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
        let temporary = target.sibling(0o700, |builder, parent| builder.tempdir_in(parent))?;
        Ok(Self { target, replace, flushed: true, temporary })
    }

    /// Starts a new folder inside one that is itself still in the making, or that will be removed: it appears whole or
    /// not at all, but [`NewFolder::commit`] does not wait for the disk, which is left to whoever commits the outer one.
    ///
    /// # Errors
    /// As [`NewFolder::begin`] without `replace`.
    pub fn begin_inside_unfinished(path: impl AsRef<Path>) -> Result<Self> {
        Ok(Self { flushed: false, ..Self::begin(path, false)? })
    }

    /// Where to write meanwhile.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.temporary.path()
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

    /// Creates the new subfolder `name`, mode 0700, and returns its path.
    pub fn folder(&self, name: &str) -> Result<PathBuf> {
        let path = self.inside(name)?;
        create_private_folder(&path)?;
        Ok(path)
    }

    /// Flushes everything to the disk and gives the folder its name in one rename; with `replace`, the old folder is
    /// first renamed aside, and put back should the second rename fail.
    pub fn commit(self) -> Result<()> {
        if self.flushed {
            sync_tree(self.path())?;
        }
        let replaced = check_replaceable(&self.target, self.replace)?;
        let aside = if replaced { Some(move_aside(&self.target)?) } else { None };
        if let Err(source) = fs::rename(self.path(), self.target.path()) {
            if let Some(aside) = aside {
                put_back(aside, &self.target);
            }
            return Err(ExchangeError::io(&self.target.path(), source));
        }
        let _renamed_away = self.temporary.keep();
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
