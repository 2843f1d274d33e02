//! Tables that say who the cohort is.

use super::build::Cohort;
use super::member::{AgeBand, DischargeGroup, Member};
use crate::disclose::{Cell, Chart, Measure, Table};
use crate::inputs::{DrugGroup, Sex};
use crate::study_file::StudyFile;

/// How the treatment records became the cohort.
#[must_use]
pub fn flow_table(cohort: &Cohort, study: &StudyFile) -> Table {
    let mut table = Table::new(
        "cohort-flow",
        "From treatment records to the people studied",
        "Consenting clients of drug treatment services",
        study.cohort.in_words(),
    );
    let people = table.distinct("number", "Number");
    let steps = [
        ("Client records", cohort.flow.clients),
        ("Different people", cohort.flow.people),
        ("Hold enough identity to be linked", cohort.flow.reachable),
        ("Started a treatment journey in the period", cohort.flow.started),
        ("Aged 18 or over: the people studied", cohort.flow.adults),
    ];
    for (label, count) in steps {
        table.row(label, [(people, Cell::people(count))]).alone();
    }
    table.chart(Chart::Bars { column: people });
    table.note("Each step is part of the one above it. Clients who did not consent never reach this table.");
    table
}

/// The cohort by sex, age, main drug and how the journey ended.
#[must_use]
pub fn characteristics(cohort: &Cohort, study: &StudyFile) -> Table {
    let mut table =
        Table::new("cohort", "The people studied", "People who started drug treatment", study.cohort.in_words());
    let all = table.distinct("cohort", "People studied");
    let people = table.count("people", "People");
    let share = table.measure(
        "share",
        "Share of the people studied (95% interval)",
        Measure::Percent { part: people, whole: all },
    );
    let count =
        |test: &dyn Fn(&Member) -> bool| Cell::of(cohort.members.iter().filter(|m| test(m)).map(|m| m.record_key));
    let everyone = count(&|_| true);
    let mut section = |heading: &str, groups: Vec<(&str, Cell)>| {
        table.section(heading);
        let rows: Vec<_> =
            groups.into_iter().map(|(label, count)| table.row(label, [(all, everyone), (people, count)])).collect();
        table.partition(rows);
    };
    section("Sex", SEXES.map(|(sex, label)| (label, count(&|m| m.sex == sex))).to_vec());
    section("Age at the start", AgeBand::ALL.map(|band| (band.label(), count(&|m| m.age_band() == band))).to_vec());
    section("Main drug", DRUGS.map(|(drug, label)| (label, count(&|m| m.drug == drug))).to_vec());
    section("How the journey ended", DischargeGroup::ALL.map(|g| (g.label(), count(&|m| m.discharge == g))).to_vec());
    table.chart(Chart::Interval { measure: share, reference: None });
    table
}

const SEXES: [(Sex, &str); 3] = [(Sex::Male, "Men"), (Sex::Female, "Women"), (Sex::NotKnown, "Not known")];

const DRUGS: [(DrugGroup, &str); 6] = [
    (DrugGroup::Opiate, "Opiates"),
    (DrugGroup::Cocaine, "Cocaine or crack"),
    (DrugGroup::Cannabis, "Cannabis"),
    (DrugGroup::Alcohol, "Alcohol"),
    (DrugGroup::Other, "Other drugs"),
    (DrugGroup::NotKnown, "Not recorded"),
];
