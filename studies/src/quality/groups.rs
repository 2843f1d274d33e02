//! Match rate by group: who is missed.

use crate::cohort::{Cohort, Division};
use crate::disclose::{Cell, Chart, Measure, Table};
use crate::inputs::Source;
use crate::linkage::Linked;
use crate::stats::standardised_difference_of_shares;
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
    let unlike = table.figure(
        "standardised_difference",
        "Linked against not linked, standardised difference",
        "standard deviations",
    );
    let rate = table.measure("match_rate", "Linked, % (95% interval)", Measure::Percent { part: found, whole: people });
    let all_matched = cohort.members.iter().filter(|m| linked.is_linked(m.person, source)).count() as u64;
    let all_missed = cohort.members.len() as u64 - all_matched;
    let members = || cohort.members.iter();
    let divisions =
        [Division::ethnic(members()), Division::sex(members()), Division::age(members()), Division::area(members())];
    for division in divisions {
        table.section(division.heading);
        let rows: Vec<_> = division
            .of(&cohort.members)
            .into_iter()
            .map(|(label, members)| {
                let matched = members.iter().filter(|m| linked.is_linked(m.person, source)).count() as u64;
                let missed = members.len() as u64 - matched;
                let share = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
                let difference =
                    standardised_difference_of_shares(share(matched, all_matched), share(missed, all_missed));
                let counts = [(people, Cell::people(members.len() as u64)), (found, Cell::people(matched))];
                let unlike = difference.map(|difference| (unlike, Cell::figure(difference, matched.min(missed))));
                table.row(label, counts.into_iter().chain(unlike))
            })
            .collect();
        table.partition(rows);
    }
    table.chart(Chart::Interval { measure: rate, reference: None });
    table.note("Standardised difference: the group's share among people linked less its share among the others, in standard deviations; beyond \
                0.1 either way the links favour or miss the group.");
    table.note("Housing is not in the delivery, so it has no rows.");
    table.note("Not everyone in treatment has a record in the other source, so a low share is not a fault; a share that differs between groups \
                may be one, and would bias comparisons between them.");
    table
}
