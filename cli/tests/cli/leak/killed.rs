//! What a run leaves that dies at work: its unfinished folder, its sealed spill while it still lives, core files.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::{Desk, FIXED, scan};
use crate::folders::files;
use crate::program;

/// A run is short: it may end before one has looked.
const TRIES: usize = 20;

#[test]
fn a_run_that_dies_leaves_no_planted_identity() {
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        println!(
            "skipped: what a killed run leaves (only root may look into the spill of a process that hides itself)"
        );
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::new(folder.path());
    if !dumps_core(folder.path()) {
        println!("skipped: core files (this system writes none)");
    }
    let (mut spilled, mut left) = (0, 0);
    // Not SIGSEGV: one that is sent, not caused, Rust's runtime takes for a mistake and goes on. Not SIGQUIT: a shell has its
    // background commands ignore it.
    for (signal, source) in [("-TRAP", "pnc"), ("-ABRT", "ndtms"), ("-KILL", "dwp"), ("-ILL", "deaths")] {
        let out = folder.path().join(signal);
        fs::create_dir_all(&out).unwrap();
        let child = (0..TRIES).find_map(|_| stopped_at_work(&desk, source, &out)).expect("a run is caught at work");
        for file in nameless_files(&child) {
            let bytes = fs::read(&file).unwrap();
            assert_eq!(desk.needles.find(&bytes), None, "spill of {source}");
            spilled += bytes.len();
        }
        let ended = killed(child, signal);
        assert!(ended.code().is_none() && !ended.core_dumped(), "{signal}: {ended}");
        let outside_owner = |path: &PathBuf| !path.components().any(|part| part.as_os_str() == "owner");
        for path in files(&out).into_iter().filter(outside_owner) {
            assert_eq!(scan::torn_file(&path, &desk.needles), None, "{}", path.display());
            left += 1;
        }
        assert_eq!(files(&desk.temporary), Vec::<PathBuf>::new());
        assert_eq!(cores(folder.path()), Vec::<PathBuf>::new());
    }
    assert!(spilled > 100_000, "only {spilled} bytes of spill were seen");
    assert!(left >= 4, "only {left} unfinished files were seen");
}

/// A stopped run that has spilled and has begun to write token files; nothing if it was too quick.
fn stopped_at_work(desk: &Desk, source: &str, out: &Path) -> Option<Child> {
    let line = format!(
        "pseudonymise extracts/{source} {FIXED} --source {source} --keys none --memory 1MiB --threads 1 --out {}/out",
        out.display()
    );
    let mut child = unlimited(&desk.at, &format!("exec {} {line}", program::path().display()))
        .env("TMPDIR", &desk.temporary)
        .spawn()
        .unwrap();
    let patience = Instant::now() + Duration::from_mins(2);
    let has_tables = || files(out).iter().any(|path| path.extension().is_some_and(|extension| extension == "parquet"));
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < patience, "dwlink {line} neither works nor ends");
        if has_tables() {
            send(&child, "-STOP");
            all_threads_rest(&child);
            let spill = nameless_files(&child);
            if spill.iter().any(|file| fs::metadata(file).is_ok_and(|found| found.len() > 0)) {
                return Some(child);
            }
            killed(child, "-KILL");
            break;
        }
    }
    for entry in fs::read_dir(out).unwrap() {
        fs::remove_dir_all(entry.unwrap().path()).unwrap();
    }
    None
}

/// Returns when no thread of a stopped process runs any more: the signal is on its way when `kill` ends, and until it
/// has come to every thread the process still opens and closes files.
fn all_threads_rest(child: &Child) {
    let patience = Instant::now() + Duration::from_mins(1);
    let rests = |task: PathBuf| {
        // "PID (NAME) STATE ...": the name may hold anything, so the state is sought behind its last bracket.
        let stat = fs::read_to_string(task.join("stat"));
        stat.map_or(true, |stat| stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with(['T', 't', 'Z', 'X'])))
    };
    let tasks = || fs::read_dir(format!("/proc/{}/task", child.id())).expect("a child not waited for is listed");
    while !tasks().all(|task| rests(task.unwrap().path())) {
        assert!(Instant::now() < patience, "the run does not stop");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Files that a process holds open and that have no name any more, as paths that open them.
fn nameless_files(child: &Child) -> Vec<PathBuf> {
    let open = fs::read_dir(format!("/proc/{}/fd", child.id())).expect("root may look");
    let paths = open.map(|entry| entry.unwrap().path());
    paths.filter(|path| fs::read_link(path).is_ok_and(|to| to.to_string_lossy().ends_with(" (deleted)"))).collect()
}

/// A shell command with core files of any size allowed.
fn unlimited(at: &Path, command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.current_dir(at).args(["-c", &format!("ulimit -c unlimited; {command}")]);
    shell.stdout(Stdio::null()).stderr(Stdio::null());
    shell
}

/// Whether a process that does nothing against it leaves a core file: otherwise that none is left proves nothing.
fn dumps_core(at: &Path) -> bool {
    let ended = killed(unlimited(at, "exec sleep 60").spawn().unwrap(), "-ABRT");
    for core in cores(at) {
        fs::remove_file(core).unwrap();
    }
    ended.core_dumped()
}

fn cores(at: &Path) -> Vec<PathBuf> {
    let is_core = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("core"));
    files(at).into_iter().filter(is_core).collect()
}

/// Ends a process, stopped or not.
fn killed(mut child: Child, signal: &str) -> ExitStatus {
    send(&child, signal);
    send(&child, "-CONT");
    child.wait().unwrap()
}

fn send(child: &Child, signal: &str) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}
