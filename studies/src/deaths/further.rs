//! The tables behind the headline, on the declared links.

use rayon::prelude::*;

use super::timeline::{Timeline, timeline};
use super::{adjusted, classes, contact, cumulative, delay, divisions, ratio, standard, states, substances, survival};
use crate::cohort::Cohort;
use crate::disclose::Table;
use crate::inputs::ReferenceRates;
use crate::linkage::{Linked, Stays};
use crate::study_file::{Deaths, StudyFile};

/// Makes some of the tables; all of them are independent of each other.
type Work<'a> = &'a (dyn Fn() -> Vec<Table> + Sync);

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
    let lines: Vec<Timeline<'_>> = members.par_iter().map(|member| timeline(member, linked, settings.until)).collect();
    let period = format!("{} to {}", study.cohort.from.in_words(), settings.until.plus(-1).in_words());
    let work: [Work<'_>; 12] = [
        &|| vec![states::by_kind(members, &lines, stays, &period)],
        &|| vec![states::after_prison(members, &lines, stays, &period)],
        &|| vec![adjusted::table(members, &lines, &period)],
        &|| vec![standard::table(members, &lines, &period)],
        &|| vec![cumulative::table(&lines, &period)],
        &|| vec![classes::by_cause(members, &lines, settings.misuse_includes_f18, &period)],
        &|| contact::table(members, &lines, settings.misuse_includes_f18, &period).into_iter().collect(),
        &|| vec![delay::table(members, &lines, &period)],
        &|| substances::mentions(members, &lines, &period).into_iter().collect(),
        &|| divisions::tables(members, &lines, &period).into(),
        &|| survival::tables(members, &lines, &period).into(),
        &|| reference.map(|rates| ratio::table(members, &lines, rates, &period)).into_iter().collect(),
    ];
    work.par_iter().with_max_len(1).flat_map_iter(|tables| tables()).collect()
}
