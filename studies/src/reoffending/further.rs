//! The tables behind the headline, on the declared links.

use rayon::prelude::*;

use super::breakdowns::{Offender, by_group, time_to_first};
use super::drug_related::{DrugRelated, LIST_VERSION};
use super::proven::Proven;
use super::severity::by_severity;
use super::tables::before_and_after;
use crate::cohort::{Cohort, Survival};
use crate::comparison::{Outcome, compare};
use crate::disclose::{Cell, Table};
use crate::inputs::SeverityTable;
use crate::linkage::Linked;
use crate::study_file::{Reoffending, StudyFile};

/// Drug-related convictions, proven re-offending, how serious it is, time to it, the matched comparison, and a check on false links.
#[must_use]
pub fn further(
    cohort: &Cohort,
    linked: &Linked<'_>,
    study: &StudyFile,
    settings: Reoffending,
    severities: &SeverityTable,
) -> Vec<Table> {
    let list = DrugRelated::shipped();
    let mut tables = before_and_after(cohort, linked, study, settings, Some(&list)).0;
    if let Some(first) = tables.first_mut() {
        first.note(format!(
            "Drug-related by list version {LIST_VERSION}: trigger offences of the Criminal Justice and Court Services Act 2000, and prostitution, by \
             class of offence."
        ));
    }
    let proven: Vec<Proven> = cohort.members.par_iter().map(|member| Proven::of(member, linked)).collect();
    let pairs = cohort.members.iter().zip(proven.iter().copied());
    let offenders: Vec<Offender<'_>> = pairs.filter(|(_, proven)| proven.before > 0).collect();
    let outcome = Outcome {
        ids: ["matching-balance", "matching-effect"],
        label: "Re-offended within a year",
        happened: &|place| proven[place].after > 0,
    };
    let (counted, (timed, compared)) = rayon::join(
        || [by_group(&offenders, study), by_severity(&offenders, linked, severities, study)],
        || rayon::join(|| time_to_first(&offenders, linked, study), || compare(cohort, &proven, &outcome, study)),
    );
    tables.extend(counted);
    tables.push(timed);
    tables.extend(compared);
    tables.push(offences_after_death(cohort, linked, study));
    tables
}

fn offences_after_death(cohort: &Cohort, linked: &Linked<'_>, study: &StudyFile) -> Table {
    let mut table = Table::new(
        "offences-impossible",
        "Offences that cannot be true",
        "People who started drug treatment",
        study.cohort.in_words(),
    );
    let people = table.distinct("people", "People");
    let impossible = cohort.members.iter().filter(|member| {
        let died = Survival::of(member, linked).died();
        died.is_some_and(|died| linked.offences.of(member.person).any(|offence| offence.committed > died))
    });
    table
        .row(
            "Linked to an offence after their linked death",
            [(people, Cell::of(impossible.map(|member| member.record_key)))],
        )
        .alone();
    table.note("A check on false links: nobody offends after death, so one of the two links is wrong.");
    table
}
