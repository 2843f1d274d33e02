//! Ctrl-C during a trial.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::folders;
use crate::people;
use crate::program::{self, Ended};

/// Seconds of work in a test build, against milliseconds between two looks at the folder.
const PEOPLE: usize = 20_000;

#[test]
fn ctrl_c_ends_in_75_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("left.csv"), people::table("left", PEOPLE)).unwrap();
    let child = Command::new(program::path())
        .current_dir(at)
        .args(["trial", "left.csv", "left.csv", "--out", "out", "--threads", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_until_at_work(at);
    interrupt(&child);
    let ended = Ended::of("trial".to_owned(), &child.wait_with_output().unwrap());
    assert_eq!(ended.code, Some(75), "{}{}", ended.stdout, ended.stderr);
    assert!(ended.stderr.contains("interrupted; no output was made"), "{}", ended.stderr);
    assert!(folders::left_half_written(at).is_empty() && !at.join("out").exists());
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
