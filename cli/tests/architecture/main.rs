//! The design's arrows, held to: members depend one way, stages of `linker` use earlier ones only, and each dangerous
//! dependency has one owner. `ARCHITECTURE.md` draws the same arrows for people.

mod arrows;
mod paths;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::arrows::{Member, Source, forbidden_between_members, forbidden_between_stages};

#[test]
fn members_depend_one_way() {
    let members = members();
    assert!(members.len() >= 7, "the workspace has seven members or more, found {}", members.len());
    assert_eq!(forbidden_between_members(&members), [""; 0]);
}

#[test]
fn stages_of_the_linker_use_earlier_ones_only() {
    let root = workspace().join("linker/src");
    let mut sources = Vec::new();
    read_sources(&root, &root, &mut sources);
    assert!(sources.len() > 50, "the linker has many more files than {}", sources.len());
    assert_eq!(forbidden_between_stages(&sources), [""; 0]);
}

/// libFuzzer does not begin without them.
#[test]
fn every_fuzz_target_has_seeds() {
    let fuzz = workspace().join("fuzz");
    let listed = |folder: PathBuf| {
        fs::read_dir(folder).map_or(Vec::new(), |found| found.map(|entry| entry.expect("entry")).collect())
    };
    let targets = listed(fuzz.join("fuzz_targets"));
    assert!(targets.len() >= 25, "only {} targets", targets.len());
    let has_seeds = |target: &Path| !listed(fuzz.join("corpus").join(target.file_stem().expect("a name"))).is_empty();
    let without: Vec<_> = targets.iter().map(fs::DirEntry::path).filter(|target| !has_seeds(target)).collect();
    assert_eq!(without, Vec::<PathBuf>::new());
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("cli lies in the workspace").to_path_buf()
}

/// The members and what they declare, from cargo itself.
fn members() -> Vec<Member> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--no-deps", "--format-version", "1", "--manifest-path"])
        .arg(workspace().join("Cargo.toml"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    metadata["packages"].as_array().expect("packages").iter().map(member).collect()
}

fn member(package: &Value) -> Member {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let mut member = Member { name: text(&package["name"]), ..Member::default() };
    for dependency in package["dependencies"].as_array().expect("dependencies") {
        let kind: &mut BTreeSet<_> =
            if dependency["kind"].is_null() { &mut member.shipped } else { &mut member.others };
        kind.insert(text(&dependency["name"]));
    }
    member
}

fn read_sources(root: &Path, folder: &Path, sources: &mut Vec<Source>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            read_sources(root, &path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("source");
            let file = path.strip_prefix(root).expect("below the root").with_extension("");
            sources.push(Source { module: module_of(&file.to_string_lossy()), text });
        }
    }
}

/// Module path of a source file, from its path below `src` without `.rs`.
fn module_of(file: &str) -> Vec<String> {
    let mut module: Vec<String> = file.split(['/', '\\']).map(str::to_owned).collect();
    let last = module.pop().expect("a file has a name");
    match last.as_str() {
        "mod" | "lib" => {}
        // `register_tests.rs` is `mod tests` of `register.rs`, under a name of its own.
        tests if tests.ends_with("_tests") => {
            module.push(tests.trim_end_matches("_tests").to_owned());
            module.push("tests".to_owned());
        }
        _ => module.push(last),
    }
    module
}

#[test]
fn files_become_modules() {
    assert_eq!(module_of("lib"), [""; 0]);
    assert_eq!(module_of("encode/mod"), ["encode"]);
    assert_eq!(module_of("encode/view"), ["encode", "view"]);
    assert_eq!(module_of("attack/register_tests"), ["attack", "register", "tests"]);
}
