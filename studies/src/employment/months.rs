//! Work and benefits month by month around the index day.

use crate::cohort::{Cohort, is_alive_on};
use crate::disclose::{Cell, Chart, Measure, Table};
use crate::inputs::Source;
use crate::linkage::Linked;
use crate::study_file::StudyFile;

/// Months before and after the index day.
const MONTHS: i32 = 24;

/// The share in work and the share on an out-of-work benefit, a row a month.
pub(super) fn curves(cohort: &Cohort, linked: &Linked<'_>, study: &StudyFile) -> Table {
    let mut table = Table::new(
        "months",
        "In work and on benefit, two years before and after starting treatment",
        "People who started drug treatment, linked to benefit and employment records, alive in the month",
        study.cohort.in_words(),
    );
    let people = table.count("people", "People");
    let working = table.part_of(people, "in_work", "In work");
    let claiming = table.part_of(people, "on_benefit", "On an out-of-work benefit");
    let work = Measure::Percent { part: working, whole: people };
    let work = table.measure("in_work_share", "In work, % (95% interval)", work);
    let claim = Measure::Percent { part: claiming, whole: people };
    let claim = table.measure("on_benefit_share", "On an out-of-work benefit, % (95% interval)", claim);
    for month in -MONTHS..=MONTHS {
        // A month is a twelfth of 365.25 days, so that 24 of them are two years.
        let days = (f64::from(month) * 365.25 / 12.0).round() as i32;
        let (mut all, mut in_work, mut on_benefit) = (Vec::new(), Vec::new(), Vec::new());
        for member in cohort.members.iter().filter(|m| linked.is_linked(m.person, Source::Work)) {
            let day = member.index.plus(days);
            if !is_alive_on(member, linked, day) {
                continue;
            }
            let works = linked.works_on(member.person, day);
            let claims = linked.claims_on(member.person, day);
            all.push(member.record_key);
            in_work.extend(works.then_some(member.record_key));
            on_benefit.extend(claims.then_some(member.record_key));
        }
        let label = if month == 0 { "Start".to_owned() } else { format!("{month:+}").replace('-', "\u{2212}") };
        let cells = [(people, Cell::of(all)), (working, Cell::of(in_work)), (claiming, Cell::of(on_benefit))];
        table.row(label, cells).alone();
    }
    table.chart(Chart::Lines { measures: [claim, work] });
    table.note("Months from the first day of treatment. A spell counts if it covers the day; one can be in work and on benefit at once.");
    table
}
