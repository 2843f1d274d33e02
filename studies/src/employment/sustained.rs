//! In work and off benefit: on a day, for weeks, and without a break.

use super::work_year::WorkYear;
use crate::cohort::Member;
use crate::day::DAYS_PER_YEAR;
use crate::disclose::{Cell, Chart, Measure, Table};
use crate::study_file::StudyFile;

type Rule = fn(&WorkYear) -> bool;

const RULES: [(&str, Rule); 7] = [
    ("On the last day of week 13", |year| year.off_benefit_in_work[0]),
    ("On the last day of week 26", |year| year.off_benefit_in_work[1]),
    ("On the last day of week 52", |year| year.off_benefit_in_work[2]),
    ("13 weeks or more in all, within 52", |year| year.sustained_days >= 13 * 7),
    ("26 weeks or more in all, within 52", |year| year.sustained_days >= 26 * 7),
    ("Four weeks without a break at least once", |year| year.four_week_blocks >= 1),
    ("Four weeks without a break three times", |year| year.four_week_blocks >= 3),
];

/// People in work and off benefit by each rule.
pub(super) fn table(years: &[(&Member, WorkYear)], study: &StudyFile) -> Table {
    let mut table = Table::new(
        "sustained",
        "In work and off out-of-work benefits in the year after starting treatment",
        "People who started drug treatment, linked to benefit and employment records, alive a year later",
        study.cohort.in_words(),
    );
    let people = table.distinct("people", "People");
    let found = table.distinct("in_work_off_benefit", "In work and off benefit");
    let share = Measure::Percent { part: found, whole: people };
    let share = table.measure("share", "Share, % (95% interval)", share);
    let days = table.years(people, "years_in_work", "Years in work in the year after");
    table.measure(
        "days_in_work",
        "Days in work, per person",
        Measure::Mean { events: days, people, times: DAYS_PER_YEAR },
    );
    let all = || Cell::people(years.len() as u64);
    for (label, rule) in RULES {
        let count = years.iter().filter(|(_, year)| rule(year)).count() as u64;
        table.row(label, [(people, all()), (found, Cell::people(count))]).alone();
    }
    let worked = years.iter().filter(|(_, year)| year.days_in_work > 0).count() as u64;
    let lived = years.iter().map(|(_, year)| f64::from(year.days_in_work) / DAYS_PER_YEAR);
    let cells = [(people, all()), (found, Cell::people(worked)), (days, Cell::person_years(lived))];
    table.row("Any day in work, on benefit or off", cells).alone();
    table.chart(Chart::Interval { measure: share, reference: None });
    table.note("In all: weeks need not be consecutive. Benefits: JSA, ESA, IB, SDA, IS, UC. Days in work are known for P45 employment alone.");
    table
}
