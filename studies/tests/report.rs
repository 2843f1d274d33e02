//! The released files: complete, self-contained, protected and the same every time.

mod world;

use std::path::PathBuf;

use studies::disclose::{P_TABLE_EXAMPLE, PTable, SafeCell};
use studies::inputs::Inputs;
use studies::release::{Ledger, ReleaseFolder, Severity, check};
use studies::report::{InputFile, Provenance, Report, csv, files, html};
use studies::study_file::EXAMPLES;
use studies::{Error, StudyFile, StudyResult, run};
use world::{EFFECT, world};

fn report() -> Report {
    let inputs = world(6000, 3, EFFECT);
    Report {
        title: "Offending, deaths and work after drug treatment".into(),
        studies: EXAMPLES.iter().map(|(_, text)| result(text, &inputs)).collect(),
        provenance: Provenance {
            software: "dwlink 0.1.0".into(),
            synthetic: true,
            inputs: vec![InputFile { name: "spine/pnc.parquet".into(), sha256: "ab".repeat(32) }],
        },
    }
}

fn result(text: &str, inputs: &Inputs) -> StudyResult {
    let study = StudyFile::parse(text).expect("shipped examples are valid");
    run(&study, inputs).expect("the invented world supports every example")
}

#[test]
fn the_release_is_whole_and_the_same_every_time() {
    let first = files(&report()).unwrap();
    assert_eq!(first, files(&report()).unwrap());
    let names: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..3], ["report.html", "results.json", "tables.ods"]);
    assert_eq!(names.last(), Some(&"manifest.json"));
    assert!(
        names.contains(&"csv/reoffending/convictions.csv")
            && names.contains(&"csv/deaths/linkage-error.csv-metadata.json")
    );
    let distinct: std::collections::BTreeSet<&&str> = names.iter().collect();
    assert_eq!(distinct.len(), names.len(), "no file twice");
    let parsed: serde_json::Value = serde_json::from_slice(&first[1].1).unwrap();
    assert_eq!(parsed["studies"].as_array().unwrap().len(), 3);
    // For looking at the page: set the variable to an existing folder.
    if let Some(folder) = std::env::var_os("DWLINK_REPORT_OUT").map(PathBuf::from) {
        std::fs::write(folder.join("report.html"), &first[0].1).unwrap();
    }
}

#[test]
fn the_page_needs_no_network_and_no_script() {
    let page = html(&report());
    for forbidden in ["<script", "http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert_eq!(
        page.matches("<svg class=\"chart\" role=\"img\" aria-labelledby").count(),
        page.matches("<figure>").count()
    );
    let ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let distinct: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len(), "ids are unique");
}

#[test]
fn every_released_count_is_rounded_and_above_the_threshold() {
    for result in report().studies {
        for table in result.tables() {
            let text = csv(table);
            for line in text.lines().skip(1).filter(|line| line.contains(",count,") || line.contains(",people,")) {
                let fields: Vec<&str> = line.rsplitn(5, ',').collect();
                let (value, marker) = (fields[3], fields[0]);
                if marker.is_empty() {
                    let value: u64 = value.parse().unwrap();
                    assert!(value >= 15 && value.is_multiple_of(5), "{line}");
                } else {
                    assert!(value.is_empty() && (marker == "[c]" || marker == "[z]"), "{line}");
                }
            }
        }
    }
}

#[test]
fn a_study_refuses_what_the_data_cannot_support() {
    let mut inputs = world(50, 1, EFFECT);
    let study = StudyFile::parse(EXAMPLES[0].1).unwrap();
    inputs.payload.offences.clear();
    assert!(matches!(run(&study, &inputs), Err(Error::MissingSource { source_name: "pnc" })));
    let deaths = StudyFile::parse(EXAMPLES[1].1).unwrap();
    let mut early = world(400, 1, EFFECT);
    early.payload.deaths.retain(|death| death.registered.is_some_and(|day| day < deaths.cohort.until));
    assert!(matches!(run(&deaths, &early), Err(Error::FollowUpBeyondData { .. })), "registrations stop too early");
    let mut elsewhere = study;
    elsewhere.cohort.from = elsewhere.cohort.from.plus(-9000);
    elsewhere.cohort.until = elsewhere.cohort.from.plus(100);
    assert!(matches!(run(&elsewhere, &world(50, 1, EFFECT)), Err(Error::EmptyCohort)));
}

#[test]
fn a_checker_finds_nothing_at_fault_in_a_release_and_everything_that_was_changed() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    let files = files(&report()).unwrap();
    for (name, bytes) in &files {
        write(name, bytes);
    }
    let faults = || {
        let found = check(&ReleaseFolder::read(folder.path()).unwrap());
        found
            .into_iter()
            .filter(|f| f.severity == Severity::Fault)
            .map(|f| f.place + ": " + &f.message)
            .collect::<Vec<_>>()
    };
    assert_eq!(faults(), [""; 0]);
    write("rows.parquet", b"x");
    assert_eq!(faults().len(), 2, "unlisted, and of a type that is not released");
    std::fs::remove_file(folder.path().join("rows.parquet")).unwrap();
    let mut results: serde_json::Value = serde_json::from_slice(&files[1].1).unwrap();
    let cell = &mut results["studies"][0]["tables"][0]["rows"][0]["cells"][0];
    assert!(cell.is_number());
    *cell = serde_json::json!(7);
    results["studies"][0]["tables"][0]["population"] = serde_json::json!("");
    write("results.json", results.to_string().as_bytes());
    let found = faults().join("\n");
    for fault in ["differs from its hash", "not rounded to 5", "below the threshold", "no population"] {
        assert!(found.contains(fault), "{fault}: {found}");
    }
}

