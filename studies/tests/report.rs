//! The released files: complete, self-contained, protected and the same every time.

mod world;

use std::path::PathBuf;

use studies::inputs::Inputs;
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
    let first = files(&report());
    assert_eq!(first, files(&report()));
    let names: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..2], ["report.html", "results.json"]);
    assert!(
        names.contains(&"tables/reoffending/convictions.csv") && names.contains(&"tables/deaths/linkage-error.csv")
    );
    let distinct: std::collections::BTreeSet<&&str> = names.iter().collect();
    assert_eq!(distinct.len(), names.len(), "no file twice");
    let parsed: serde_json::Value = serde_json::from_str(&first[1].1).unwrap();
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
