//! The R and Python of the guides, run on a release as a reader would.

#![expect(clippy::unwrap_used, reason = "a test helper that fails is a failed test")]

mod world;

use std::path::Path;
use std::process::Command;

use studies::report::{Provenance, Report, files};
use studies::study_file::EXAMPLES;
use studies::{StudyFile, run};
use world::{EFFECT, world};

const GUIDES: [(&str, &str); 3] = [
    ("reoffending", include_str!("../../docs/studies/reoffending.md")),
    ("deaths", include_str!("../../docs/studies/deaths.md")),
    ("employment", include_str!("../../docs/studies/employment.md")),
];

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn the_code_of_every_guide_reads_a_release() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = world(4000, 3, EFFECT);
    for (_, text) in EXAMPLES {
        let result = run(&StudyFile::parse(text).unwrap(), &inputs).unwrap();
        let name = format!("my-{}", result.study.kind().name());
        let provenance = Provenance { software: "dwlink".into(), synthetic: true, inputs: Vec::new() };
        let report = Report { title: "Release".into(), studies: vec![result], provenance };
        for (file, bytes) in files(&report).unwrap() {
            let path = folder.path().join(&name).join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
    for (language, program, flag) in [("r", "Rscript", "-e"), ("python", "python3", "-c")] {
        if Command::new(program).arg("--version").output().is_err() {
            eprintln!("skipped: {program} is not installed, so no one has run the guides' {language}");
            continue;
        }
        for (kind, guide) in GUIDES {
            let lines = printed(folder.path(), program, flag, code(guide, language));
            assert!(lines >= 3, "{kind}, {language}: {lines} lines");
        }
    }
}

/// The first block of a language in a guide.
fn code<'a>(guide: &'a str, language: &str) -> &'a str {
    let block = guide.split_once(&format!("```{language}\n")).unwrap().1;
    block.split_once("```").unwrap().0
}

fn printed(folder: &Path, program: &str, flag: &str, code: &str) -> usize {
    let output = Command::new(program).args([flag, code]).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().count()
}
