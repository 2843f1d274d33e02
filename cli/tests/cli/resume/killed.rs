use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::program;

/// Kills the run as soon as so many Parquet files lie in its unfinished folder; whether it was still at work.
pub(super) fn killed_at_file(at: &Path, line: &str, parquet_files: usize) -> bool {
    begun(at, line, parquet_files).is_some_and(kill)
}

/// Kills the run after so many milliseconds; whether it was still at work.
pub(super) fn killed_after(at: &Path, line: &str, milliseconds: u64) -> bool {
    let child = spawn(at, line);
    sleep(Duration::from_millis(milliseconds));
    kill(child)
}

/// A run that has so many Parquet files in its unfinished folder, unless it ended first.
pub(super) fn begun(at: &Path, line: &str, parquet_files: usize) -> Option<Child> {
    let resumes = line.contains("--resume");
    let others = if resumes { Vec::new() } else { unfinished_folders(at) };
    let mut child = spawn(at, line);
    let patience = Instant::now() + Duration::from_mins(2);
    let own = || unfinished_folders(at).into_iter().find(|folder| !others.contains(folder));
    while own().map_or(0, |folder| made(&folder)) < parquet_files {
        assert!(Instant::now() < patience, "dwlink {line} did not make {parquet_files} files");
        if child.try_wait().unwrap().is_some() {
            return None;
        }
    }
    Some(child)
}

/// The folder that a killed run left.
pub(super) fn unfinished_folder(at: &Path) -> Option<PathBuf> {
    unfinished_folders(at).into_iter().next()
}

fn unfinished_folders(at: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<_> = fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.extension().is_some_and(|extension| extension == "part"));
    folders
}

fn spawn(at: &Path, line: &str) -> Child {
    let mut command = Command::new(program::path());
    command.current_dir(at).args(line.split_whitespace());
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn kill(mut child: Child) -> bool {
    // SIGKILL: the process has no chance to tidy up.
    child.kill().unwrap();
    child.wait().unwrap().code().is_none()
}

/// Parquet files in the unfinished folder; they come and go while one looks.
fn made(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let count = |path: PathBuf| match path.extension().and_then(|extension| extension.to_str()) {
        Some("parquet") => 1,
        _ => made(&path),
    };
    entries.filter_map(Result::ok).map(|entry| count(entry.path())).sum()
}
