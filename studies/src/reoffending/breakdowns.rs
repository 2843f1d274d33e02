//! Proven re-offending by group, and the time to the first re-offence.

use super::proven::{FOLLOW_UP_DAYS, Proven};
use crate::cohort::{Division, Member, Survival};
use crate::disclose::{Cell, Chart, Measure, Modelled, Table};
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
    let cells = |group: &[&Offender<'_>]| {
        let again_keys = group.iter().filter(|(_, proven)| proven.after > 0).map(|(member, _)| member.record_key);
        [
            (people, Cell::of(group.iter().map(|(member, _)| member.record_key))),
            (again, Cell::of(again_keys)),
            (offences, Cell::events_of(group.iter().map(|(member, proven)| (member.record_key, proven.after)))),
        ]
    };
    table.section("Everyone");
    table.row("All offenders", cells(&offenders.iter().collect::<Vec<_>>())).alone();
    for division in divisions(offenders) {
        table.section(division.heading);
        let groups = division.of(offenders).into_iter();
        let rows: Vec<_> = groups.map(|(label, group)| table.row(label, cells(&group))).collect();
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

/// The groups of the Ministry of Justice's bulletins that the delivery knows.
fn divisions(offenders: &[Offender<'_>]) -> [Division; 5] {
    // Bands of the bulletins, without "none": everyone here has one.
    let bands = [("1 or 2", 2), ("3 to 6", 6), ("7 to 10", 10), ("11 or more", u32::MAX)];
    let band = |(_, proven): &Offender<'_>| bands.iter().take_while(|(_, most)| proven.before > *most).count();
    let members = || offenders.iter().map(|(member, _)| *member);
    [
        Division::sex(members()),
        Division::age(members()),
        Division::new("Offences proven before", bands.map(|(label, _)| label), offenders.iter().map(band)),
        Division::drug(members()),
        Division::course(members()),
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
