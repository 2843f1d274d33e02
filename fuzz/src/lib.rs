//! What the fuzz targets share: a place on disk for bytes, since the program's readers take paths.
//!
//! A target calls public functions alone, as a receiver of the file would, and must come back: with a value or with an error, never with
//! a panic, a hang or memory without bound.

pub mod sealed;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

thread_local! {
    static FOLDER: TempDir = tempfile::tempdir().expect("a temporary folder can be made");
}

/// Hands `read` the path of a file that holds `bytes`.
pub fn with_file<T>(name: &str, bytes: &[u8], read: impl FnOnce(&Path) -> T) -> T {
    FOLDER.with(|folder| {
        let path: PathBuf = folder.path().join(name);
        fs::write(&path, bytes).expect("the temporary folder can be written");
        read(&path)
    })
}

/// Hands `read` the folder in which a file holds `bytes`.
pub fn with_folder<T>(name: &str, bytes: &[u8], read: impl FnOnce(&Path) -> T) -> T {
    with_file(name, bytes, |path| read(path.parent().expect("a file in a folder has a parent")))
}
