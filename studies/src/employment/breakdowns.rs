//! In work and off benefit by group.

use super::work_year::{WEEKS, WorkYear};
use crate::cohort::{Division, Member};
use crate::disclose::{Cell, Chart, Measure, Table};
use crate::linkage::Linked;
use crate::study_file::StudyFile;

/// A member with their year.
type Followed<'a> = (&'a Member, WorkYear);

const COUNTS: [(&str, &str); WEEKS.len()] = [
    ("week_13", "In work and off benefit, week 13"),
    ("week_26", "In work and off benefit, week 26"),
    ("week_52", "In work and off benefit, week 52"),
];

const SHARES: [(&str, &str); WEEKS.len()] = [
    ("share_13", "Week 13, % (95% interval)"),
    ("share_26", "Week 26, % (95% interval)"),
    ("share_52", "Week 52, % (95% interval)"),
];

/// Shares in work and off benefit on the last days of weeks 13, 26 and 52 by the usual groups.
pub(super) fn by_group(years: &[Followed<'_>], linked: &Linked<'_>, study: &StudyFile) -> Table {
    let mut table = Table::new(
        "work-groups",
        "In work and off out-of-work benefits by group",
        "People who started drug treatment, linked to benefit and employment records, alive a year later",
        study.cohort.in_words(),
    );
    let people = table.count("people", "People");
    let counts = COUNTS.map(|(name, label)| table.part_of(people, name, label));
    let mut shares = Vec::new();
    for (part, (name, label)) in counts.into_iter().zip(SHARES) {
        shares.push(table.measure(name, label, Measure::Percent { part, whole: people }));
    }
    let cells = |group: &[&Followed<'_>]| {
        let found = counts.into_iter().enumerate().map(|(week, column)| {
            let here = group.iter().filter(|(_, year)| year.off_benefit_in_work[week]);
            (column, Cell::of(here.map(|(_, year)| year.record_key)))
        });
        let everyone = (people, Cell::of(group.iter().map(|(_, year)| year.record_key)));
        std::iter::once(everyone).chain(found).collect::<Vec<_>>()
    };
    table.section("Everyone");
    table.row("All", cells(&years.iter().collect::<Vec<_>>())).alone();
    for division in divisions(years, linked) {
        table.section(division.heading);
        let groups = division.of(years).into_iter();
        let rows: Vec<_> = groups.map(|(label, group)| table.row(label, cells(&group))).collect();
        table.partition(rows);
    }
    for measure in shares {
        table.chart(Chart::Interval { measure, reference: None });
    }
    table.note(
        "On the last day of the week, counted from the first day of treatment. Benefits: JSA, ESA, IB, SDA, IS, UC.",
    );
    table.note("How the two years went is known only later, and groups differ in more than their heading: a difference is not an effect.");
    table
}

fn divisions(years: &[Followed<'_>], linked: &Linked<'_>) -> [Division; 6] {
    let members = || years.iter().map(|(member, _)| *member);
    [
        Division::sex(members()),
        Division::age(members()),
        Division::ethnic(members()),
        Division::drug(members()),
        Division::new(
            "On the day before starting",
            ["On an out-of-work benefit", "In work, on no such benefit", "Neither"],
            members().map(|member| before(member, linked)),
        ),
        Division::course(members()),
    ]
}

/// The state on the day before the index day, among those of the division.
fn before(member: &Member, linked: &Linked<'_>) -> usize {
    let day = member.index.plus(-1);
    if linked.claims_on(member.person, day) {
        0
    } else if linked.works_on(member.person, day) {
        1
    } else {
        2
    }
}
