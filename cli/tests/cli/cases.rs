//! Cases as data: what the program says, which code it ends with, and what it leaves behind.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::folders;
use crate::people::PLANTED;
use crate::program::{Ended, Run, dwlink};
use crate::steps::Step;
use crate::world;

/// One case; the fields are explained in `cases/README.md`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    about: String,
    run: String,
    exit: i32,
    #[serde(default)]
    world: bool,
    #[serde(default)]
    before: Vec<String>,
    passphrase: Option<String>,
    #[serde(default)]
    stderr: Vec<String>,
    #[serde(default)]
    stdout: Vec<String>,
    #[serde(default)]
    out: Out,
    #[serde(default)]
    step: Vec<Step>,
}

/// The folder `out` afterwards.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Out {
    #[default]
    Absent,
    /// As it was before.
    Kept,
    /// Made, or made anew.
    Made,
}

#[test]
fn every_case_ends_as_it_should() {
    let mut cases: Vec<PathBuf> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 30, "only {} cases were found", cases.len());
    let faults: Vec<String> = cases.iter().flat_map(|path| faults(path)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn faults(path: &Path) -> Vec<String> {
    let case: Case = toml::from_str(&fs::read_to_string(path).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    world::sources(at);
    if case.world {
        world::copy_into(at);
    }
    for line in &case.before {
        dwlink(at, line);
    }
    case.step.iter().for_each(|step| step.apply(at));
    let out = at.join("out");
    let before = out.is_dir().then(|| folders::files(&out));
    let run = Run::new(at, &case.run);
    let ended = match &case.passphrase {
        Some(passphrase) => run.passphrase(passphrase).end(),
        None => run.end(),
    };
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut faults = said_wrongly(&case, &ended);
    let as_expected = match case.out {
        Out::Absent => !out.exists(),
        Out::Kept => out.is_dir() && Some(folders::files(&out)) == before,
        Out::Made => out.is_dir() && Some(folders::files(&out)) != before,
    };
    if !as_expected {
        faults.push(format!("the folder `out` is not {:?}", case.out));
    }
    let part = folders::left_half_written(at);
    if !part.is_empty() {
        faults.push(format!("left half-written: {part:?}"));
    }
    if faults.is_empty() {
        return faults;
    }
    faults.insert(0, format!("\n{name}: {}\n  dwlink {}", case.about, ended.line));
    faults.push(format!("stdout:\n{}stderr:\n{}", ended.stdout, ended.stderr));
    faults
}

fn said_wrongly(case: &Case, ended: &Ended) -> Vec<String> {
    let mut faults = Vec::new();
    if ended.code != Some(case.exit) {
        faults.push(format!("exit {:?}, expected {}", ended.code, case.exit));
    }
    for (name, stream, wanted) in [("stderr", &ended.stderr, &case.stderr), ("stdout", &ended.stdout, &case.stdout)] {
        faults
            .extend(wanted.iter().filter(|text| !stream.contains(*text)).map(|text| format!("{name} lacks `{text}`")));
        faults.extend(
            PLANTED.iter().filter(|value| stream.contains(*value)).map(|value| format!("{name} shows `{value}`")),
        );
    }
    faults
}
