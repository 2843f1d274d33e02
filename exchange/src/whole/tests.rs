use std::fs;
use std::io::Write as _;
use std::path::Path;

use tempfile::tempdir;

use super::{NewFile, NewFolder};
use crate::ExchangeError;

pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("folder");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("entry").file_name().into_string().expect("text")).collect();
    names.sort();
    names
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).expect("metadata").permissions().mode() & 0o777
}

#[test]
fn a_folder_appears_only_at_commit() {
    let begins: [fn(&Path) -> NewFolder; 2] = [
        |target| NewFolder::begin(target, false).expect("begin"),
        |target| NewFolder::begin_inside_unfinished(target).expect("begin"),
    ];
    for begin in begins {
        let parent = tempdir().expect("parent");
        let target = parent.path().join("out");
        let folder = begin(&target);
        folder.file("a.txt").expect("file").write_all(b"a").expect("write");
        let inner = folder.folder("linkage").expect("subfolder");
        fs::write(inner.join("b.txt"), b"b").expect("write");
        assert!(!target.exists());
        folder.commit().expect("commit");
        assert_eq!(names(parent.path()), ["out"]);
        assert_eq!(names(&target), ["a.txt", "linkage"]);
        assert_eq!(fs::read(target.join("linkage/b.txt")).expect("b"), b"b");
    }
}

#[test]
fn a_dropped_folder_leaves_nothing() {
    let parent = tempdir().expect("parent");
    let folder = NewFolder::begin(parent.path().join("out"), false).expect("begin");
    folder.file("a.txt").expect("file");
    assert_eq!(names(parent.path()).len(), 1);
    drop(folder);
    assert!(names(parent.path()).is_empty());
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_open_what_is_written() {
    let parent = tempdir().expect("parent");
    let target = parent.path().join("out");
    let folder = NewFolder::begin(&target, false).expect("begin");
    assert_eq!(mode(folder.path()), 0o700);
    folder.file("a.txt").expect("file");
    folder.folder("sub").expect("folder");
    folder.commit().expect("commit");
    assert_eq!([mode(&target), mode(&target.join("sub")), mode(&target.join("a.txt"))], [0o700, 0o700, 0o600]);

    let file = parent.path().join("single");
    NewFile::begin(&file, false).expect("begin").commit().expect("commit");
    assert_eq!(mode(&file), 0o600);
}

#[test]
fn an_existing_target_is_refused_and_left_alone() {
    let parent = tempdir().expect("parent");
    let target = parent.path().join("out");
    fs::create_dir(&target).expect("target");
    fs::write(target.join("old"), b"old").expect("old");
    assert!(matches!(NewFolder::begin(&target, false), Err(ExchangeError::Exists { .. })));
    assert!(matches!(NewFolder::begin(&target, true), Err(ExchangeError::NotOurs { .. })));
    assert!(matches!(NewFile::begin(&target, true), Err(ExchangeError::NotAFile { .. })));
    assert_eq!(fs::read(target.join("old")).expect("old"), b"old");
    assert_eq!(names(parent.path()), ["out"]);
}

#[test]
fn a_target_that_appears_meanwhile_is_refused_at_commit() {
    let parent = tempdir().expect("parent");
    let target = parent.path().join("out");
    let folder = NewFolder::begin(&target, false).expect("begin");
    fs::create_dir(&target).expect("rival");
    assert!(matches!(folder.commit(), Err(ExchangeError::Exists { .. })));

    let single = parent.path().join("single");
    let file = NewFile::begin(&single, false).expect("begin");
    fs::write(&single, b"rival").expect("rival");
    assert!(matches!(file.commit(), Err(ExchangeError::Exists { .. })));
    assert_eq!(fs::read(&single).expect("single"), b"rival");
    assert_eq!(names(parent.path()), ["out", "single"]);
}

#[test]
fn replace_swaps_a_whole_output_of_ours() {
    let parent = tempdir().expect("parent");
    let target = parent.path().join("out");
    fs::create_dir(&target).expect("target");
    fs::write(target.join("run.json"), br#"{"format":"dwlink/run/1"}"#).expect("run");
    fs::write(target.join("old"), b"old").expect("old");
    let folder = NewFolder::begin(&target, true).expect("begin");
    folder.file("new").expect("file");
    assert!(target.join("old").exists());
    folder.commit().expect("commit");
    assert_eq!(names(&target), ["new"]);
    assert_eq!(names(parent.path()), ["out"]);
}

#[test]
fn a_file_is_replaced_whole() {
    let parent = tempdir().expect("parent");
    let path = parent.path().join("report.html");
    fs::write(&path, b"old").expect("old");
    let mut dropped = NewFile::begin(&path, true).expect("begin");
    dropped.write_all(b"half").expect("write");
    drop(dropped);
    assert_eq!(fs::read(&path).expect("read"), b"old");
    let mut file = NewFile::begin(&path, true).expect("begin");
    file.write_all(b"new").expect("write");
    file.commit().expect("commit");
    assert_eq!(fs::read(&path).expect("read"), b"new");
    assert_eq!(names(parent.path()), ["report.html"]);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_refused() {
    let parent = tempdir().expect("parent");
    let real = parent.path().join("real");
    fs::create_dir(&real).expect("real");
    let link = parent.path().join("link");
    std::os::unix::fs::symlink(&real, &link).expect("link");
    for name in ["link", "link/"] {
        let path = parent.path().join(name);
        assert!(matches!(NewFolder::begin(&path, true), Err(ExchangeError::Symlink { .. })));
        assert!(matches!(NewFile::begin(&path, true), Err(ExchangeError::Symlink { .. })));
    }
    let folder = NewFolder::begin(parent.path().join("out"), false).expect("begin");
    std::os::unix::fs::symlink(&real, folder.path().join("inner")).expect("link");
    assert!(matches!(folder.commit(), Err(ExchangeError::Symlink { .. })));
}

#[test]
fn paths_that_name_nothing_are_refused() {
    let parent = tempdir().expect("parent");
    assert!(matches!(NewFolder::begin(parent.path().join(".."), false), Err(ExchangeError::NotAFolder { .. })));
    assert!(matches!(NewFolder::begin(parent.path().join("no/out"), false), Err(ExchangeError::Missing { .. })));
    let folder = NewFolder::begin(parent.path().join("out"), false).expect("begin");
    for name in ["", "..", "a/b", "/etc/passwd"] {
        assert!(folder.file(name).is_err());
    }
}
