//! How many are alive so many years after treatment began, by group, and whether groups differ.

use super::timeline::Timeline;
use crate::cohort::Member;
use crate::disclose::{Cell, Chart, Modelled, Table};
use crate::inputs::{DrugGroup, RecordKey, Sex};
use crate::stats::Interval;
use crate::stats::survival::{KaplanMeier, Observed, log_rank};

const POPULATION: &str = "People who started drug treatment, followed to death or the end of the period";
/// Years after the first day, in days.
const POINTS: [(i32, &str); 6] =
    [(365, "1 year"), (731, "2 years"), (1096, "3 years"), (1461, "4 years"), (1826, "5 years"), (2192, "6 years")];

/// A group with its people: what perturbs counts of each, and how long each was followed.
struct Group {
    label: &'static str,
    people: Vec<(RecordKey, Observed)>,
}

/// Alive by group (Kaplan-Meier), and the groups compared (log-rank).
pub(super) fn tables(members: &[Member], lines: &[Timeline<'_>], period: &str) -> [Table; 2] {
    let group = |label, wanted: &dyn Fn(&Member) -> bool| Group {
        label,
        people: members
            .iter()
            .zip(lines)
            .filter(|(member, _)| wanted(member))
            .map(|(member, line)| (member.record_key, observed(line)))
            .collect(),
    };
    let pairs = [
        ("Sex", [group("Men", &|m| m.sex == Sex::Male), group("Women", &|m| m.sex == Sex::Female)]),
        (
            "Main drug",
            [
                group("Opiates", &|m| m.drug == DrugGroup::Opiate),
                group("Other drugs, alcohol or not recorded", &|m| m.drug != DrugGroup::Opiate),
            ],
        ),
    ];
    [curves(&pairs, period), tests(&pairs, period)]
}

/// The day of death is a day at risk: whoever dies on the first day has lived none.
fn observed(line: &Timeline<'_>) -> Observed {
    let days: i32 = line.stretches.iter().map(|stretch| stretch.to.since(stretch.from)).sum();
    let event = line.death.is_some();
    Observed { time: f64::from(days - i32::from(event)), event }
}

fn curves(pairs: &[(&str, [Group; 2])], period: &str) -> Table {
    let mut table = Table::new("deaths-survival", "Alive after starting treatment", POPULATION, period);
    let alive = table.modelled_share("alive", "Alive, % (95% interval)");
    for group in pairs.iter().flat_map(|(_, groups)| groups) {
        table.section(group.label);
        let people: Vec<Observed> = group.people.iter().map(|person| person.1).collect();
        let curve = KaplanMeier::new(&people);
        let longest = people.iter().map(|person| person.time).fold(0.0, f64::max);
        let mut before = -1;
        for (days, label) in POINTS.into_iter().filter(|(days, _)| f64::from(*days) <= longest) {
            let found = curve.at(f64::from(days));
            let Interval { low, high } = found.interval();
            let new = people.iter().filter(|p| p.event && (before + 1..=days).contains(&(p.time as i32))).count();
            let modelled = Modelled {
                estimate: 100.0 * found.share,
                interval: Interval { low: 100.0 * low, high: 100.0 * high },
                people: people.len() as u64,
                least_events: new as u64,
                residual_freedom: people.len() as u64,
            };
            table.row(label, [(alive, Cell::modelled(modelled))]).alone();
            before = days;
        }
    }
    table.chart(Chart::Interval { measure: alive, reference: None });
    table.note("Kaplan-Meier with log-log limits; people are followed to death or the end of the period.");
    table.note(
        "A figure is shown only if enough people died since the row before, and shares are rounded like the counts they stand for: no step of \
         the curve is a person.",
    );
    table
}

fn tests(pairs: &[(&str, [Group; 2])], period: &str) -> Table {
    let mut table = Table::new("deaths-log-rank", "Do groups die at the same rate?", POPULATION, period);
    let people = table.count("people", "People");
    let deaths = table.part_of(people, "deaths", "Deaths");
    let chi_squared = table.figure("chi_squared", "Log-rank chi-squared, 1 degree of freedom", "chi-squared");
    let p_value = table.figure("p_value", "p", "probability");
    for (heading, groups) in pairs {
        table.section(*heading);
        let followed = groups.each_ref().map(|group| group.people.iter().map(|p| p.1).collect::<Vec<_>>());
        let found = log_rank([&followed[0], &followed[1]]);
        let died = |group: &Group| group.people.iter().filter(|p| p.1.event).count() as u64;
        // A test says no more than the smaller count of deaths on either side.
        let least = groups.iter().map(|group| died(group).min(group.people.len() as u64 - died(group))).min();
        let least = least.unwrap_or_default();
        for (place, group) in groups.iter().enumerate() {
            let counts = [
                (people, Cell::of(group.people.iter().map(|p| p.0))),
                (deaths, Cell::of(group.people.iter().filter(|p| p.1.event).map(|p| p.0))),
            ];
            let test = found.iter().filter(|_| place == 0).flat_map(|found| {
                [(chi_squared, Cell::figure(found.chi_squared, least)), (p_value, Cell::figure(found.p_value, least))]
            });
            table.row(group.label, counts.into_iter().chain(test)).alone();
        }
    }
    // Deaths expected in each group would add up to all deaths, unrounded.
    table.note("The test stands beside the first of two groups. p to two decimals: 0.00 is less than 0.005.");
    table
}
