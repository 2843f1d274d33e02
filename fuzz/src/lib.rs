//! What the fuzz targets share: a place on disk for bytes, since the program's readers take paths.
//!
//! A target calls public functions alone, as a receiver of the file would, and must come back: with a value or with an error, never with
//! a panic, a hang or memory without bound. Panics of arrow and parquet on damaged files are caught where they are read
//! (`exchange/src/columnar/damage.rs`), so they are no findings unless they come out.

pub mod sealed;

use std::fs;
use std::panic::{set_hook, take_hook};
use std::path::{Path, PathBuf};
use std::sync::Once;

use tempfile::TempDir;

thread_local! {
    static FOLDER: TempDir = tempfile::tempdir().expect("a temporary folder can be made");
}

static WATCH: Once = Once::new();

/// libFuzzer's hook ends the process before anything can be caught; one that is caught by nobody still ends it.
fn pass_over_what_readers_catch() {
    let end = take_hook();
    set_hook(Box::new(move |panic| {
        let of_a_reader = |file: &str| ["/arrow-", "/parquet-"].iter().any(|library| file.contains(library));
        if !panic.location().is_some_and(|place| of_a_reader(place.file())) {
            end(panic);
        }
    }));
}

/// Hands `read` the path of a file that holds `bytes`.
pub fn with_file<T>(name: &str, bytes: &[u8], read: impl FnOnce(&Path) -> T) -> T {
    WATCH.call_once(pass_over_what_readers_catch);
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
