//! Looking at folders: every file in them, copies of them.

use std::fs;
use std::path::{Path, PathBuf};

/// Every file below `folder`, in path order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Entries below `folder`, at any depth, that an interrupted write would leave.
pub(crate) fn left_half_written(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "part") {
            found.push(path.clone());
        }
        if path.is_dir() {
            found.extend(left_half_written(&path));
        }
    }
    found
}

pub(crate) fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        fs::copy(from, to).unwrap();
        return;
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}

/// Asserts that two folders hold the same files with the same bytes, but for files of the names in `except`.
pub(crate) fn assert_same_bytes(one: &Path, other: &Path, except: &[&str]) {
    let names = |folder: &Path| -> Vec<PathBuf> {
        let relative = |path: PathBuf| path.strip_prefix(folder).unwrap().to_owned();
        let excepted = |path: &PathBuf| except.iter().any(|name| path.ends_with(name));
        files(folder).into_iter().map(relative).filter(|path| !excepted(path)).collect()
    };
    assert_eq!(names(one), names(other));
    assert!(!names(one).is_empty(), "{} is empty", one.display());
    for name in names(one) {
        assert!(
            fs::read(one.join(&name)).unwrap() == fs::read(other.join(&name)).unwrap(),
            "{} differs",
            name.display()
        );
    }
}
