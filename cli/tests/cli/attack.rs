//! `attack` counts people: the second record of a known person is nobody new, a stranger in the same block is.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{Run, dwlink};
use crate::world::small_four_departments;

const FIXED: &str = "--spec spec.toml --keys none --test-seed 7";

#[test]
fn a_second_record_of_a_person_is_no_breach_and_a_stranger_in_the_block_is() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("spec.toml"), small_four_departments()).unwrap();
    extract(at);
    dwlink(at, &format!("pseudonymise ndtms --source ndtms {FIXED} --out out"));
    let attacked = Run::new(at, &format!("attack out --population ndtms {FIXED} --ceiling 100 --json")).expect_code(0);
    let passes: Value = serde_json::from_str(&attacked.stdout).unwrap();
    // Only the two clients of one person agree on initials and birth date.
    let (people, records) = opened(&passes, "f1-s1-dob2");
    assert!(people.abs() < 1e-12 && records > 0.0, "{people} {records}");
    // Two strangers were born on one day and live in one sector.
    let (people, records) = opened(&passes, "dob2-ps");
    assert!(people > 0.0 && people < records, "{people} {records}");
}

#[test]
fn a_second_delivery_joins_whom_structure_or_payload_shows_alone() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    dwlink(at, "fixtures generate --people 3000 --seed 5 --out extracts");
    let plain = small_four_departments();
    fs::write(at.join("spec.toml"), &plain).unwrap();
    fs::write(at.join("sealed.toml"), plain.replacen("project =", "sealed = true\nproject =", 1)).unwrap();
    for (spec, seed, out) in [("spec", 7, "out"), ("spec", 8, "later"), ("sealed", 7, "sealed"), ("sealed", 7, "again")]
    {
        let keys = format!("--keys none --test-seed {seed}");
        dwlink(at, &format!("pseudonymise extracts/pnc --spec {spec}.toml --source pnc {keys} --out {out}"));
    }
    let attack = |out: &str, other: &str, spec: &str, code: i32| -> Vec<Value> {
        let fixed = format!("--population extracts/pnc --spec {spec}.toml --keys none --test-seed 7 --json");
        let line = format!("attack {out} --other-delivery {other} --ceiling 100 {fixed}");
        serde_json::from_str(&Run::new(at, &line).expect_code(code).stdout).unwrap()
    };
    let rate = |all: &[Value], pass: &str, name: &str| {
        let attacks = all.iter().filter(|one| one["pass"] == pass).flat_map(|one| one["attacks"].as_array().unwrap());
        attacks.filter(|attack| attack["name"] == name).map(|attack| attack["successes"].as_f64().unwrap()).sum::<f64>()
    };
    let all = attack("out", "later", "spec", 0);
    assert!(rate(&all, "*", "repeated_handles").abs() < 1e-12, "each run draws its own");
    // Of the same people, who is named by a register is joined, nobody else; and whoever is alone in the payload.
    for pass in ["f1-s1-dob2", "dob2-ps", "f1-s1-ps-dd"] {
        let joined = rate(&all, pass, "two_deliveries");
        assert!((joined - rate(&all, pass, "register")).abs() < 1e-12, "{pass}: {joined}");
    }
    for table in ["offence", "custody"] {
        let joined = rate(&all, table, "payloads_joined");
        assert!(joined > 0.0 && (joined - rate(&all, table, "trajectories")).abs() < 1e-12, "{table}: {joined}");
    }
    // Sealed rows are read as the owner can, and a run is its own repetition.
    let sealed = attack("sealed", "again", "sealed", 0);
    for (table, name) in [("offence", "payloads_joined"), ("custody", "trajectories")] {
        assert!((rate(&sealed, table, name) - rate(&all, table, name)).abs() < 1e-12, "{table}, {name}");
    }
    assert!(rate(&sealed, "*", "repeated_handles") > 0.0);
    let line =
        "attack out --other-delivery sealed --population extracts/pnc --spec spec.toml --keys none --test-seed 7";
    Run::new(at, line).expect_code(3);
}

#[test]
fn another_key_and_an_unfit_population_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("spec.toml"), small_four_departments()).unwrap();
    dwlink(at, "fixtures generate --people 3000 --seed 5 --out extracts");
    dwlink(at, &format!("pseudonymise extracts/pnc --source pnc {FIXED} --out out"));
    let attack = |population: &str, seed: u32, code: i32| {
        let line = format!("attack out --population {population} --spec spec.toml --keys none --test-seed {seed}");
        Run::new(at, &line).expect_code(code).stderr
    };
    // Under another key nothing would be found, whatever the delivery shows.
    assert!(attack("extracts/pnc", 8, 4).contains("keyring"));
    dwlink(at, "fixtures generate --people 200 --seed 6 --out few");
    assert!(attack("few/pnc", 7, 2).contains("people, the delivery"));
    let persons = fs::read_to_string(at.join("extracts/pnc/pnc_person.csv")).unwrap();
    let (header, rows) = persons.split_once('\n').unwrap();
    assert!(header.trim_end().ends_with(",POSTCODE"));
    let without = rows.lines().map(|row| format!("{},\n", row.rsplit_once(',').unwrap().0));
    let without = without.fold(format!("{header}\n"), |file, row| file + &row);
    fs::write(at.join("extracts/pnc/pnc_person.csv"), without).unwrap();
    assert!(attack("extracts/pnc", 7, 2).contains("'dob2-ps'"));
}

