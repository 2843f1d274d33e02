//! Tables of people in work at two days after the index day, and the headline results in them.

use crate::cohort::{Cohort, DischargeGroup, Member, is_alive_on};
use crate::day::span_in_words;
use crate::disclose::{Cell, Chart, ColumnId, Measure, Part, RowId, Table};
use crate::inputs::Source;
use crate::linkage::Linked;
use crate::run::{Located, Tables};
use crate::study_file::{Employment, StudyFile};

/// Where the results stand that sentences are made of, at the first and at the second day.
#[derive(Clone, Copy, Debug)]
pub struct Results {
    /// Share in work, everyone.
    pub in_work: [Located; 2],
    /// Share in work among people who completed treatment less that among people who dropped out.
    pub difference: [Located; 2],
}

/// Looks for work on both days under one set of links.
#[must_use]
pub fn results(cohort: &Cohort, linked: &Linked<'_>, study: &StudyFile, settings: Employment) -> Tables<Results> {
    let ids = ["in-work-first", "in-work-second"];
    let points = [0, 1].map(|point| point_table(ids[point], cohort, linked, study, settings.points[point]));
    let [first, second] = points;
    let at = |table, place: &Place| {
        (
            Located { table, row: place.everyone, column: place.share },
            Located { table, row: place.completed, column: place.difference },
        )
    };
    let (first_share, first_difference) = at(0, &first.1);
    let (second_share, second_difference) = at(1, &second.1);
    let located = Results { in_work: [first_share, second_share], difference: [first_difference, second_difference] };
    Tables { tables: vec![first.0, second.0], located }
}

struct Place {
    everyone: RowId,
    completed: RowId,
    share: ColumnId,
    difference: ColumnId,
}

/// People who dropped out stand first: the others are compared with them.
const GROUPS: [DischargeGroup; 5] = [
    DischargeGroup::DroppedOut,
    DischargeGroup::Completed,
    DischargeGroup::Retained,
    DischargeGroup::Transferred,
    DischargeGroup::Other,
];

fn point_table(id: &'static str, cohort: &Cohort, linked: &Linked<'_>, study: &StudyFile, days: i32) -> (Table, Place) {
    let mut table = Table::new(
        id,
        format!("In work {} after starting treatment", span_in_words(days)),
        "People who started drug treatment, linked to benefit and employment records, alive on the day",
        study.cohort.in_words(),
    );
    let people = table.count("people", "People");
    let working = table.part_of(people, "in_work", "In work");
    let share =
        table.measure("in_work_share", "In work, % (95% interval)", Measure::Percent { part: working, whole: people });
    let difference = table.measure(
        "difference",
        "Difference from dropped out, percentage points (95% interval)",
        Measure::PointsAboveFirst { part: working, whole: people },
    );
    let claiming = table.part_of(people, "on_benefit", "On an out-of-work benefit");
    let claim_share = table.measure(
        "on_benefit_share",
        "On an out-of-work benefit, % (95% interval)",
        Measure::Percent { part: claiming, whole: people },
    );
    let cells = |members: &[&Member]| {
        let count = |test: &dyn Fn(&Member) -> bool| Cell::of(members.iter().filter(|m| test(m)).map(|m| m.record_key));
        let works = |m: &Member| linked.works_on(m.person, m.index.plus(days));
        let claims = |m: &Member| linked.claims_on(m.person, m.index.plus(days));
        [(people, count(&|_| true)), (working, count(&works)), (claiming, count(&claims))]
    };
    let counted: Vec<&Member> = cohort
        .members
        .iter()
        .filter(|m| linked.is_linked(m.person, Source::Work) && is_alive_on(m, linked, m.index.plus(days)))
        .collect();
    let rows: Vec<Part> = GROUPS
        .into_iter()
        .map(|group| {
            let members: Vec<&Member> = counted.iter().copied().filter(|m| m.discharge == group).collect();
            table.row(group.label(), cells(&members))
        })
        .collect();
    let completed = rows[1].id();
    let everyone = table.total("Everyone", rows, cells(&counted)).alone();
    table.chart(Chart::Interval { measure: share, reference: None });
    table.chart(Chart::Interval { measure: claim_share, reference: None });
    table.note("In work: an employment spell in P45 records covers the day. Self-employment, cash work and pay below the tax system are missed.");
    table.note("Groups are known only later than the day itself: a difference between them is not an effect of completing treatment.");
    (table, Place { everyone, completed, share, difference })
}
