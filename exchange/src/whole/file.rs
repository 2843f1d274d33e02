use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::target::Target;
use crate::{ExchangeError, Result};

/// A file in the making, mode 0600; it takes its name only at [`NewFile::commit`].
#[derive(Debug)]
pub struct NewFile {
    target: Target,
    replace: bool,
    temporary: NamedTempFile,
}

impl NewFile {
    /// Starts a file that will be called `path`, in an existing folder.
    ///
    /// # Errors
    /// [`ExchangeError::Exists`] unless `replace`; [`ExchangeError::Symlink`] and [`ExchangeError::NotAFile`] for what
    /// cannot be replaced.
    pub fn begin(path: impl AsRef<Path>, replace: bool) -> Result<Self> {
        let target = Target::parse(path.as_ref())?;
        check_replaceable(&target, replace)?;
        let temporary = target.sibling(0o600, |builder, parent| builder.tempfile_in(parent))?;
        Ok(Self { target, replace, temporary })
    }

    /// Flushes the content to the disk and gives the file its name in one rename.
    pub fn commit(self) -> Result<()> {
        let path = self.target.path();
        self.temporary.as_file().sync_all().map_err(|source| ExchangeError::io(&path, source))?;
        check_replaceable(&self.target, self.replace)?;
        let named = if self.replace { self.temporary.persist(&path) } else { self.temporary.persist_noclobber(&path) };
        named.map_err(|error| ExchangeError::io(&path, error.error))?;
        self.target.sync_parent()
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.temporary.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temporary.flush()
    }
}

fn check_replaceable(target: &Target, replace: bool) -> Result<()> {
    let Some(metadata) = target.existing()? else { return Ok(()) };
    let path = target.path();
    match (replace, metadata.is_file()) {
        (false, _) => Err(ExchangeError::Exists { path }),
        (true, false) => Err(ExchangeError::NotAFile { path }),
        (true, true) => Ok(()),
    }
}
