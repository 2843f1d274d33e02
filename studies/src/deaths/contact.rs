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

const CAUSES: [(&str, DrugDeath); 3] = [
    ("Drug misuse", DrugDeath::Misuse),
    ("Other drug poisoning", DrugDeath::OtherPoisoning),
    ("Other causes", DrugDeath::None),
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
    let mut totals = Vec::new();
    for (heading, states) in CONTACTS {
        table.section(heading);
        let mut rows = Vec::new();
        for (label, cause) in CAUSES {
            let here = found.iter().filter(|(_, state, own)| states.contains(state) && *own == cause);
            rows.push(table.row(label, [(deaths, Cell::of(here.map(|(key, ..)| *key)))]));
        }
        totals.push(table.total("All causes", rows, []));
    }
    // All deaths stand in the table of causes.
    table.partition(totals);
    table.chart(Chart::Bars { column: deaths });
    table.note(
        "A poisoning whose certificate names no controlled drug is no drug misuse, though many of those who died so in treatment or soon after \
         it had taken one: the Office for Health Improvement and Disparities counts them beside drug misuse, as deaths associated with drug use.",
    );
    Some(table)
}
