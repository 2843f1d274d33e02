//! Where an output will go: checked before any work, and again just before it appears.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use crate::permissions::make_private;
use crate::{ExchangeError, Result};

/// What the hidden names of outputs in the making end in.
const SUFFIX: &str = ".part";

/// A path an output may take, as a name in an existing folder.
#[derive(Debug)]
pub(super) struct Target {
    parent: PathBuf,
    name: OsString,
}

impl Target {
    pub(super) fn parse(path: &Path) -> Result<Self> {
        let name = path.file_name().ok_or_else(|| ExchangeError::NotAFolder { path: path.to_path_buf() })?;
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let metadata = fs::metadata(parent).map_err(|source| ExchangeError::io(parent, source))?;
        if !metadata.is_dir() {
            return Err(ExchangeError::NotAFolder { path: parent.to_path_buf() });
        }
        Ok(Self { parent: parent.to_path_buf(), name: name.to_owned() })
    }

    pub(super) fn path(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    pub(super) fn name(&self) -> &OsString {
        &self.name
    }

    /// What stands at the target now; a symbolic link is refused, since writing through it could land anywhere.
    pub(super) fn existing(&self) -> Result<Option<Metadata>> {
        let path = self.path();
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(ExchangeError::io(&path, source)),
            Ok(metadata) if metadata.is_symlink() => Err(ExchangeError::Symlink { path }),
            Ok(metadata) => Ok(Some(metadata)),
        }
    }

    /// Creates the hidden sibling, with `mode`, that `make` builds in the parent folder.
    pub(super) fn sibling<T>(
        &self,
        mode: u32,
        make: impl FnOnce(&tempfile::Builder<'_, '_>, &Path) -> io::Result<T>,
    ) -> Result<T> {
        let prefix = self.prefix();
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(SUFFIX);
        make_private(&mut builder, mode);
        make(&builder, &self.parent).map_err(|source| ExchangeError::io(&self.parent, source))
    }

    /// Whether [`Target::sibling`] may have chosen this name.
    pub(super) fn is_sibling(&self, name: &OsStr) -> bool {
        let drawn = name.as_encoded_bytes().strip_prefix(self.prefix().as_encoded_bytes());
        let drawn = drawn.and_then(|rest| rest.strip_suffix(SUFFIX.as_bytes()));
        // What is drawn has no dot; a name that has one belongs to a target with a longer name.
        drawn.is_some_and(|drawn| !drawn.contains(&b'.'))
    }

    fn prefix(&self) -> OsString {
        let mut prefix = OsString::from(".");
        prefix.push(&self.name);
        prefix.push(".");
        prefix
    }

    /// Makes the rename itself durable.
    pub(super) fn sync_parent(&self) -> Result<()> {
        sync_folder(&self.parent)
    }
}

/// Flushes a folder's entries to the disk. Only Unix opens folders as files; elsewhere the rename is left to the
/// file system.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        let synced = File::open(folder).and_then(|open| open.sync_all());
        synced.map_err(|source| ExchangeError::io(folder, source))?;
    }
    Ok(())
}
