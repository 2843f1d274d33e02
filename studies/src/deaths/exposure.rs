//! Rates over any division of person-time into states.

use crate::day::DAYS_PER_YEAR;
use crate::disclose::{Cell, Chart, Measure, Table};
use crate::inputs::{Death, RecordKey};

/// One member's days in each state, and the state of death.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Exposure<'a> {
    pub(super) record_key: RecordKey,
    pub(super) days: Vec<i32>,
    pub(super) death: Option<(usize, &'a Death)>,
}

/// What a table of rates is about.
pub(super) struct Division<'a> {
    pub(super) id: &'static str,
    pub(super) title: &'a str,
    pub(super) population: &'a str,
    pub(super) period: &'a str,
    /// States in order; the first is the one the others are compared with.
    pub(super) states: &'a [&'a str],
    /// Whether each state is compared with the first.
    pub(super) compares: bool,
}

/// Deaths and drug poisonings per 1,000 person-years in each state.
pub(super) fn rates(division: &Division<'_>, people: &[Exposure<'_>]) -> Table {
    let mut table = Table::new(division.id, division.title, division.population, division.period);
    let members = table.distinct("people", "People");
    let years = table.years(members, "person_years", "Person-years");
    let deaths = table.count("deaths", "Deaths");
    let poisonings = table.part_of(deaths, "drug_deaths", "Drug poisonings");
    let rate = Measure::PerThousandYears { events: deaths, years };
    let rate = table.measure("rate", "Deaths per 1,000 person-years (95% interval)", rate);
    table.chart(Chart::Interval { measure: rate, reference: None });
    if division.compares {
        let ratio = Measure::RateRatioToFirst { events: deaths, years };
        let ratio = table.measure("rate_ratio", "Ratio to the first row (95% interval)", ratio);
        let drug_ratio = Measure::RateRatioToFirst { events: poisonings, years };
        table.measure("drug_rate_ratio", "Drug poisonings: ratio to the first row (95% interval)", drug_ratio);
        table.chart(Chart::Interval { measure: ratio, reference: Some(1.0) });
    }
    let cells = |states: &[usize]| {
        let lived = |exposure: &Exposure<'_>| {
            f64::from(states.iter().map(|&state| exposure.days[state]).sum::<i32>()) / DAYS_PER_YEAR
        };
        let died = |wanted: fn(&Death) -> bool| {
            let here = |e: &&Exposure<'_>| e.death.is_some_and(|(s, death)| states.contains(&s) && wanted(death));
            Cell::of(people.iter().filter(here).map(|e| e.record_key))
        };
        [
            (members, Cell::of(people.iter().filter(|e| lived(e) > 0.0).map(|e| e.record_key))),
            (years, Cell::person_years(people.iter().map(lived))),
            (deaths, died(|_| true)),
            (poisonings, died(Death::is_drug_poisoning)),
        ]
    };
    let rows: Vec<_> =
        division.states.iter().enumerate().map(|(state, label)| table.row(*label, cells(&[state]))).collect();
    let all: Vec<usize> = (0..division.states.len()).collect();
    table.total("All of these", rows, cells(&all)).alone();
    table
}
