//! A disk that fills up while a trial writes: an error that says so, and nothing left half-written.

use std::fs;
use std::process::{Command, Output};

use crate::folders;
use crate::people::PLANTED;
use crate::program::{self, Ended, Run};
use crate::world;

/// A tmpfs of 100 KiB in a mount namespace of its own. Ends in 99 where that is not allowed.
const SMALL_DISK: &str = "
    mkdir small && mount -t tmpfs -o size=100k tmpfs small || exit 99
    \"$0\" $LINE --out small/out; code=$?
    echo left behind: $(ls -A small); exit $code";
/// No file may grow beyond 4 blocks of 512 bytes; the signal that would end the program is turned off, so that the
/// write fails instead.
const SMALL_FILES: &str = "trap '' XFSZ; ulimit -f 4; exec \"$0\" trial left/left.csv right/right.csv --out out";

#[test]
fn a_full_disk_leaves_nothing() {
    let Some(ended) = on_a_small_disk("trial left/left.csv right/right.csv") else { return };
    assert_eq!(ended.code, Some(3), "{}{}", ended.stdout, ended.stderr);
    assert!(ended.stderr.contains("the disk is full"), "{}", ended.stderr);
    assert_eq!(ended.stdout, "left behind:\n");
    assert!(PLANTED.iter().all(|value| !ended.stderr.contains(value)), "{}", ended.stderr);
}

#[test]
fn a_disk_that_is_too_small_is_told_of_before_work_begins() {
    let line = "pseudonymise left --spec person.toml --source left --keys none --test-seed 7";
    let Some(ended) = on_a_small_disk(line) else { return };
    let (need, warning) = (ended.stderr.find("needs up to"), ended.stderr.find("warning: where --out lies"));
    assert!(need.is_some() && need < warning, "{}", ended.stderr);
}

/// How a command ended that writes to a disk of 100 KiB, where one can be mounted.
fn on_a_small_disk(line: &str) -> Option<Ended> {
    let folder = tempfile::tempdir().unwrap();
    world::sources(folder.path());
    let mut shell = Command::new("unshare");
    shell.args(["--user", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK]).arg(program::path());
    let Ok(output) = shell.env("LINE", line).current_dir(folder.path()).output() else {
        println!("skipped: no `unshare` here, so no small disk can be mounted");
        return None;
    };
    let ended = Ended::of(line.to_owned(), &output);
    if ended.code == Some(99) || could_not_unshare(&output) {
        println!("skipped: no small disk can be mounted here");
        return None;
    }
    Some(ended)
}

fn could_not_unshare(output: &Output) -> bool {
    String::from_utf8_lossy(&output.stderr).starts_with("unshare:")
}

#[cfg(unix)]
#[test]
fn a_write_that_fails_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    world::sources(folder.path());
    let output =
        Command::new("sh").args(["-c", SMALL_FILES]).arg(program::path()).current_dir(folder.path()).output().unwrap();
    let ended = Ended::of("trial".to_owned(), &output);
    assert_eq!(ended.code, Some(3), "{}{}", ended.stdout, ended.stderr);
    assert!(ended.stderr.contains("error: ") && ended.stdout.is_empty(), "{}{}", ended.stdout, ended.stderr);
    assert!(!folder.path().join("out").exists());
    assert!(folders::left_half_written(folder.path()).is_empty());
}

/// The files are written, but the result that a script reads is lost: that is no success.
#[test]
fn a_result_that_cannot_be_printed_is_an_error() {
    let Ok(full) = fs::File::options().write(true).open("/dev/full") else {
        println!("skipped: no /dev/full here");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    world::sources(folder.path());
    let ended = Run::new(folder.path(), "check left --spec person.toml --source left --json").stdout_to(full).end();
    assert_eq!(ended.code, Some(3), "{}", ended.stderr);
    assert!(ended.stderr.contains("standard output: the disk is full"), "{}", ended.stderr);
}
