//! How often released intervals of death rates cover a ratio of 1, in worlds of counts alone: no linkage error, no people.

use studies::disclose::{Cell, Measure, Part, Policy, Released, Table, disclose};
use studies::stats::uniform;

const WORLDS: u64 = 2000;
/// People in every row; only their number matters, and it is far above any threshold.
const PEOPLE: u64 = 1000;
/// Deaths per person-year in every state.
const RATE: f64 = 0.006;
/// Person-years in treatment, and 0-28, 29-365 and more days after leaving it, as in the demonstration.
const YEARS: [f64; 4] = [27_000.0, 1_770.0, 19_150.0, 71_500.0];

#[test]
fn released_ratios_cover_at_the_nominal_rate_though_counts_are_rounded_and_the_small_ones_hidden() {
    let mut released = [0_u32; 4];
    let mut covered = [0_u32; 4];
    for world in 0..WORLDS {
        for (row, ratio) in ratios(world).into_iter().enumerate() {
            let Some(interval) = ratio.map(|ratio| ratio.interval()) else { continue };
            released[row] += 1;
            covered[row] += u32::from((interval.low..=interval.high).contains(&1.0));
        }
    }
    for (released, covered) in released.into_iter().zip(covered) {
        let expected = 0.95 * f64::from(released);
        let chance = 2.0 * (0.05 * expected).sqrt();
        assert!(released >= 400, "of {WORLDS} worlds only {released} release the figure");
        assert!(f64::from(covered) >= expected - chance, "{covered} of {released} cover");
    }
}

/// The released ratio to in treatment of the three states after it and of all of them.
fn ratios(world: u64) -> [Option<Released>; 4] {
    let deaths: Vec<u64> = YEARS.iter().zip(0..).map(|(years, state)| poisson(years * RATE, world, state)).collect();
    let mut table = Table::new("deaths", "Deaths", "People", "Years");
    let people = table.distinct("people", "People");
    let years = table.years(people, "years", "Person-years");
    let events = table.count("deaths", "Deaths");
    let ratio = table.measure("ratio", "Ratio", Measure::RateRatioToFirst { events, years });
    let cells = |deaths: u64, years_lived: f64| {
        let lived = (0..PEOPLE).map(move |_| years_lived / PEOPLE as f64);
        [(people, Cell::people(PEOPLE)), (years, Cell::person_years(lived)), (events, Cell::people(deaths))]
    };
    let states: Vec<_> =
        YEARS.iter().zip(&deaths).map(|(lived, deaths)| table.row("state", cells(*deaths, *lived))).collect();
    let [inside, four_weeks, year, longer] = states.try_into().unwrap_or_else(|_| unreachable!("four states"));
    let rows = [&four_weeks, &year, &longer].map(Part::id);
    let outside =
        table.total("out", [four_weeks, year, longer], cells(deaths[1..].iter().sum(), YEARS[1..].iter().sum()));
    let out = outside.id();
    table.total("everyone", [inside, outside], cells(deaths.iter().sum(), YEARS.iter().sum())).alone();
    let safe = disclose(table, &Policy::default());
    [rows[0], rows[1], rows[2], out].map(|row| safe.estimate(row, ratio))
}

/// A Poisson count: unit exponential waits that fit into `mean`.
fn poisson(mean: f64, world: u64, state: u64) -> u64 {
    let mut left = mean;
    for event in 0.. {
        left += (1.0 - uniform(world + 1, state, event)).ln();
        if left < 0.0 {
            return event;
        }
    }
    unreachable!("the waits add up to more than the mean")
}
