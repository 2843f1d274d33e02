//! Deaths by calendar year, age, sex and main drug.

use super::exposure::{Division, Exposure, rates};
use super::timeline::Timeline;
use crate::cohort::{AgeBand, Member};
use crate::day::Day;
use crate::disclose::Table;
use crate::inputs::{DrugGroup, Sex};

const POPULATION: &str = "People who started drug treatment, followed to death or the end of the period";

/// A table each by calendar year, by age on the day, by sex and by main drug.
pub(super) fn tables(members: &[Member], lines: &[Timeline<'_>], period: &str) -> [Table; 4] {
    let first = lines.iter().filter_map(|line| Some(line.stretches.first()?.from.year())).min().unwrap_or_default();
    let last = lines.iter().filter_map(|line| Some(line.stretches.last()?.to.plus(-1).year())).max().unwrap_or(first);
    let years: Vec<String> = (first..=last).map(|year| year.to_string()).collect();
    let years: Vec<&str> = years.iter().map(String::as_str).collect();
    let ages = AgeBand::ALL.map(AgeBand::label);
    let table = |id, title, states: &[&str], compares: bool, state: &dyn Fn(&Member, Day) -> usize| {
        let people: Vec<Exposure<'_>> =
            members.iter().zip(lines).map(|(member, line)| by_day(member, line, states.len(), state)).collect();
        rates(&Division { id, title, population: POPULATION, period, states, compares }, &people)
    };
    let mut by_age = table("deaths-ages", "Deaths by age on the day", &ages, false, &|member, day| {
        AgeBand::on(member.birth_year, day) as usize
    });
    by_age.note("Age from the year of birth alone: everyone is taken to have their birthday on 1 January.");
    [
        table("deaths-years", "Deaths by calendar year", &years, false, &|_, day| {
            usize::from(day.year().abs_diff(first))
        }),
        by_age,
        table("deaths-sexes", "Deaths by sex", &["Men", "Women", "Not known"], true, &|member, _| match member.sex {
            Sex::Male => 0,
            Sex::Female => 1,
            Sex::NotKnown => 2,
        }),
        table(
            "deaths-drugs",
            "Deaths by main drug on the first day",
            &["Opiates", "Other drugs, alcohol or not recorded"],
            true,
            &|member, _| usize::from(member.drug != DrugGroup::Opiate),
        ),
    ]
}

/// Days in each of so many states, which change with the year or not at all.
fn by_day<'a>(
    member: &Member,
    line: &Timeline<'a>,
    states: usize,
    state: &dyn Fn(&Member, Day) -> usize,
) -> Exposure<'a> {
    let mut days = vec![0; states];
    for stretch in &line.stretches {
        for piece in stretch.cut_at_new_year() {
            days[state(member, piece.from)] += piece.to.since(piece.from);
        }
    }
    Exposure { record_key: member.record_key, days, death: line.death.map(|death| (state(member, death.died), death)) }
}
