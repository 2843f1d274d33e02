use std::fs;

use tempfile::tempdir;

use super::tests::names;
use super::{FinishedFiles, NewFolder, Provenance, abandoned, unfinished};
use crate::manifest::sha256_of_bytes;
use crate::{ExchangeError, Written};

#[test]
fn a_folder_that_was_killed_is_taken_up_and_finished() {
    let parent = tempdir().expect("parent");
    let target = parent.path().join("out");
    let longer = parent.path().join("out.2");
    let provenance = Provenance::of("test", "1").with("spec", "aa");
    killed(NewFolder::begin_resumable(&longer, false).expect("begin"), &provenance, &[]);
    killed(NewFolder::begin_resumable(&target, false).expect("begin"), &provenance, &["one.json", "two.json"]);
    assert_eq!(unfinished(&target).expect("look").len(), 1);

    let folder = NewFolder::resume(&target, false).expect("resume");
    assert!(folder.is_resumed() && unfinished(&target).expect("look").is_empty());
    let other = provenance.clone().with("spec", "bb");
    let refused = FinishedFiles::<u8>::open(&folder, &other).err().expect("refused");
    assert!(matches!(refused, ExchangeError::OtherRun { what, .. } if what == "spec"));
    drop(folder);

    let left = unfinished(&target).expect("look").remove(0);
    fs::write(left.join("two.json"), b"altered").expect("alter");
    let folder = NewFolder::resume(&target, false).expect("resume");
    let mut finished = FinishedFiles::<u8>::open(&folder, &provenance).expect("open");
    assert!(matches!(finished.take("one.json"), Some((_, 7))) && finished.take("two.json").is_none());
    assert_eq!(names(folder.path()), ["journal", "one.json", "part"]);
    assert!(names(&folder.folder("part").expect("folder")).is_empty());
    folder.commit().expect("commit");
    assert_eq!(names(&target), ["one.json", "part"]);
}

/// Files in a folder, noted as finished, and one that is not; then the process is gone.
fn killed(folder: NewFolder, provenance: &Provenance, files: &[&str]) {
    let finished = FinishedFiles::open(&folder, provenance).expect("open");
    for name in files {
        folder.write_text(name, name).expect("write");
        let sha256 = sha256_of_bytes(name.as_bytes());
        let written = Written { rows: 1, bytes: name.len() as u64, sha256 };
        finished.add(name, &written, &7_u8).expect("note");
    }
    fs::write(folder.folder("part").expect("folder").join("half"), b"half").expect("write");
    let path = folder.path().to_path_buf();
    // As a kill does: the lock is given back, and nothing is removed.
    let kept = path.with_extension("kept");
    fs::rename(&path, &kept).expect("rename");
    drop(folder);
    fs::rename(&kept, &path).expect("rename");
}

#[test]
fn a_run_without_finished_work_leaves_nothing_even_when_it_was_to_be_resumable() {
    let parent = tempdir().expect("parent");
    let folder = NewFolder::resume(parent.path().join("out"), false).expect("begin");
    assert!(!folder.is_resumed());
    FinishedFiles::<u8>::open(&folder, &Provenance::of("test", "1")).expect("open");
    drop(folder);
    assert!(names(parent.path()).is_empty());
}

#[test]
fn a_run_that_is_killed_as_its_folder_takes_its_name_has_made_it() {
    let parent = tempdir().expect("parent");
    let target = parent.path().join("out");
    let mut folder = NewFolder::begin_resumable(&target, false).expect("begin");
    FinishedFiles::<u8>::open(&folder, &Provenance::of("test", "1")).expect("open");
    folder.write_text("one.json", "one").expect("write");
    folder.take_name().expect("rename");
    assert_eq!(names(&target), ["journal", "one.json"], "until the rename the run could be resumed");
    assert!(matches!(NewFolder::resume(&target, false), Err(ExchangeError::StillRunning { .. })));
    // As a kill does: the lock is given back.
    drop(folder);
    assert!(matches!(NewFolder::resume(&target, false), Err(ExchangeError::Complete { .. })));
    assert_eq!(names(&target), ["one.json"]);
    assert!(matches!(NewFolder::resume(&target, false), Err(ExchangeError::Exists { .. })));
    assert_eq!(names(parent.path()), ["out"]);
}

#[test]
fn what_no_run_can_go_on_with_is_found_too() {
    let parent = tempdir().expect("parent");
    let target = parent.path().join("out");
    let resumable = NewFolder::begin_resumable(&target, false).expect("begin");
    let whole = NewFolder::begin(&target, false).expect("begin");
    let _longer = NewFolder::begin(parent.path().join("out.2"), false).expect("begin");
    assert_eq!(abandoned(&target).expect("look"), [whole.path()]);
    drop(whole);
    assert!(abandoned(&target).expect("look").is_empty() && resumable.path().exists());
}
