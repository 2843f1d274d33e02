//! Match rate by group: who is missed.

use crate::cohort::{AgeBand, Cohort, Member};
use crate::disclose::{Cell, Chart, Measure, Table};
use crate::inputs::{Sex, Source};
use crate::linkage::Linked;
use crate::study_file::StudyFile;

/// One table a source: the share of the cohort linked to it, by sex, age and area.
pub(super) fn tables(cohort: &Cohort, linked: &Linked<'_>, study: &StudyFile) -> Vec<Table> {
    Source::ALL.into_iter().zip(IDS).map(|(source, id)| table(id, source, cohort, linked, study)).collect()
}

const IDS: [&str; 3] = ["match-rate-pnc", "match-rate-deaths", "match-rate-dwp"];

fn table(id: &'static str, source: Source, cohort: &Cohort, linked: &Linked<'_>, study: &StudyFile) -> Table {
    let mut table = Table::new(
        id,
        format!("Share of people linked to: {}", source.title()),
        "The people studied",
        study.cohort.in_words(),
    );
    let people = table.count("people", "People");
    let found = table.part_of(people, "linked", "Linked");
    let rate = table.measure("match_rate", "Linked, % (95% interval)", Measure::Percent { part: found, whole: people });
    for (heading, groups) in groupings(cohort) {
        table.section(heading);
        let rows: Vec<_> = groups
            .into_iter()
            .map(|(label, members)| {
                let matched = members.iter().filter(|m| linked.is_linked(m.person, source)).count() as u64;
                table.row(label, [(people, Cell::people(members.len() as u64)), (found, Cell::people(matched))])
            })
            .collect();
        table.partition(rows);
    }
    table.chart(Chart::Interval { measure: rate, reference: None });
    table.note("Not everyone in treatment has a record in the other source, so a low share is not a fault; a share that differs between groups \
                may be one, and would bias comparisons between them.");
    table
}

type Grouping<'a> = (&'static str, Vec<(String, Vec<&'a Member>)>);

fn groupings(cohort: &Cohort) -> Vec<Grouping<'_>> {
    let who = |test: &dyn Fn(&Member) -> bool| cohort.members.iter().filter(|m| test(m)).collect::<Vec<_>>();
    let sexes = [("Men", Sex::Male), ("Women", Sex::Female), ("Not known", Sex::NotKnown)];
    let mut areas: Vec<Option<&str>> = cohort.members.iter().map(|m| m.area.as_deref()).collect();
    areas.sort_unstable();
    areas.dedup();
    vec![
        ("Sex", sexes.map(|(label, sex)| (label.to_owned(), who(&|m| m.sex == sex))).to_vec()),
        (
            "Age at the start",
            AgeBand::ALL.map(|band| (band.label().to_owned(), who(&|m| m.age_band() == band))).to_vec(),
        ),
        (
            "Area",
            areas
                .into_iter()
                .map(|area| (area.unwrap_or("Not known").to_owned(), who(&|m| m.area.as_deref() == area)))
                .collect(),
        ),
    ]
}
