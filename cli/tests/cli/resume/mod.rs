//! Killed outright at one point after another, and gone on with: the bytes of a run that nobody disturbed.
#![cfg(unix)]

mod killed;
mod refused;
mod sealed;
mod world;

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::folders::{assert_same_bytes, files, left_half_written};
use crate::program::{Run, dwlink};
use killed::{killed_after, killed_at_file, unfinished_folder};
use world::{Work, World};

/// Parquet files that lie in the unfinished folder when the process is killed; the last may be half-written.
const AT_FILES: [usize; 7] = [1, 2, 3, 5, 8, 13, 21];
const AFTER_MILLISECONDS: [u64; 6] = [0, 3, 10, 30, 80, 150];

#[test]
fn the_bytes_are_those_of_an_undisturbed_run() {
    let world = World::get();
    for work in Work::ALL {
        let (mut killed, mut kept) = (0, 0);
        for file in AT_FILES.into_iter().filter(|file| *file <= work.files()) {
            let at = world.fresh();
            let line = format!("{} --threads {}", work.line(), 1 + file % 2);
            killed += usize::from(killed_at_file(at.path(), &line, file));
            kept += resumed_like_undisturbed(at.path(), work, &line, world);
        }
        for delay in AFTER_MILLISECONDS {
            let at = world.fresh();
            killed += usize::from(killed_after(at.path(), &work.line(), delay));
            resumed_like_undisturbed(at.path(), work, &work.line(), world);
        }
        println!("{work:?}: killed {killed} times, {kept} finished files were kept");
        assert!(killed >= 4 && kept >= 2, "{work:?}: killed {killed} times, {kept} files were kept: too few to tell");
    }
}

#[test]
fn a_resumed_run_can_be_killed_and_resumed() {
    let world = World::get();
    let (at, line) = (world.fresh(), Work::Treatment.line());
    assert!(killed_at_file(at.path(), &line, 2));
    for file in [6, 12, 18] {
        killed_at_file(at.path(), &format!("{line} --resume"), file);
    }
    resumed_like_undisturbed(at.path(), Work::Treatment, &line, world);
}

#[test]
fn a_finished_file_that_was_altered_is_made_again() {
    let world = World::get();
    for work in Work::ALL {
        let at = world.fresh();
        assert!(killed_at_file(at.path(), &work.line(), work.files() - 1));
        let unfinished = unfinished_folder(at.path()).unwrap();
        for path in files(&unfinished).into_iter().filter(|path| path.extension().is_some_and(|is| is == "parquet")) {
            let mut bytes = fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            // The file that was being written may still be empty.
            bytes.iter_mut().skip(middle).take(1).for_each(|byte| *byte ^= 1);
            fs::write(&path, bytes).unwrap();
        }
        let kept = resumed_like_undisturbed(at.path(), work, &work.line(), world);
        assert_eq!(kept, 0, "{work:?}: an altered file was kept");
    }
}

/// Ends the work, whether it was killed or had ended; gives how many files the killed run had finished.
fn resumed_like_undisturbed(at: &Path, work: Work, line: &str, world: &World) -> usize {
    let out = at.join("out");
    let mut kept = 0;
    if out.join("journal").exists() {
        // Killed between the rename and its last step.
        let ended = Run::new(at, &format!("{line} --resume")).expect_code(2);
        assert!(ended.stderr.contains("is complete"), "{}", ended.stderr);
    } else if !out.exists() {
        let begun = SystemTime::now();
        dwlink(at, &format!("{line} --resume"));
        let older = |path: &std::path::PathBuf| fs::metadata(path).unwrap().modified().unwrap() < begun;
        kept = files(&out).iter().filter(|path| older(path)).count();
    }
    assert_same_bytes(&world.undisturbed(work), &out, &["run.json"]);
    // A run killed before the first byte of its journal has nothing to go on with; its folder stays.
    let resumable = |folder: &std::path::PathBuf| fs::metadata(folder.join("journal")).is_ok_and(|file| file.len() > 0);
    assert!(!left_half_written(at).iter().any(resumable), "{work:?}: the unfinished folder is still there");
    kept
}

#[test]
fn ctrl_c_keeps_what_a_resumed_run_finished_and_nothing_of_another() {
    let world = World::get();
    let line = Work::Treatment.line();
    for (more, kept) in [("", false), (" --resume", true)] {
        let at = world.fresh();
        let line = format!("{line}{more}");
        let child = killed::begun(at.path(), &line, 4).expect("the run is long enough to be interrupted");
        assert!(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(75), "{said}");
        assert_eq!(said.contains("the same command goes on with it"), kept, "{said}");
        assert_eq!(unfinished_folder(at.path()).is_some(), kept);
    }
}

/// Nothing may be said to stay where nothing was finished yet.
#[test]
fn ctrl_c_at_the_start_of_a_resumed_run_promises_nothing() {
    let at = World::get().fresh();
    let child = killed::begun(at.path(), &format!("{} --resume", Work::Treatment.line()), 0).unwrap();
    while unfinished_folder(at.path()).is_none() {
        std::thread::yield_now();
    }
    assert!(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(75), "{said}");
    assert_eq!(said.contains("What is finished stays"), unfinished_folder(at.path()).is_some(), "{said}");
}

#[test]
fn without_the_flag_a_run_begins_anew_and_says_what_lies_there() {
    let world = World::get();
    let (at, line) = (world.fresh(), Work::Treatment.line());
    assert!(killed_at_file(at.path(), &line, 3));
    let unfinished = unfinished_folder(at.path()).unwrap();
    let ended = Run::new(at.path(), &line).expect_code(0);
    assert!(ended.stderr.contains("left unfinished by an earlier run; --resume goes on with it"), "{}", ended.stderr);
    assert!(unfinished.is_dir());
    assert_same_bytes(&world.undisturbed(Work::Treatment), &at.path().join("out"), &["run.json"]);
}
