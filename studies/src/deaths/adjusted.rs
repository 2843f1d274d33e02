//! Rates out of treatment over the rate in it, for people alike in sex, age and main drug.

use super::timeline::State;
use super::timeline::{Timeline, by_state};
use crate::cohort::{AgeBand, Member};
use crate::day::{DAYS_PER_YEAR, Day};
use crate::disclose::{Cell, Chart, Modelled, Table};
use crate::inputs::{DrugGroup, Sex};
use crate::stats::Interval;
use crate::stats::regression::{Design, Fit, poisson_regression};
use crate::stats::survival::{AtRisk, Stretches, cox_regression_by_pattern};

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

/// Stretches with their covariates, which are all 0 or 1: a pattern is a number whose highest bit is the first of them.
struct Study {
    patterns: Vec<u32>,
    times: Vec<AtRisk>,
    deaths: [u64; 4],
}

const PATTERNS: usize = 1 << COVARIATES;

impl Study {
    fn new(members: &[Member], lines: &[Timeline<'_>]) -> Self {
        let mut study = Self { patterns: Vec::new(), times: Vec::new(), deaths: [0; 4] };
        for (member, line) in members.iter().zip(lines) {
            let stretches = by_state(line);
            for (index, stretch) in stretches.iter().enumerate() {
                let event = index + 1 == stretches.len() && line.death.is_some();
                let since = |day: Day| f64::from(day.since(member.index));
                study.times.push(AtRisk { start: since(stretch.from), stop: since(stretch.to), event });
                study.patterns.push(pattern(covariates(member, stretch.state())));
                study.deaths[stretch.state() as usize] += u64::from(event);
            }
        }
        study
    }

    /// One row for each pattern: the same estimates as one for each stretch.
    fn poisson(&self) -> Option<(Fit, usize)> {
        let mut cells: Vec<Option<(f64, f64)>> = vec![None; PATTERNS];
        for (&pattern, time) in self.patterns.iter().zip(&self.times) {
            let cell = cells[pattern as usize].get_or_insert_default();
            cell.0 += f64::from(time.event);
            cell.1 += (time.stop - time.start) / DAYS_PER_YEAR;
        }
        let mut design = Design::new(1 + COVARIATES);
        for (pattern, _) in cells.iter().enumerate().filter(|(_, cell)| cell.is_some()) {
            design.push(&std::iter::once(1.0).chain(row(pattern)).collect::<Vec<_>>());
        }
        let (events, years): (Vec<f64>, Vec<f64>) = cells.into_iter().flatten().unzip();
        Some((poisson_regression(&design, &events, &years).ok()?, events.len()))
    }

    fn cox(&self) -> Option<(Fit, usize)> {
        let mut patterns = Design::new(COVARIATES);
        (0..PATTERNS).for_each(|pattern| patterns.push(&row(pattern)));
        let stretches = Stretches { patterns: &patterns, of: &self.patterns, times: &self.times };
        let deaths = self.deaths.iter().sum::<u64>() as usize;
        Some((cox_regression_by_pattern(&stretches).ok()?, deaths))
    }
}

fn pattern(covariates: [bool; COVARIATES]) -> u32 {
    covariates.into_iter().fold(0, |bits, is| (bits << 1) | u32::from(is))
}

fn row(pattern: usize) -> [f64; COVARIATES] {
    std::array::from_fn(|place| f64::from((pattern >> (COVARIATES - 1 - place)) & 1 == 1))
}

fn covariates(member: &Member, state: State) -> [bool; COVARIATES] {
    let [four_weeks, year, longer] = STATES.map(|(own, _)| own == state);
    let age = member.age_band();
    [
        four_weeks,
        year,
        longer,
        member.sex == Sex::Male,
        age == AgeBand::From25,
        age == AgeBand::From35,
        age == AgeBand::From45,
        member.drug == DrugGroup::Opiate,
    ]
}
