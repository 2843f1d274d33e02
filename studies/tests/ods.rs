//! The spreadsheet as another program reads it: `LibreOffice` turns every sheet into CSV, and every cell is what we wrote.

#![expect(clippy::unwrap_used, reason = "a test helper that fails is a failed test")]

mod world;

use std::path::Path;
use std::process::Command;

use studies::report::ods::{Value, sheets};
use studies::report::{Provenance, Report, ods};
use studies::study_file::EXAMPLES;
use studies::{StudyFile, run};
use world::{EFFECT, world};

/// Comma, double quote, UTF-8, from the first row, every cell unquoted unless needed, not as shown, every sheet a file.
const FILTER: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn another_program_reads_every_cell_as_we_wrote_it() {
    if Command::new("soffice").arg("--version").output().is_err() {
        eprintln!("skipped: soffice is not installed, so nothing but this program has read tables.ods");
        return;
    }
    let inputs = world(3000, 3, EFFECT);
    let report = Report {
        title: "Tables".into(),
        studies: EXAMPLES.iter().map(|(_, text)| run(&StudyFile::parse(text).unwrap(), &inputs).unwrap()).collect(),
        provenance: Provenance { software: "dwlink".into(), synthetic: true, inputs: Vec::new() },
    };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tables.ods"), ods(&report).unwrap()).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let done = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", FILTER, "--outdir"])
        .arg(folder.path())
        .arg(folder.path().join("tables.ods"))
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    for sheet in sheets(&report) {
        let path = folder.path().join(format!("tables-{}.csv", sheet.name));
        compare(&path, &sheet.grid());
    }
}

fn compare(path: &Path, grid: &[Vec<Value>]) {
    let rows = parse(&std::fs::read_to_string(path).unwrap());
    assert_eq!(rows.len(), grid.len(), "{}", path.display());
    for (read, wrote) in rows.iter().zip(grid) {
        assert!(read[wrote.len()..].iter().all(String::is_empty), "{read:?}");
        for (read, wrote) in read.iter().zip(wrote) {
            match wrote {
                Value::Text(text) => assert_eq!(read, text),
                Value::Number { value, .. } => {
                    assert!((read.parse::<f64>().unwrap() - value).abs() < 1e-9, "{read} for {value}");
                }
            }
        }
    }
}

/// RFC 4180.
fn parse(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if is_quoted && characters.peek() == Some(&'"') => field.extend(characters.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut field)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            '\r' => {}
            other => field.push(other),
        }
    }
    rows
}
