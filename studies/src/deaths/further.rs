//! The tables behind the headline, on the declared links.

use super::timeline::{Timeline, timeline};
use super::{adjusted, classes, cumulative, divisions, ratio, standard, states, survival};
use crate::cohort::Cohort;
use crate::disclose::Table;
use crate::inputs::ReferenceRates;
use crate::linkage::{Linked, Stays};
use crate::study_file::{Deaths, StudyFile};

/// Kinds and weeks, prison, causes, adjusted and standardised rates, cumulative incidence, delay, and by year, age, sex and drug.
#[must_use]
pub fn further(
    cohort: &Cohort,
    linked: &Linked<'_>,
    stays: &Stays<'_>,
    study: &StudyFile,
    settings: Deaths,
    reference: Option<&ReferenceRates>,
) -> Vec<Table> {
    let members = &cohort.members;
    let lines: Vec<Timeline<'_>> = members.iter().map(|member| timeline(member, linked, settings.until)).collect();
    let period = format!("{} to {}", study.cohort.from.in_words(), settings.until.plus(-1).in_words());
    let mut tables = vec![
        states::by_kind(members, &lines, stays, &period),
        states::after_prison(members, &lines, stays, &period),
        adjusted::table(members, &lines, &period),
        standard::table(members, &lines, &period),
        cumulative::table(&lines, &period),
        classes::by_cause(&lines, settings.misuse_includes_f18, &period),
        classes::delays(&lines, &period),
    ];
    tables.extend(divisions::tables(members, &lines, &period));
    tables.extend(survival::tables(members, &lines, &period));
    tables.extend(reference.map(|rates| ratio::table(members, &lines, rates, &period)));
    tables
}
