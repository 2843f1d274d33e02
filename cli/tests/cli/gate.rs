//! `pseudonymise --leakage-ceiling` attacks each pass before it appears: too much ends the run.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::Run;
use crate::world::small_four_departments;

const FIXED: &str = "--spec spec.toml --source ndtms --keys none --test-seed 7";

#[test]
fn a_pass_that_opens_too_much_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("spec.toml"), small_four_departments()).unwrap();
    // Three strangers a day and sector: whoever knows 120 of the 1,200 people reads off one in five of the others.
    extract(at, 3);
    let refused = Run::new(at, &format!("pseudonymise ndtms {FIXED} --out out --leakage-ceiling 0.5")).expect_code(6);
    assert!(refused.stderr.contains("dob2-ps") && refused.stderr.contains("--leakage-ceiling"), "{}", refused.stderr);
    assert!(!at.join("out").exists());
    Run::new(at, &format!("pseudonymise ndtms {FIXED} --out out --leakage-ceiling 25")).expect_code(0);
    let rate = |pass: &Value| {
        pass["attacks"].as_array().unwrap().iter().map(|attack| attack["rate"].as_f64().unwrap()).fold(0.0, f64::max)
    };
    let record = record(at);
    let above = record["passes"].as_array().unwrap().iter().filter(|pass| rate(pass) > 0.005);
    let above: Vec<_> = above.map(|pass| pass["pass"].as_str().unwrap()).collect();
    assert!(!above.is_empty() && above.iter().all(|pass| *pass == "dob2-ps"), "{above:?}");
}

#[test]
fn what_is_within_the_ceiling_passes_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("spec.toml"), small_four_departments()).unwrap();
    extract(at, 1);
    Run::new(at, &format!("pseudonymise ndtms {FIXED} --out out --leakage-ceiling 0.5")).expect_code(0);
    let record = record(at);
    assert!(record["passes"].as_array().unwrap().iter().all(|pass| pass["within"] == true));
    assert_eq!(record["known_rows"], 120);
    assert!(record["passes"].as_array().unwrap().len() >= 7);
}

#[test]
fn a_small_extract_is_judged_too() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("spec.toml"), small_four_departments()).unwrap();
    clients(at, 30, 3);
    Run::new(at, &format!("pseudonymise ndtms {FIXED} --out out --leakage-ceiling 0.5")).expect_code(6);
}

fn record(at: &Path) -> Value {
    serde_json::from_slice(&fs::read(at.join("out/owner/gate.json")).unwrap()).unwrap()
}

fn extract(at: &Path, together: u32) {
    clients(at, 1_200, together);
}

/// So many clients, `together` of whom share a birth date and a sector; no two share initials and either.
fn clients(at: &Path, count: u32, together: u32) {
    let mut episodes =
        "AGNCY,CLIENTID,CONSENT,FINITIAL,SINITIAL,DOB,SEX,ETHNIC,PC,TRIAGED,DISD,DISRSN,DRUG1\n".to_owned();
    for number in 0..count {
        let (place, member) = (number / together, number % together);
        let letter = |number: u32| char::from(b'A' + (number % 26) as u8);
        let (first, last) = (letter(place + 7 * member), letter(place / 26 + 11 * member));
        let born = format!("{:02}/{:02}/{}", 1 + place % 28, 1 + place / 28 % 12, 1950 + place / 336);
        let sector = format!("LS{} {}", 1 + place % 20, place % 9);
        writeln!(episodes, "N0101,{number:05},Y,{first},{last},{born},1,A,{sector},01/05/2007,,,1001").unwrap();
    }
    fs::create_dir(at.join("ndtms")).unwrap();
    fs::write(at.join("ndtms/ndtms_episode.csv"), episodes).unwrap();
    fs::write(at.join("ndtms/ndtms_modality.csv"), "AGNCY,CLIENTID,MODAL,MODST,MODEND,MODEXIT\n").unwrap();
}