/// Where no population is given, the counting attacker knows invented people; what others know is the same.
#[test]
fn the_shipped_reference_stands_in_for_a_population() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("spec.toml"), small_four_departments()).unwrap();
    dwlink(at, "fixtures generate --people 3000 --seed 5 --out extracts");
    for source in ["pnc", "deaths"] {
        dwlink(at, &format!("pseudonymise extracts/{source} --source {source} {FIXED} --out {source}-out"));
        let attack = |population: &str| -> Vec<Value> {
            let line = format!("attack {source}-out {population} {FIXED} --ceiling 100 --json");
            serde_json::from_str(&dwlink(at, &line).stdout).unwrap()
        };
        let (known, reference) = (attack(&format!("--population extracts/{source}")), attack(""));
        for (known, reference) in
            known.iter().zip(&reference).filter(|(known, _)| known["attacks"][0]["name"] == "counting")
        {
            let [a, b, c, ..] = &reference["attacks"].as_array().unwrap()[..] else { panic!("{reference}") };
            assert_eq!([b, c], [&known["attacks"][1], &known["attacks"][2]], "{source}");
            let values =
                a["detail"].as_array().unwrap().iter().find(|one| one["name"] == "distinct block values of the sample");
            assert!(values.unwrap()["value"].as_f64().unwrap() > 10.0, "{source}, {}: {a}", known["pass"]);
        }
        assert_eq!(known.len(), reference.len());
    }
}

#[test]
fn the_register_is_reported_by_kind_of_person_but_for_small_kinds() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("spec.toml"), small_four_departments()).unwrap();
    let mut rows = String::new();
    let mut born = |sex: u8, decade: u32, people: u32| {
        for number in 0..people {
            let initials = [number % 26, number / 26].map(|letter| char::from(b'A' + letter as u8));
            let (day, month, year) = (1 + number % 28, 1 + number / 28, decade + number % 10);
            let (first, last) = (initials[0], initials[1]);
            let born = format!("{day:02}/{month:02}/{year}");
            writeln!(rows, "N010{sex},{number:05},Y,{first},{last},{born},{sex},A,LS{sex} 1,01/05/2007,,,1001")
                .unwrap();
        }
    };
    born(1, 1960, 110);
    born(2, 1950, 105);
    born(9, 1980, 5);
    written(at, &rows);
    dwlink(at, &format!("pseudonymise ndtms --source ndtms {FIXED} --out out"));
    let attacked = Run::new(at, &format!("attack out --population ndtms {FIXED} --ceiling 100 --json")).expect_code(0);
    let all: Vec<Value> = serde_json::from_str(&attacked.stdout).unwrap();
    let groups = all.iter().filter_map(|one| Some((one["group"].as_str()?, one["attacks"][0]["trials"].as_u64()?)));
    let expected = [("SEX=1", 110), ("SEX=2", 105), ("birth_year=1950s", 105), ("birth_year=1960s", 110)];
    assert_eq!(groups.collect::<Vec<_>>(), [&expected[..], &[("postcode_area=LS", 220)]].concat());
}

/// What B is expected to open in a pass of the link to work, counting people and counting records, as shares.
fn opened(passes: &Value, name: &str) -> (f64, f64) {
    let is = |pass: &&Value| pass["link"] == "ndtms-dwp" && pass["pass"] == name;
    let pass = passes.as_array().unwrap().iter().find(is).unwrap();
    let known_rows = &pass["attacks"][1];
    assert_eq!(known_rows["name"]["known_rows"]["known"], 2, "a tenth of 21 people: {known_rows}");
    let detail = |name: &str| {
        let measure = known_rows["detail"].as_array().unwrap().iter().find(|measure| measure["name"] == name);
        measure.unwrap()["value"].as_f64().unwrap()
    };
    (detail("exact expectation, share"), detail("expectation if every record were another person, share"))
}

/// 22 clients of 21 people.
fn extract(at: &Path) {
    let mut episodes = String::new();
    let mut client = |number: usize, initials: (char, char), born: &str, sector: &str| {
        let (first, last) = initials;
        writeln!(episodes, "N0101,{number:05},Y,{first},{last},{born},1,A,{sector},01/05/2007,,,1001").unwrap();
    };
    for number in 0..18_u8 {
        let initials = (char::from(b'A' + number), char::from(b'B' + number));
        client(number.into(), initials, &format!("{:02}/07/19{}", number + 1, 50 + number), &format!("LS{number} 1"));
    }
    client(100, ('X', 'Y'), "18/11/1961", "PA5 9");
    client(101, ('X', 'Y'), "18/11/1961", "PA5 9");
    client(102, ('M', 'N'), "03/02/1970", "CF10 1");
    client(103, ('P', 'Q'), "03/02/1970", "CF10 1");
    written(at, &episodes);
}

/// The treatment extract of these episodes.
fn written(at: &Path, episodes: &str) {
    let header = "AGNCY,CLIENTID,CONSENT,FINITIAL,SINITIAL,DOB,SEX,ETHNIC,PC,TRIAGED,DISD,DISRSN,DRUG1\n";
    fs::create_dir(at.join("ndtms")).unwrap();
    fs::write(at.join("ndtms/ndtms_episode.csv"), format!("{header}{episodes}")).unwrap();
    fs::write(at.join("ndtms/ndtms_modality.csv"), "AGNCY,CLIENTID,MODAL,MODST,MODEND,MODEXIT\n").unwrap();
}
