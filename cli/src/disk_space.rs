//! What a run will need of the disk, and what the disk has left.

use std::path::Path;

use linker::DiskNeed;

use crate::printer::Printer;
use crate::unfinished;

/// Says what the making of `out` needs, and warns where there is less.
pub(crate) fn announce(need: DiskNeed, out: &Path, printer: &Printer) {
    let sealed = match need.sealed_bytes {
        0 => String::new(),
        bytes => format!(", and {} for sealed work in progress, which --memory cannot hold", size(bytes)),
    };
    printer.note(format!("The delivery needs up to {} of disk{sealed}", size(need.delivery_bytes)));
    let free = free_in(unfinished::folder_of(out));
    if let Some(free) = free.filter(|free| *free < need.delivery_bytes + need.sealed_bytes) {
        printer.note(format!("warning: where --out lies, {} are free", size(free)));
    }
}

fn size(bytes: u64) -> String {
    match bytes.div_ceil(1 << 20) {
        mib @ 0..10_240 => format!("{mib} MiB"),
        mib => format!("{} GiB", mib.div_ceil(1 << 10)),
    }
}

/// Bytes that this user may still write into `folder`; nothing where the system does not say.
#[cfg(unix)]
fn free_in(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free_in(_folder: &Path) -> Option<u64> {
    None
}
