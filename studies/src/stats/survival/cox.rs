//! Proportional hazards with states that change.

use nalgebra::{DMatrix, DVector};

use crate::stats::regression::{Design, Fit, FitError, inverse_of_information};

/// A stretch of time at risk: from just after `start` up to and including `stop`. A person whose state changes has several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtRisk {
    /// Where it starts.
    pub start: f64,
    /// Where it stops.
    pub stop: f64,
    /// Whether an event stopped it.
    pub event: bool,
}

/// Stretches at risk whose covariates take few different values: `patterns` has a row for each, `of` says which row is whose.
#[derive(Clone, Copy)]
pub struct Stretches<'a> {
    /// The different covariates, without a constant.
    pub patterns: &'a Design,
    /// The row of `patterns` of each stretch.
    pub of: &'a [u32],
    /// When each stretch was at risk.
    pub times: &'a [AtRisk],
}

/// Log hazard ratios of the covariates in `design`, which has no constant and a row a stretch; ties by Efron's method.
///
/// # Errors
/// As [`cox_regression_by_pattern`].
pub fn cox_regression(design: &Design, stretches: &[AtRisk]) -> Result<Fit, FitError> {
    let of: Vec<u32> = (0..stretches.len() as u32).collect();
    cox_regression_by_pattern(&Stretches { patterns: design, of: &of, times: stretches })
}

/// Log hazard ratios; ties by Efron's method. A likelihood looks at each pattern once for each time of an event, however many people there
/// are.
///
/// Source: Cox DR (1972), JRSS B 34:187-220; Efron B (1977), JASA 72:557-565; for stretches, Andersen PK, Gill RD (1982), Annals of
/// Statistics 10:1100-1120.
///
/// # Errors
/// [`FitError`] if there is no event, if covariates depend on each other or if the estimates run away.
pub fn cox_regression_by_pattern(stretches: &Stretches<'_>) -> Result<Fit, FitError> {
    let sets = RiskSets::new(stretches);
    if sets.number == 0 {
        return Err(FitError::Empty);
    }
    let mut coefficients = DVector::zeros(stretches.patterns.columns());
    let mut last = f64::NEG_INFINITY;
    for step in 1..=MOST_STEPS {
        let likelihood = sets.likelihood(&coefficients);
        let covariance = inverse_of_information(likelihood.information)?;
        if (likelihood.log - last).abs() <= 1e-13 * (likelihood.log.abs() + 0.1) {
            return Ok(Fit {
                standard_errors: covariance.diagonal().iter().map(|v| v.sqrt()).collect(),
                coefficients: coefficients.as_slice().to_vec(),
                deviance: -2.0 * likelihood.log,
                iterations: step,
            });
        }
        last = likelihood.log;
        coefficients += covariance * likelihood.score;
        if coefficients.iter().any(|b: &f64| !b.is_finite() || b.abs() > LARGEST_COEFFICIENT) {
            return Err(FitError::NotConverged);
        }
    }
    Err(FitError::NotConverged)
}

const MOST_STEPS: u32 = 50;
/// As for the generalised linear models: nothing but a group without events gives a ratio of `e^20`.
const LARGEST_COEFFICIENT: f64 = 20.0;

/// For each time of an event, how many of each pattern are at risk and how many of them have the event.
struct RiskSets {
    /// How many times there are.
    number: usize,
    /// By time, then pattern.
    at_risk: Vec<i64>,
    /// By time, then pattern.
    events: Vec<u32>,
    /// Covariates of each pattern less their mean over the stretches, so that no exponential overflows; the likelihood does not change.
    covariates: Vec<DVector<f64>>,
}

struct Likelihood {
    log: f64,
    score: DVector<f64>,
    information: DMatrix<f64>,
}

/// `sum w`, `sum w x` and `sum w x x'` over a set of stretches, `w = exp(x b)`.
struct Sums {
    weight: f64,
    first: DVector<f64>,
    second: DMatrix<f64>,
}

