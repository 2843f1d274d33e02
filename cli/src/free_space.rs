//! What a disk has left.

use std::path::Path;

/// Bytes that this user may still write into `folder`; nothing where the system does not say.
#[cfg(unix)]
pub(crate) fn in_folder(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
pub(crate) fn in_folder(_folder: &Path) -> Option<u64> {
    None
}
