//! In work and off benefit by group: every grouping covers the people once, in the files as in the tables.

#![expect(clippy::unwrap_used, reason = "a test helper that fails is a failed test")]

mod world;

use std::collections::BTreeMap;

use studies::disclose::{SafeCell, SafeTable};
use studies::report::{Provenance, Report, csv, files};
use studies::study_file::EXAMPLES;
use studies::{StudyFile, StudyResult, run};
use world::{EFFECT, world};

const SECTIONS: [&str; 7] = [
    "Everyone",
    "Sex",
    "Age at the start",
    "Ethnic group (census code)",
    "Main drug",
    "On the day before starting",
    "How the two years went",
];

fn employment() -> StudyResult {
    let study = StudyFile::parse(EXAMPLES.iter().find(|(name, _)| *name == "employment.toml").unwrap().1).unwrap();
    run(&study, &world(6000, 4, EFFECT)).unwrap()
}

fn number(cell: SafeCell) -> Option<f64> {
    if let SafeCell::Number(value) = cell { Some(value) } else { None }
}

/// The shown sum of a column by section, and how many of its cells are hidden.
fn sums(table: &SafeTable, column: &str) -> BTreeMap<String, (f64, usize)> {
    let place = table.columns().iter().position(|found| found.name() == column).unwrap();
    let mut sums: BTreeMap<String, (f64, usize)> = BTreeMap::new();
    for row in table.rows() {
        let sum = sums.entry(row.section().unwrap().to_owned()).or_default();
        match number(row.cells()[place]) {
            Some(value) => sum.0 += value,
            None => sum.1 += 1,
        }
    }
    sums
}

#[test]
fn every_grouping_covers_the_people_once() {
    let result = employment();
    let table = result.outcomes.iter().find(|table| table.id() == "work-groups").unwrap();
    let sections: Vec<&str> = table.rows().iter().filter_map(|row| row.section()).collect();
    assert!(SECTIONS.iter().all(|section| sections.contains(section)), "{sections:?}");
    // Nobody in this world works in week 13.
    for column in ["people", "week_26", "week_52"] {
        let sums = sums(table, column);
        let (everyone, _) = sums["Everyone"];
        assert!(everyone > 0.0, "{column}");
        let whole = sums.iter().filter(|(_, (_, hidden))| *hidden == 0);
        let checked = whole.map(|(section, (sum, _))| {
            // Each cell is rounded by up to 2.5.
            assert!((sum - everyone).abs() <= 2.5 * 8.0, "{column}, {section}: {sum} for {everyone}");
        });
        assert!(checked.count() >= 3, "{column}: {sums:?}");
    }
}

#[test]
fn the_groups_agree_with_the_table_of_everyone_and_show_what_is_planted() {
    let result = employment();
    let of = |id: &str| result.outcomes.iter().find(|table| table.id() == id).unwrap();
    let cell = |table: &SafeTable, row: &str, column: &str| {
        let place = table.columns().iter().position(|found| found.name() == column).unwrap();
        let row = table.rows().iter().find(|found| found.label() == row).unwrap();
        number(row.cells()[place]).unwrap_or_else(|| panic!("{} of {} is hidden", column, row.label()))
    };
    let (groups, all) = (of("work-groups"), of("sustained"));
    for week in ["26", "52"] {
        let here = cell(groups, "All", &format!("week_{week}"));
        let there = cell(all, &format!("On the last day of week {week}"), "in_work_off_benefit");
        assert!((here - there).abs() < 1e-9, "week {week}: {here} and {there}");
    }
    let share = |row: &str| cell(groups, row, "week_26") / cell(groups, row, "people");
    assert!(share("Completed treatment, did not return") > share("Dropped out") + 0.05);
}

#[test]
fn the_groups_reach_the_files_and_no_small_count_does() {
    let result = employment();
    let table = result.outcomes.iter().find(|table| table.id() == "work-groups").unwrap();
    let policy = table.policy();
    for row in table.rows() {
        for value in row.cells().iter().take(4).filter_map(|cell| number(*cell)) {
            assert!(value == 0.0 || value >= f64::from(policy.threshold), "{}: {value}", row.label());
        }
    }
    assert!(csv(table).contains("share_52"));
    let provenance = Provenance { software: "dwlink".into(), synthetic: true, inputs: Vec::new() };
    let report = Report { title: "Work".into(), studies: vec![result], provenance };
    let names: Vec<String> = files(&report).unwrap().into_iter().map(|(name, _)| name).collect();
    assert!(names.iter().any(|name| name == "csv/employment/work-groups.csv"), "{names:?}");
}
