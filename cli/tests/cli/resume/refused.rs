//! Resuming with anything but what the unfinished run was given.

use std::fs;
use std::path::Path;

use super::killed::{begun, killed_at_file, unfinished_folder};
use super::resumed_like_undisturbed;
use super::world::{Work, World};
use crate::folders;
use crate::program::{Run, dwlink};

/// What is put in place of what in the command line, and what the message names.
const OTHER: [(Work, &str, &str, &str); 12] = [
    (Work::Treatment, "--test-seed 7", "--test-seed 8", "differs in: key check value"),
    (Work::Treatment, "--spec sealed.toml", "--spec other.toml", "differs in: spec"),
    (Work::Treatment, "extracts/ndtms", "changed", "differs in: the table ndtms_episode.csv"),
    (Work::Police, "pnc", "deaths", "differs in: source"),
    (Work::Police, "ceiling 100", "ceiling 0.00001", "differs in: leakage ceiling"),
    (Work::Link, "made/deaths/linkage", "deaths2/linkage", "differs in: linkage folder of 'deaths'"),
    (Work::Link, "--out", "--model made/Link/ndtms-pnc.model.json --out", "differs in: model of 'ndtms-pnc'"),
    (Work::Union, "--study pilot", "--study other", "differs in: study, study key"),
    (Work::Union, "--test-seed 7", "--test-seed 8", "differs in: study key"),
    (Work::Union, "made/deaths/union", "deaths2/union", "differs in: union folder of 'deaths'"),
    (Work::Relay, "--test-seed 7", "--test-seed 8", "differs in: relay key check value"),
    (Work::Relay, "made/relayed/relay", "relayed2/relay", "differs in: the owner's folder"),
];

#[test]
fn another_run_is_refused_and_spoils_nothing() {
    let world = World::get();
    for (work, from, to, says) in OTHER {
        let at = world.fresh();
        prepare(at.path());
        if matches!(work, Work::Relay) {
            let line = "pseudonymise extracts/ndtms --source ndtms --keys none --spec relayed.toml --test-seed 9 --out relayed2";
            dwlink(at.path(), line);
        }
        assert!(killed_at_file(at.path(), &work.line(), 2), "{work:?} ended before it was killed");
        let unfinished = unfinished_folder(at.path()).unwrap();
        let before = contents(&unfinished);
        let line = work.line();
        assert!(line.contains(from), "{line} lacks {from}");
        let other = line.replace(from, to);
        let ended = Run::new(at.path(), &format!("{other} --resume")).end();
        assert!([Some(2), Some(3)].contains(&ended.code), "dwlink {other}\n{}", ended.stderr);
        assert!(ended.stderr.contains(says), "dwlink {other}\nlacks `{says}`:\n{}", ended.stderr);
        assert!(before == contents(&unfinished), "dwlink {other}\nchanged the unfinished folder");
        resumed_like_undisturbed(at.path(), work, &work.line(), world);
    }
}

#[test]
fn another_command_is_refused() {
    let world = World::get();
    let at = world.fresh();
    assert!(killed_at_file(at.path(), &Work::Treatment.line(), 2));
    let ended = Run::new(at.path(), &format!("{} --resume", Work::Link.line())).expect_code(2);
    assert!(ended.stderr.contains("differs in: command"), "{}", ended.stderr);
}

#[test]
fn a_run_that_is_still_at_work_is_left_to_it() {
    let world = World::get();
    let (at, line) = (world.fresh(), Work::Treatment.line());
    let mut child = begun(at.path(), &line, 1).expect("the run is long enough");
    // It may end meanwhile; stopped, it cannot.
    let signal = |name: &str| {
        assert!(std::process::Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
    };
    signal("-STOP");
    let ended = Run::new(at.path(), &format!("{line} --resume")).expect_code(2);
    assert!(ended.stderr.contains("another process is at work there"), "{}", ended.stderr);
    signal("-CONT");
    child.wait().unwrap();
    folders::assert_same_bytes(&world.undisturbed(Work::Treatment), &at.path().join("out"), &["run.json"]);
}

#[test]
fn of_two_unfinished_runs_none_is_chosen() {
    let world = World::get();
    let (at, line) = (world.fresh(), Work::Treatment.line());
    for _ in 0..2 {
        assert!(killed_at_file(at.path(), &line, 1));
    }
    let ended = Run::new(at.path(), &format!("{line} --resume")).expect_code(2);
    assert!(ended.stderr.contains("several runs were left unfinished"), "{}", ended.stderr);
    fs::remove_dir_all(unfinished_folder(at.path()).unwrap()).unwrap();
    resumed_like_undisturbed(at.path(), Work::Treatment, &line, world);
}

/// Another spec, a changed extract, and another delivery.
fn prepare(at: &Path) {
    let spec = fs::read_to_string(at.join("spec.toml")).unwrap();
    let other = spec.replace("uniques_ceiling = 0.9", "uniques_ceiling = 0.8");
    assert_ne!(spec, other);
    fs::write(at.join("other.toml"), other).unwrap();
    for (source, table, to) in [("ndtms", "ndtms_episode.csv", "changed"), ("deaths", "death.csv", "fewer")] {
        folders::copy(&at.join("extracts").join(source), &at.join(to));
        let text = fs::read_to_string(at.join(to).join(table)).unwrap();
        let (before, _last) = text.trim_end().rsplit_once('\n').unwrap();
        fs::write(at.join(to).join(table), format!("{before}\n")).unwrap();
    }
    dwlink(at, "pseudonymise fewer --source deaths --keys none --spec spec.toml --test-seed 7 --out deaths2");
}

fn contents(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    folders::files(folder).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}
