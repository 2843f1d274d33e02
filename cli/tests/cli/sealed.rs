//! Payload that leaves sealed: the analysis unit opens the rows of a study's people and no others, and finds what it would have found.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use exchange::payload::PAYLOAD_HANDLE;
use exchange::{Desk, Frame, Role, SealedRow, SpineRow, Values, read_rows, receive};

use crate::folders::assert_same_bytes;
use crate::program::{self, Run, dwlink};
use crate::world::{IDENTITY, PASSPHRASE, RECIPIENT, small_four_departments};

const SOURCES: [&str; 4] = ["ndtms", "pnc", "deaths", "dwp"];
const KEYS: &str = "--keys none --test-seed 3";

/// The same people and the same key, once in clear (`plain`) and once sealed: from extracts to spines.
fn world(at: &Path) {
    let plain = small_four_departments();
    fs::write(at.join("plain.toml"), &plain).unwrap();
    fs::write(at.join("sealed.toml"), plain.replacen("project =", "sealed = true\nproject =", 1)).unwrap();
    fs::write(at.join("identity.txt"), IDENTITY).unwrap();
    dwlink(at, "fixtures generate --people 3000 --seed 5 --out extracts");
    for spec in ["plain", "sealed"] {
        fs::create_dir(at.join(spec)).unwrap();
        for source in SOURCES {
            let run = format!("pseudonymise extracts/{source} --spec {spec}.toml --source {source} {KEYS}");
            dwlink(at, &format!("{run} --out {spec}/{source}"));
        }
        let folders = |role: &str| SOURCES.map(|source| format!("{spec}/{source}/{role}")).join(" ");
        dwlink(at, &format!("link --spec {spec}.toml {} --out {spec}/linked", folders("linkage")));
        let study = "--study pilot --study-key none --test-seed 3";
        let union = format!("union --spec {spec}.toml --linked {spec}/linked {} {study}", folders("union"));
        dwlink(at, &format!("{union} --out {spec}/spine"));
    }
}

fn give_out(at: &Path) -> String {
    dwlink(at, &format!("keys rows sealed/spine --spec sealed.toml {KEYS} --recipient au={RECIPIENT} --out pilot.rows"))
        .stdout
}

fn unseal(at: &Path, source: &str) -> String {
    let keys = "--row-keys pilot.rows --identity identity.txt";
    dwlink(at, &format!("unseal sealed/{source}/sealed --spec sealed.toml {keys} --out opened/{source}")).stdout
}

#[test]
fn the_rows_of_a_studys_people_open_and_a_study_finds_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    world(at);
    let given = give_out(at);
    assert!(given.contains("pnc: keys of "), "{given}");
    fs::create_dir(at.join("opened")).unwrap();
    for source in SOURCES {
        let told = unseal(at, source);
        assert!(told.contains(" rows opened"), "{told}");
        assert!(!at.join("sealed").join(source).join("analysis").exists());
        opened_rows_are_those_of_the_spine(at, source);
    }
    let log = dwlink(at, "keys log verify custody.log").stdout;
    assert_eq!(log.lines().filter(|line| line.contains(" rows ")).count(), 1, "{log}");
    row_keys_are_sealed_by_the_second_passphrase(at);

    for study in ["deaths", "reoffending"] {
        fs::write(at.join("study.toml"), study_file(study)).unwrap();
        for (spine, analysis, out) in
            [("plain/spine", "plain/SOURCE/analysis", "clear"), ("sealed/spine", "opened/SOURCE", "unsealed")]
        {
            let analysis = SOURCES.map(|source| analysis.replace("SOURCE", source)).join(" ");
            let run = format!("study {study} study.toml --spine {spine} --analysis {analysis}");
            dwlink(at, &format!("{run} --out {study}-{out}"));
        }
        let [clear, unsealed] = ["clear", "unsealed"].map(|out| at.join(format!("{study}-{out}")).join("csv"));
        assert_same_bytes(&clear, &unsealed, &[]);
    }
}

/// The first opens the keyring, whether both come from a pipe or from a file, which begins anew for whoever opens it anew.
fn row_keys_are_sealed_by_the_second_passphrase(at: &Path) {
    let rows = "keys rows sealed/spine --spec sealed.toml --keys locked.keys";
    let second = "another long passphrase";
    let both = format!("{PASSPHRASE}\n{second}");
    Run::new(at, "keys generate --project four-departments --out locked.keys").passphrase(PASSPHRASE).expect_code(0);
    Run::new(at, &format!("{rows} --out piped.rows")).passphrase(&both).expect_code(0);
    fs::write(at.join("passphrases"), both).unwrap();
    let from_file = format!("exec \"$0\" {rows} --out filed.rows --passphrase-fd 3 3< passphrases");
    let output = Command::new("sh").args(["-c", &from_file]).arg(program::path()).current_dir(at).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for given in ["piped", "filed"] {
        let unseal = format!("unseal sealed/pnc/sealed --spec sealed.toml --row-keys {given}.rows --out out");
        // Opened, and found to be of another key than the rows.
        let ended = Run::new(at, &unseal).passphrase(second).expect_code(4);
        assert!(ended.stderr.contains("a sealed row was altered"), "{given}: {}", ended.stderr);
    }
}

