//! How serious proven re-offences are.

use super::breakdowns::Offender;
use super::proven::is_reoffence;
use crate::disclose::{Cell, Chart, Measure, Table};
use crate::inputs::{Severity, SeverityTable};
use crate::linkage::Linked;
use crate::study_file::StudyFile;

/// People by their most serious re-offence, and re-offences, by the longest sentence that the law allows.
pub(super) fn by_severity(
    offenders: &[Offender<'_>],
    linked: &Linked<'_>,
    severities: &SeverityTable,
    study: &StudyFile,
) -> Table {
    let mut table = Table::new(
        "proven-severity",
        "How serious proven re-offences are",
        "People who started drug treatment with a proven offence before and re-offended within a year",
        study.cohort.in_words(),
    );
    let all = table.distinct("all_reoffenders", "All who re-offended");
    let people = table.count("reoffenders", "Whose most serious re-offence it is");
    let share = Measure::Percent { part: people, whole: all };
    let share = table.measure("share", "Share of those who re-offended, % (95% interval)", share);
    let offences = table.count("reoffences", "Re-offences");
    let found: Vec<_> = offenders
        .iter()
        .filter_map(|(member, _)| {
            let again = linked.offences.of(member.person).filter(|offence| is_reoffence(offence, member));
            let severities: Vec<Option<Severity>> = again.map(|offence| severities.of(offence)).collect();
            let worst = *severities.iter().max()?;
            Some((member.record_key, worst, severities))
        })
        .collect();
    let everyone = Cell::of(found.iter().map(|person| person.0));
    let cells = |wanted: &dyn Fn(Option<Severity>) -> bool| {
        let number = |all: &[Option<Severity>]| all.iter().filter(|severity| wanted(**severity)).count() as u32;
        [
            (all, everyone),
            (people, Cell::of(found.iter().filter(|person| wanted(person.1)).map(|person| person.0))),
            (offences, Cell::events_of(found.iter().map(|person| (person.0, number(&person.2))))),
        ]
    };
    let bands = Severity::ALL.into_iter().rev().map(|band| (Some(band), band.label()));
    let rows: Vec<_> = bands
        .chain([(None, "Not on the list")])
        .map(|(band, label)| table.row(label, cells(&|severity| severity == band)))
        .collect();
    table.partition(rows);
    table.chart(Chart::Interval { measure: share, reference: None });
    table.note(format!(
        "By the longest sentence for the class of offence: {}. It says what the law allows, not what a court passed.",
        severities.name()
    ));
    table
}
