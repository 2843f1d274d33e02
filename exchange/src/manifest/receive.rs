use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;

use super::document::{FileEntry, MANIFEST, Manifest};
use super::hash::sha256_of_file;
use super::role::Role;
use super::signature::SIGNATURE;
use crate::{ExchangeError, Result};

/// How many hats the desk wears that opens a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    /// One: a folder with anything beyond its manifest is refused.
    OneHat,
    /// All (`--one-desk`): a pilot, the demo, a trial; other files may lie about.
    OneDesk,
}

/// A folder that matched its manifest when it was opened.
#[derive(Clone, Debug)]
pub struct Received {
    /// The folder.
    pub folder: PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
}

impl Received {
    /// Path of a file that the manifest lists, and whose hash was therefore checked.
    pub fn file(&self, name: &str) -> Result<PathBuf> {
        let path = self.folder.join(name);
        if self.manifest.file(name).is_some() { Ok(path) } else { Err(ExchangeError::Missing { path }) }
    }
}

impl Received {
    /// Refuses a folder whose last day of use is before `today`.
    ///
    /// # Errors
    /// [`ExchangeError::Expired`].
    pub fn refuse_expired(&self, today: Date) -> Result<()> {
        match self.manifest.use_until {
            Some(use_until) if today > use_until => {
                Err(ExchangeError::Expired { folder: self.folder.clone(), use_until })
            }
            _ => Ok(()),
        }
    }

    /// Refuses a token folder that has not passed a relay although its spec asks for one, or the reverse.
    ///
    /// # Errors
    /// [`ExchangeError::Relayed`].
    pub fn refuse_unless_relayed(&self, wanted: bool) -> Result<()> {
        if self.manifest.relay_check.is_some() == wanted {
            return Ok(());
        }
        Err(ExchangeError::Relayed { folder: self.folder.clone(), wanted })
    }
}

/// Refuses a folder that must pass another hand before it is one of `role`: tokens on their way to a relay, and sealed payload.
///
/// # Errors
/// [`ExchangeError::Relayed`], [`ExchangeError::Sealed`].
pub fn refuse_unready(folder: &Path, role: Role) -> Result<()> {
    let at = || folder.to_path_buf();
    match (role, Role::declared_by(&folder.join(MANIFEST))) {
        (Role::Linkage, Some(Role::Relay)) => Err(ExchangeError::Relayed { folder: at(), wanted: true }),
        (Role::Analysis, Some(Role::Sealed)) => Err(ExchangeError::Sealed { folder: at() }),
        _ => Ok(()),
    }
}

/// Opens a folder: reads its manifest, which must be of `role`, and [`Manifest::verify`]s it.
///
/// # Errors
/// As [`refuse_unready`] and [`Manifest::verify`].
pub fn receive(folder: &Path, role: Role, desk: Desk) -> Result<Received> {
    refuse_unready(folder, role)?;
    let manifest = Manifest::read(folder, role)?;
    manifest.verify(folder, desk)?;
    Ok(Received { folder: folder.to_path_buf(), manifest })
}

impl Manifest {
    /// Recomputes the hash of every file, and under [`Desk::OneHat`] refuses any other entry in the folder.
    ///
    /// # Errors
    /// [`ExchangeError::Missing`], [`ExchangeError::Truncated`], [`ExchangeError::Altered`],
    /// [`ExchangeError::Symlink`], [`ExchangeError::TooMuch`].
    pub fn verify(&self, folder: &Path, desk: Desk) -> Result<()> {
        if desk == Desk::OneHat {
            refuse_surplus(self, folder)?;
        }
        let verified: Vec<_> =
            self.files.par_iter().map(|entry| verify_file(&folder.join(&entry.name), entry)).collect();
        // Of several errors always the first.
        verified.into_iter().collect()
    }
}

fn verify_file(path: &Path, entry: &FileEntry) -> Result<()> {
    let at = || path.to_path_buf();
    let metadata = fs::symlink_metadata(path).map_err(|source| ExchangeError::io(path, source))?;
    if metadata.is_symlink() {
        return Err(ExchangeError::Symlink { path: at() });
    }
    if metadata.is_file() && metadata.len() < entry.bytes {
        return Err(ExchangeError::Truncated { path: at() });
    }
    if sha256_of_file(path)? == entry.sha256 { Ok(()) } else { Err(ExchangeError::Altered { path: at() }) }
}

fn refuse_surplus(manifest: &Manifest, folder: &Path) -> Result<()> {
    let at = |source| ExchangeError::io(folder, source);
    let mut surplus = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(at)? {
        let name = entry.map_err(at)?.file_name();
        let listed =
            name.to_str().is_some_and(|name| [MANIFEST, SIGNATURE].contains(&name) || manifest.file(name).is_some());
        if !listed {
            surplus.insert(PathBuf::from(name));
        }
    }
    if surplus.is_empty() {
        return Ok(());
    }
    Err(ExchangeError::TooMuch { folder: folder.to_path_buf(), files: surplus.into_iter().collect() })
}
