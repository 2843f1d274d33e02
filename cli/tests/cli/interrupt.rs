//! Ctrl-C during a trial, and a kill.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::folders;
use crate::people;
use crate::program::{self, Ended, Run};
use crate::world;

/// Seconds of work in a test build, against milliseconds between two looks at the folder.
const PEOPLE: usize = 20_000;

#[test]
fn ctrl_c_ends_in_75_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let child = at_work(at);
    interrupt(&child);
    let ended = Ended::of("trial".to_owned(), &child.wait_with_output().unwrap());
    assert_eq!(ended.code, Some(75), "{}{}", ended.stdout, ended.stderr);
    assert!(ended.stderr.contains("interrupted; no output was made"), "{}", ended.stderr);
    assert!(folders::left_half_written(at).is_empty() && !at.join("out").exists());
}

/// A trial's key is gone with it, so nothing goes on with its folder; but that names of people lie there must be said.
#[test]
fn what_a_killed_trial_left_is_named_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut child = at_work(at);
    child.kill().unwrap();
    child.wait().unwrap();
    let left = folders::left_half_written(at).remove(0);
    world::sources(at);
    let ended = Run::new(at, "trial left/left.csv right/right.csv --out out").expect_code(0);
    let name = left.file_name().unwrap().to_str().unwrap();
    assert!(ended.stderr.contains(&format!("{name}: left by a run that was killed")), "{}", ended.stderr);
    assert!(left.exists());
}

fn at_work(folder: &Path) -> Child {
    fs::write(folder.join("left.csv"), people::table("left", PEOPLE)).unwrap();
    let child = Command::new(program::path())
        .current_dir(folder)
        .args(["trial", "left.csv", "left.csv", "--out", "out", "--threads", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_until_at_work(folder);
    child
}

/// The hidden folder is made after the program has begun to listen for Ctrl-C.
fn wait_until_at_work(folder: &Path) {
    let patience = Instant::now() + Duration::from_mins(1);
    while folders::left_half_written(folder).is_empty() {
        assert!(Instant::now() < patience, "the trial did not begin");
        sleep(Duration::from_millis(5));
    }
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}
