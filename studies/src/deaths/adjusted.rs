//! Rates out of treatment over the rate in it, for people alike in sex, age and main drug.

use std::collections::BTreeMap;

use super::timeline::State;
use super::timeline::{Timeline, by_state};
use crate::cohort::{AgeBand, Member};
use crate::day::DAYS_PER_YEAR;
use crate::disclose::{Cell, Chart, Modelled, Table};
use crate::inputs::{DrugGroup, Sex};
use crate::stats::Interval;
use crate::stats::regression::{Design, Fit, poisson_regression};
use crate::stats::survival::{AtRisk, cox_regression};

/// Covariates after the constant: three states, male, three ages, opiates.
const STATES: [(State, &str); 3] = [
    (State::OutFourWeeks, "0 to 28 days after leaving"),
    (State::OutYear, "29 to 365 days after leaving"),
    (State::OutLonger, "More than 365 days after leaving"),
];
const COVARIATES: usize = 8;

/// Rate ratios by Poisson regression and hazard ratios by Cox regression with the state changing over time.
pub(super) fn table(members: &[Member], lines: &[Timeline<'_>], period: &str) -> Table {
    let mut table = Table::new(
        "deaths-adjusted",
        "Deaths after leaving treatment against deaths in it, adjusted for sex, age and main drug",
        "People who started drug treatment, followed to death or the end of the period",
        period,
    );
    let poisson =
        table.modelled("adjusted_rate_ratio", "Adjusted rate ratio, Poisson regression (95% interval)", "ratio");
    let cox = table.modelled("adjusted_hazard_ratio", "Adjusted hazard ratio, Cox regression (95% interval)", "ratio");
    let study = Study::new(members, lines);
    let (rates, hazards) = (study.poisson(), study.cox());
    for (place, (state, label)) in STATES.into_iter().enumerate() {
        let modelled = |fit: &Fit, column: usize, rows: usize| {
            let Interval { low, high } = fit.interval(column);
            Cell::modelled(Modelled {
                estimate: fit.coefficients[column].exp(),
                interval: Interval { low: low.exp(), high: high.exp() },
                people: members.len() as u64,
                least_events: study.deaths[state as usize].min(study.deaths[State::In as usize]),
                residual_freedom: rows.saturating_sub(fit.coefficients.len()) as u64,
            })
        };
        let cells = [
            rates.as_ref().map(|(fit, rows)| (poisson, modelled(fit, place + 1, *rows))),
            hazards.as_ref().map(|(fit, rows)| (cox, modelled(fit, place, *rows))),
        ];
        table.row(label, cells.into_iter().flatten()).alone();
    }
    table.chart(Chart::Interval { measure: cox, reference: Some(1.0) });
    table.note("Compared with being in treatment. The Cox regression runs on days since the first day of treatment, with Efron's ties.");
    table.note("Adjusted for sex, age on the first day (18 to 24, 25 to 34, 35 to 44, 45 and over) and opiates as main drug; not for how ill people are.");
    table
}

/// Stretches with their covariates.
struct Study {
    rows: Vec<([f64; COVARIATES], AtRisk)>,
    deaths: [u64; 4],
}

impl Study {
    fn new(members: &[Member], lines: &[Timeline<'_>]) -> Self {
        let mut study = Self { rows: Vec::new(), deaths: [0; 4] };
        for (member, line) in members.iter().zip(lines) {
            let stretches = by_state(line);
            for (index, stretch) in stretches.iter().enumerate() {
                let event = index + 1 == stretches.len() && line.death.is_some();
                let since = |day: crate::day::Day| f64::from(day.since(member.index));
                let time = AtRisk { start: since(stretch.from), stop: since(stretch.to), event };
                study.rows.push((covariates(member, stretch.state()), time));
                study.deaths[stretch.state() as usize] += u64::from(event);
            }
        }
        study
    }

    /// One row for each set of covariates: the same estimates as one for each stretch.
    fn poisson(&self) -> Option<(Fit, usize)> {
        let mut cells: BTreeMap<Vec<u8>, (f64, f64)> = BTreeMap::new();
        for (covariates, time) in &self.rows {
            let cell = cells.entry(covariates.iter().map(|&x| x as u8).collect()).or_default();
            cell.0 += f64::from(time.event);
            cell.1 += (time.stop - time.start) / DAYS_PER_YEAR;
        }
        let mut design = Design::new(1 + COVARIATES);
        for key in cells.keys() {
            design.push(&std::iter::once(1.0).chain(key.iter().map(|&x| f64::from(x))).collect::<Vec<_>>());
        }
        let (events, years): (Vec<f64>, Vec<f64>) = cells.values().copied().unzip();
        Some((poisson_regression(&design, &events, &years).ok()?, cells.len()))
    }

    fn cox(&self) -> Option<(Fit, usize)> {
        let mut design = Design::new(COVARIATES);
        self.rows.iter().for_each(|(covariates, _)| design.push(covariates));
        let times: Vec<AtRisk> = self.rows.iter().map(|(_, time)| *time).collect();
        let deaths = self.deaths.iter().sum::<u64>() as usize;
        Some((cox_regression(&design, &times).ok()?, deaths))
    }
}

fn covariates(member: &Member, state: State) -> [f64; COVARIATES] {
    let is = |test: bool| f64::from(test);
    let [four_weeks, year, longer] = STATES.map(|(own, _)| is(own == state));
    let age = member.age_band();
    [
        four_weeks,
        year,
        longer,
        is(member.sex == Sex::Male),
        is(age == AgeBand::From25),
        is(age == AgeBand::From35),
        is(age == AgeBand::From45),
        is(member.drug == DrugGroup::Opiate),
    ]
}
