//! Proven re-offending by group, and the time to the first re-offence.

use super::proven::{FOLLOW_UP_DAYS, Proven};
use crate::cohort::{AgeBand, Course, Member, Survival};
use crate::disclose::{Cell, Chart, Measure, Modelled, Table};
use crate::inputs::{DrugGroup, Sex};
use crate::linkage::Linked;
use crate::stats::Interval;
use crate::stats::survival::{CumulativeIncidence, Ending};
use crate::study_file::StudyFile;

/// An offender: a member with a proven offence before the index day.
pub(super) type Offender<'a> = (&'a Member, Proven);

const POPULATION: &str = "People who started drug treatment with a proven offence before";

/// Binary rate and frequency by the usual groups.
pub(super) fn by_group(offenders: &[Offender<'_>], study: &StudyFile) -> Table {
    let mut table = Table::new(
        "proven",
        "Proven re-offending within a year of starting treatment",
        POPULATION,
        study.cohort.in_words(),
    );
    let people = table.count("offenders", "Offenders");
    let again = table.part_of(people, "reoffenders", "Who re-offended");
    let rate = table.measure("rate", "Re-offended, % (95% interval)", Measure::Percent { part: again, whole: people });
    let offences = table.count("reoffences", "Re-offences");
    let mean = |people| Measure::Mean { events: offences, people, times: 1.0 };
    table.measure("per_reoffender", "Re-offences per re-offender", mean(again));
    table.measure("per_offender", "Re-offences per offender", mean(people));
    let cells = |test: &dyn Fn(&Offender<'_>) -> bool| {
        let group = || offenders.iter().filter(|offender| test(offender));
        [
            (people, Cell::of(group().map(|(member, _)| member.record_key))),
            (again, Cell::of(group().filter(|(_, proven)| proven.after > 0).map(|(member, _)| member.record_key))),
            (offences, Cell::events_of(group().map(|(member, proven)| (member.record_key, proven.after)))),
        ]
    };
    table.section("Everyone");
    table.row("All offenders", cells(&|_| true)).alone();
    for (heading, groups) in groupings() {
        table.section(heading);
        let rows: Vec<_> = groups.into_iter().map(|(label, test)| table.row(label, cells(&*test))).collect();
        table.partition(rows);
    }
    table.chart(Chart::Interval { measure: rate, reference: None });
    table.note(
        "An offence committed within a year of starting treatment and proven, by conviction, caution, reprimand or warning, within that year or \
         six months more. Time in custody is not taken off.",
    );
    table.note(
        "The delivery holds no sentence, so the index day is the start of treatment and not a sentence or release; breakdowns by disposal and \
         the risk scale OGRS3, which needs the whole career from before 2000, are not made.",
    );
    table
}

type Test = Box<dyn Fn(&Offender<'_>) -> bool>;

fn groupings() -> Vec<(&'static str, Vec<(String, Test)>)> {
    let sexes = [("Men", Sex::Male), ("Women", Sex::Female), ("Not known", Sex::NotKnown)];
    let drugs = [("Opiates", true), ("Other drugs, alcohol or not recorded", false)];
    // Bands of the Ministry of Justice's bulletins, without "none": everyone here has one.
    let bands = [("1 or 2", 1..=2), ("3 to 6", 3..=6), ("7 to 10", 7..=10), ("11 or more", 11..=u32::MAX)];
    let boxed = |test: Box<dyn Fn(&Offender<'_>) -> bool>| -> Test { test };
    vec![
        ("Sex", sexes.map(|(label, sex)| (label.to_owned(), boxed(Box::new(move |(m, _)| m.sex == sex)))).into()),
        (
            "Age at the start",
            AgeBand::ALL
                .map(|band| (band.label().to_owned(), boxed(Box::new(move |(m, _)| m.age_band() == band))))
                .into(),
        ),
        (
            "Offences proven before",
            bands
                .map(|(label, band)| (label.to_owned(), boxed(Box::new(move |(_, p)| band.contains(&p.before)))))
                .into(),
        ),
        (
            "Main drug",
            drugs
                .map(|(label, is)| {
                    (label.to_owned(), boxed(Box::new(move |(m, _)| (m.drug == DrugGroup::Opiate) == is)))
                })
                .into(),
        ),
        (
            "How the two years went",
            Course::ALL.map(|course| (course.label(), boxed(Box::new(move |(m, _)| m.course() == course)))).into(),
        ),
    ]
}

const POINTS: [(i32, &str); 4] = [(30, "1 month"), (91, "3 months"), (183, "6 months"), (364, "12 months")];

/// Cumulative incidence of a first proven re-offence, death in between taken into account.
pub(super) fn time_to_first(offenders: &[Offender<'_>], linked: &Linked<'_>, study: &StudyFile) -> Table {
    let mut table =
        Table::new("proven-time", "Time to the first proven re-offence", POPULATION, study.cohort.in_words());
    let share = table.modelled_share("share", "Re-offended by then, % (95% interval)");
    let people: Vec<Ending> = offenders.iter().map(|(member, proven)| ending(member, proven, linked)).collect();
    let curves = CumulativeIncidence::new(&people, 2);
    let mut before = 0;
    for (days, label) in POINTS {
        let found = curves.at(f64::from(days))[0];
        let Interval { low, high } = found.interval();
        let new = people.iter().filter(|p| p.cause == Some(0) && (before..=days).contains(&(p.time as i32)));
        let modelled = Modelled {
            estimate: 100.0 * found.share,
            interval: Interval { low: 100.0 * low, high: 100.0 * high },
            people: people.len() as u64,
            least_events: new.count() as u64,
            residual_freedom: people.len() as u64,
        };
        table.row(label, [(share, Cell::modelled(modelled))]).alone();
        before = days + 1;
    }
    table.chart(Chart::Interval { measure: share, reference: None });
    table.note("Aalen-Johansen with death as the competing event, by day of offence.");
    table
}

fn ending(member: &Member, proven: &Proven, linked: &Linked<'_>) -> Ending {
    let died = Survival::of(member, linked).died().map(|died| died.since(member.index).max(0));
    match (proven.first, died) {
        // An offence after death is a false link; the death stands.
        (Some(first), died) if died.is_none_or(|died| first <= died) => {
            Ending { time: f64::from(first), cause: Some(0) }
        }
        (_, Some(died)) if died < FOLLOW_UP_DAYS => Ending { time: f64::from(died), cause: Some(1) },
        _ => Ending { time: f64::from(FOLLOW_UP_DAYS), cause: None },
    }
}
