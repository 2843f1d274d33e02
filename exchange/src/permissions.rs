//! Files and folders that only their owner may open.

use std::fs::{DirBuilder, File, OpenOptions};
use std::path::Path;

use crate::{ExchangeError, Result};

/// Creates `path` for reading and writing, mode 0600; an existing file is refused.
pub(crate) fn create_private_file(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|source| ExchangeError::io(path, source))
}

/// Creates the folder `path`, mode 0700; an existing one is refused.
pub(crate) fn create_private_folder(path: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| ExchangeError::io(path, source))
}

/// Whether `path` is a folder, not a link to one, that only its owner may open.
pub(crate) fn is_private_folder(path: &Path) -> bool {
    let Ok(metadata) = std::fs::symlink_metadata(path) else { return false };
    #[cfg(unix)]
    let closed = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777 == 0o700;
    #[cfg(not(unix))]
    let closed = true;
    metadata.is_dir() && closed
}

/// Makes a temporary file or folder private from its first moment.
pub(crate) fn make_private(builder: &mut tempfile::Builder<'_, '_>, mode: u32) {
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    #[cfg(not(unix))]
    let _ = (builder, mode);
}