#[test]
fn a_ledger_holds_each_release_once_and_breaks_when_it_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files(&report()).unwrap().iter().filter(|(name, _)| !name.contains('/')) {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let release = ReleaseFolder::read(folder.path()).unwrap();
    let first = Ledger::default().line(&release).unwrap();
    let ledger = Ledger::parse(&first).unwrap();
    assert!(matches!(ledger.line(&release), Err(Error::Recorded)));
    assert!(ledger.overlaps(&release, 15.0).is_empty(), "the same study again differs from itself by nothing");
    let results = std::fs::read_to_string(folder.path().join("results.json")).unwrap();
    std::fs::write(folder.path().join("results.json"), results.replace("2009-04-01", "2009-04-02")).unwrap();
    let manifest = std::fs::read_to_string(folder.path().join("manifest.json")).unwrap();
    std::fs::write(folder.path().join("manifest.json"), manifest.replace("dwlink 0.1.0", "dwlink 0.1.1")).unwrap();
    let other = ReleaseFolder::read(folder.path()).unwrap();
    assert!(!ledger.overlaps(&other, 15.0).is_empty(), "one day more is another population");
    let both = first.clone() + &ledger.line(&other).unwrap();
    assert!(Ledger::parse(&both).is_ok());
    for (begins, broken) in [(0, 1), (first.len(), 2)] {
        let value = begins + both[begins..].find("\"value\":").unwrap() + 8;
        let mut touched = both.clone();
        touched.replace_range(value..=value, if &both[value..=value] == "1" { "2" } else { "1" });
        assert!(matches!(Ledger::parse(&touched), Err(Error::Ledger { line }) if line == broken));
    }
    let second = both.lines().nth(1).unwrap();
    assert!(matches!(Ledger::parse(second), Err(Error::Ledger { line: 1 })));
}

#[test]
fn a_population_table_gives_mortality_ratios() {
    use studies::inputs::ReferenceRates;
    let mut inputs = world(6000, 3, EFFECT);
    let smr = |inputs: &Inputs| {
        let result = result(EXAMPLES[1].1, inputs);
        let table = result.outcomes.into_iter().find(|table| table.id() == "deaths-smr")?;
        match table.rows()[1].cells()[0] {
            studies::disclose::SafeCell::Estimate(released) => Some(released.estimate()),
            _ => None,
        }
    };
    assert_eq!(smr(&inputs), None, "no population, no ratio");
    let rates = |rate: &str| ReferenceRates::parse(&format!("sex,age_from,deaths_per_1000\n1,15,{rate}\n")).ok();
    inputs.reference = rates("5");
    let at_five = smr(&inputs).unwrap();
    inputs.reference = rates("10");
    let at_ten = smr(&inputs).unwrap();
    assert!((at_five / at_ten - 2.0).abs() < 0.01, "{at_five} {at_ten}");
    // Planted: 14 deaths a 1,000 years in treatment, 1.8 times as many out of it.
    assert!((1.7..3.2).contains(&at_ten), "{at_ten}");
}

#[test]
fn a_perturbed_release_is_another_one_without_a_fault() {
    let inputs = world(6000, 3, EFFECT);
    let mut study = StudyFile::parse(EXAMPLES[1].1).unwrap();
    study.policy.rounding_base = 1;
    study.policy.perturbation = Some(PTable::parse(P_TABLE_EXAMPLE).unwrap());
    let perturbed = run(&study, &inputs).unwrap();
    let counts = |result: &StudyResult| -> Vec<f64> {
        let table = result.outcomes.iter().find(|table| table.id() == "deaths").unwrap();
        let people = table.columns().iter().position(|column| column.name() == "people").unwrap();
        let numbers = table.rows().iter().map(|row| row.cells()[people]);
        numbers.filter_map(|cell| if let SafeCell::Number(value) = cell { Some(value) } else { None }).collect()
    };
    let plain = counts(&result(EXAMPLES[1].1, &inputs));
    let noisy = counts(&perturbed);
    assert!(noisy.iter().any(|count| (count % 5.0).abs() > 0.5), "{noisy:?}: noise takes the place of rounding");
    assert!(plain.len() == noisy.len() && plain.iter().zip(&noisy).all(|(a, b)| (a - b).abs() <= 4.0));
    let provenance = Provenance { software: "dwlink 0.1.0".into(), synthetic: true, inputs: Vec::new() };
    let report = Report { title: "Deaths".into(), studies: vec![perturbed], provenance };
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files(&report).unwrap() {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let found = check(&ReleaseFolder::read(folder.path()).unwrap());
    let faults: Vec<_> = found.into_iter().filter(|finding| finding.severity == Severity::Fault).collect();
    assert!(faults.is_empty(), "{faults:?}");
}