impl RiskSets {
    fn new(stretches: &Stretches<'_>) -> Self {
        let Stretches { patterns, of, times } = *stretches;
        let mut moments: Vec<f64> = times.iter().filter(|time| time.event).map(|time| time.stop).collect();
        moments.sort_unstable_by(f64::total_cmp);
        moments.dedup();
        let (number, width) = (moments.len(), patterns.rows());
        // Differences from one time to the next, then their running sums.
        let mut at_risk = vec![0_i64; (number + 1) * width];
        let mut events = vec![0; number * width];
        let mut stretches_of = vec![0_u64; width];
        for (time, &pattern) in times.iter().zip(of) {
            let pattern = pattern as usize;
            let first = moments.partition_point(|moment| *moment <= time.start);
            let past = moments.partition_point(|moment| *moment <= time.stop).max(first);
            at_risk[first * width + pattern] += 1;
            at_risk[past * width + pattern] -= 1;
            if time.event && past > first {
                events[(past - 1) * width + pattern] += 1;
            }
            stretches_of[pattern] += 1;
        }
        for place in width..at_risk.len() {
            at_risk[place] += at_risk[place - width];
        }
        let rows = || (0..width).map(|row| DVector::from_row_slice(patterns.row(row)));
        let mut mean = DVector::zeros(patterns.columns());
        rows().zip(&stretches_of).for_each(|(row, number)| mean.axpy(*number as f64, &row, 1.0));
        mean /= times.len() as f64;
        Self { number, at_risk, events, covariates: rows().map(|row| row - &mean).collect() }
    }

    fn likelihood(&self, coefficients: &DVector<f64>) -> Likelihood {
        let (columns, width) = (coefficients.len(), self.covariates.len());
        let mut found =
            Likelihood { log: 0.0, score: DVector::zeros(columns), information: DMatrix::zeros(columns, columns) };
        let predictors: Vec<f64> = self.covariates.iter().map(|x| x.dot(coefficients)).collect();
        for time in 0..self.number {
            let (mut at_risk, mut dying, mut deaths) = (Sums::none(columns), Sums::none(columns), 0);
            for (pattern, (x, predictor)) in self.covariates.iter().zip(&predictors).enumerate() {
                let place = time * width + pattern;
                if self.at_risk[place] > 0 {
                    at_risk.add(x, self.at_risk[place] as f64 * predictor.exp());
                }
                if self.events[place] > 0 {
                    let number = f64::from(self.events[place]);
                    dying.add(x, number * predictor.exp());
                    deaths += self.events[place];
                    found.log += number * predictor;
                    found.score.axpy(number, x, 1.0);
                }
            }
            found.subtract_ties(&at_risk, &dying, deaths);
        }
        found
    }
}

impl Likelihood {
    /// Efron: of `d` who die together, the `l`-th leaves a share `l / d` of all of them behind.
    fn subtract_ties(&mut self, at_risk: &Sums, dying: &Sums, deaths: u32) {
        for tie in 0..deaths {
            let gone = f64::from(tie) / f64::from(deaths);
            let weight = at_risk.weight - gone * dying.weight;
            let mean = (&at_risk.first - gone * &dying.first) / weight;
            self.log -= weight.ln();
            self.score -= &mean;
            self.information += (&at_risk.second - gone * &dying.second) / weight - &mean * mean.transpose();
        }
    }
}

impl Sums {
    fn none(columns: usize) -> Self {
        Self { weight: 0.0, first: DVector::zeros(columns), second: DMatrix::zeros(columns, columns) }
    }

    fn add(&mut self, x: &DVector<f64>, weight: f64) {
        self.weight += weight;
        self.first.axpy(weight, x, 1.0);
        self.second.ger(weight, x, x, 1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cutting_a_stretch_in_two_changes_nothing() {
        let whole = [(5.0, true, 0.0), (8.0, false, 1.0), (3.0, true, 1.0), (9.0, true, 0.0), (4.0, true, 1.0)];
        let (mut one, mut one_rows) = (Design::new(1), Vec::new());
        let (mut two, mut two_rows) = (Design::new(1), Vec::new());
        for (stop, event, x) in whole {
            one.push(&[x]);
            one_rows.push(AtRisk { start: 0.0, stop, event });
            for (start, stop, event) in [(0.0, 2.0, false), (2.0, stop, event)] {
                two.push(&[x]);
                two_rows.push(AtRisk { start, stop, event });
            }
        }
        let (one, two) = (cox_regression(&one, &one_rows).unwrap(), cox_regression(&two, &two_rows).unwrap());
        assert!((one.coefficients[0] - two.coefficients[0]).abs() < 1e-9);
        assert!((one.standard_errors[0] - two.standard_errors[0]).abs() < 1e-9);
    }

    #[test]
    fn a_group_without_events_is_refused() {
        let mut design = Design::new(1);
        let rows: Vec<AtRisk> = (0..20)
            .map(|i| {
                design.push(&[f64::from(i % 2)]);
                AtRisk { start: 0.0, stop: f64::from(1 + i), event: i % 2 == 0 }
            })
            .collect();
        assert!(cox_regression(&design, &rows).is_err());
    }
}