/// Exactly the rows that the plain delivery has of everybody who may be somebody, and nothing else.
fn opened_rows_are_those_of_the_spine(at: &Path, source: &str) {
    let spine: Vec<SpineRow> = read_rows(&at.join(format!("sealed/spine/{source}.parquet"))).unwrap();
    let people: BTreeSet<u64> =
        spine.iter().filter(|row| row.study_pseudonym.is_some()).map(|row| row.payload_handle).collect();
    let opened = receive(&at.join("opened").join(source), Role::Analysis, Desk::OneHat).unwrap();
    let mut passed_over = 0;
    for file in &opened.manifest.files {
        let [plain, opened] = ["plain/SOURCE/analysis", "opened/SOURCE"]
            .map(|folder| Frame::read(&at.join(folder.replace("SOURCE", source)).join(&file.name)).unwrap());
        let kept: Vec<usize> = plain
            .handles(PAYLOAD_HANDLE)
            .unwrap()
            .iter()
            .enumerate()
            .filter(|(_, handle)| people.contains(handle))
            .map(|(row, _)| row)
            .collect();
        assert_eq!(opened.rows(), kept.len(), "{source}/{}", file.name);
        for (plain, opened) in plain.columns().iter().zip(opened.columns()) {
            assert_eq!(opened.values, picked(&plain.values, &kept), "{source}/{}: {}", file.name, plain.name);
        }
        passed_over += plain.rows() - kept.len();

        // All rows have one length, whatever is in them.
        let sealed: Vec<SealedRow> = read_rows(&at.join(format!("sealed/{source}/sealed/{}", file.name))).unwrap();
        assert_eq!(sealed.len(), plain.rows());
        assert!(sealed.windows(2).all(|rows| rows[0].sealed.len() == rows[1].sealed.len()));
    }
    assert_eq!(passed_over > 0, source != "ndtms", "{source}: {passed_over} rows stay sealed");
}

fn picked(values: &Values, rows: &[usize]) -> Values {
    match values {
        Values::Text(cells) => Values::Text(rows.iter().map(|row| cells[*row].clone()).collect()),
        Values::Integer(cells) => Values::Integer(rows.iter().map(|row| cells[*row]).collect()),
        Values::Number(cells) => Values::Number(rows.iter().map(|row| cells[*row]).collect()),
        Values::Date(cells) => Values::Date(rows.iter().map(|row| cells[*row]).collect()),
        Values::Handle(cells) => Values::Handle(rows.iter().map(|row| cells[*row]).collect()),
    }
}

#[test]
fn what_is_not_the_studys_own_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    world(at);
    give_out(at);
    let refused = |line: &str, code: i32, told: &str| {
        let ended = Run::new(at, line).expect_code(code);
        assert!(ended.stderr.contains(told), "`{told}` is not in: {}", ended.stderr);
    };
    let keys = "--row-keys pilot.rows --identity identity.txt";
    // Sealed payload is no payload, and plain payload needs no keys.
    fs::write(at.join("study.toml"), study_file("deaths")).unwrap();
    let study = "study deaths study.toml --spine sealed/spine --out out --analysis sealed/ndtms/sealed";
    refused(
        study,
        6,
        "sealed/ndtms/sealed: its rows are sealed; open those of the study's people with `dwlink unseal`",
    );
    refused(&study.replace("--out out", "--out sealed/spine/out"), 2, "overlaps sealed/spine");
    let rows = format!("keys rows sealed/spine --spec sealed.toml {KEYS} --recipient {RECIPIENT}");
    refused(&format!("{rows} --out sealed/spine/pilot.rows"), 2, "overlaps sealed/spine");
    refused(&format!("unseal sealed/pnc/sealed --spec sealed.toml {keys} --out sealed/pnc"), 2, "sealed/pnc: overlaps");
    refused(&format!("keys rows plain/spine --spec plain.toml {KEYS} --out out"), 6, "the spec seals no payload");
    refused(&format!("unseal plain/pnc/analysis --spec sealed.toml {keys} --out out"), 3, "expected dwlink/sealed/1");
    // The same extract once more has other handles, and keys of its own.
    dwlink(at, "pseudonymise extracts/pnc --spec sealed.toml --source pnc --keys none --test-seed 4 --out other");
    refused(&format!("unseal other/sealed --spec sealed.toml {keys} --out out"), 6, "another run of pseudonymise");
    // A row put in another's place.
    let table = at.join("sealed/pnc/sealed/offence.parquet");
    let mut rows: Vec<SealedRow> = read_rows(&table).unwrap();
    let spine: Vec<SpineRow> = read_rows(&at.join("sealed/spine/pnc.parquet")).unwrap();
    let in_study = |handle| spine.iter().any(|row| row.payload_handle == handle && row.study_pseudonym.is_some());
    let one_persons = |rows: &[SealedRow]| rows[0].payload_handle == rows[1].payload_handle;
    let at_two = rows.windows(2).position(|rows| one_persons(rows) && in_study(rows[0].payload_handle)).unwrap();
    let moved = std::mem::take(&mut rows[at_two].sealed);
    rows[at_two].sealed = std::mem::replace(&mut rows[at_two + 1].sealed, moved);
    fs::remove_file(&table).unwrap();
    exchange::write_rows(&table, &rows).unwrap();
    let folder = at.join("sealed/pnc/sealed");
    let mut manifest = exchange::Manifest::read(&folder, Role::Sealed).unwrap();
    manifest.add_file(&folder, "offence.parquet", None).unwrap();
    fs::remove_file(folder.join("manifest.json")).unwrap();
    manifest.write(&folder).unwrap();
    refused(&format!("unseal sealed/pnc/sealed --spec sealed.toml {keys} --out out"), 4, "a sealed row was altered");
    assert!(!at.join("out").exists());
}

/// A shipped study file.
fn study_file(study: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../studies/examples/{study}.toml"));
    fs::read_to_string(path).unwrap()
}
