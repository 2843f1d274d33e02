//! Waiting until a whole folder lies on the disk.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::target::sync_folder;
use crate::{ExchangeError, Result};

/// Files flushed side by side: the disk writes many as fast as one, and a file system commits them together.
const SIDE_BY_SIDE: usize = 8;

/// Flushes every file below `folder`, then the folders, innermost first.
pub(super) fn sync_tree(folder: &Path) -> Result<()> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    list(folder, &mut files, &mut folders)?;
    std::thread::scope(|scope| {
        let share = files.len().div_ceil(SIDE_BY_SIDE).max(1);
        let flushing: Vec<_> = files.chunks(share).map(|files| scope.spawn(|| sync_files(files))).collect();
        flushing.into_iter().try_for_each(|thread| thread.join().expect("flushing does not panic"))
    })?;
    folders.iter().rev().try_for_each(|folder| sync_folder(folder))
}

fn list(folder: &Path, files: &mut Vec<PathBuf>, folders: &mut Vec<PathBuf>) -> Result<()> {
    let at = |path: &Path, source: io::Error| ExchangeError::io(path, source);
    folders.push(folder.to_path_buf());
    for entry in fs::read_dir(folder).map_err(|source| at(folder, source))? {
        let entry = entry.map_err(|source| at(folder, source))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(|source| at(&path, source))?;
        if kind.is_dir() {
            list(&path, files, folders)?;
        } else if kind.is_file() {
            files.push(path);
        } else {
            return Err(ExchangeError::Symlink { path });
        }
    }
    Ok(())
}

fn sync_files(files: &[PathBuf]) -> Result<()> {
    files.iter().try_for_each(|path| {
        let synced = File::open(path).and_then(|file| file.sync_all());
        synced.map_err(|source| ExchangeError::io(path, source))
    })
}
