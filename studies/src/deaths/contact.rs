//! What people died of by their last contact with treatment.

use super::cause::DrugDeath;
use super::timeline::{State, Stretch, Timeline, by_state};
use crate::cohort::Member;
use crate::disclose::{Cell, Chart, Table};
use crate::inputs::{Certificate, RecordKey};

/// Contact on the day of death, as the Office for Health Improvement and Disparities parts deaths of people known to treatment.
const CONTACTS: [(&str, &[State]); 3] = [
    ("Died in treatment", &[State::In]),
    ("Died within a year of leaving", &[State::OutFourWeeks, State::OutYear]),
    ("Died more than a year after leaving", &[State::OutLonger]),
];

/// Deaths by contact and cause; nothing where the owner sends nothing of what certificates name, since misuse is then not known.
pub(super) fn table(
    members: &[Member],
    lines: &[Timeline<'_>],
    misuse_includes_f18: bool,
    period: &str,
) -> Option<Table> {
    let mut found: Vec<(RecordKey, State, DrugDeath)> = Vec::new();
    for (member, line) in members.iter().zip(lines) {
        let Some(death) = line.death.filter(|death| death.certificate != Certificate::NotSent) else { continue };
        let state = by_state(line).last().map_or(State::In, Stretch::state);
        found.push((member.record_key, state, DrugDeath::of(death, misuse_includes_f18)));
    }
    if found.is_empty() {
        return None;
    }
    let mut table = Table::new(
        "deaths-contact",
        "What people died of, by their last contact with treatment",
        "People who started drug treatment and died in the period",
        period,
    );
    let deaths = table.count("deaths", "Deaths");
    let poisonings = table.part_of(deaths, "drug_deaths", "Of drug poisoning");
    let misuse = table.part_of(poisonings, "misuse_deaths", "Of drug misuse");
    let rows = CONTACTS.map(|(label, states)| {
        let count = |wanted: &dyn Fn(DrugDeath) -> bool| {
            let here = found.iter().filter(|(_, state, cause)| states.contains(state) && wanted(*cause));
            Cell::of(here.map(|(key, ..)| *key))
        };
        let cells = [
            (deaths, count(&|_| true)),
            (poisonings, count(&|cause| cause != DrugDeath::None)),
            (misuse, count(&|cause| cause == DrugDeath::Misuse)),
        ];
        table.row(label, cells)
    });
    table.total("All deaths", rows, []).alone();
    table.chart(Chart::Bars { column: misuse });
    table.note(
        "A poisoning whose certificate names no controlled drug is no drug misuse, though many of those who died so in treatment or soon after \
         it had taken one: the Office for Health Improvement and Disparities counts them beside drug misuse, as deaths associated with drug use.",
    );
    Some(table)
}
