//! What a disk has left.

use std::path::Path;

/// Bytes that this user may still write where `out` is to appear; nothing where the system does not say.
#[cfg(unix)]
pub(crate) fn at(out: &Path) -> Option<u64> {
    let folder = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
pub(crate) fn at(_out: &Path) -> Option<u64> {
    None
}
