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

/// Log hazard ratios of the covariates in `design`, which has no constant; ties by Efron's method.
///
/// Source: Cox DR (1972), JRSS B 34:187-220; Efron B (1977), JASA 72:557-565; for stretches, Andersen PK, Gill RD (1982), Annals of
/// Statistics 10:1100-1120.
///
/// # Errors
/// [`FitError`] if there is no event, if covariates depend on each other or if the estimates run away.
pub fn cox_regression(design: &Design, stretches: &[AtRisk]) -> Result<Fit, FitError> {
    if stretches.iter().all(|stretch| !stretch.event) {
        return Err(FitError::Empty);
    }
    let order = Order::new(design, stretches);
    let mut coefficients = DVector::zeros(design.columns());
    let mut last = f64::NEG_INFINITY;
    for step in 1..=MOST_STEPS {
        let likelihood = order.likelihood(&coefficients);
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

/// Stretches in the order in which they enter and leave the set at risk as time runs backwards.
struct Order<'a> {
    stretches: &'a [AtRisk],
    design: &'a Design,
    by_stop: Vec<usize>,
    by_start: Vec<usize>,
    /// Mean of each covariate, taken off so that no exponential overflows; the likelihood does not change.
    means: DVector<f64>,
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

impl<'a> Order<'a> {
    fn new(design: &'a Design, stretches: &'a [AtRisk]) -> Self {
        let latest_first = |of: fn(&AtRisk) -> f64| {
            let mut order: Vec<usize> = (0..stretches.len()).collect();
            order.sort_by(|&a, &b| of(&stretches[b]).total_cmp(&of(&stretches[a])));
            order
        };
        let mut means = DVector::zeros(design.columns());
        for row in 0..design.rows() {
            means += DVector::from_row_slice(design.row(row));
        }
        means /= stretches.len() as f64;
        Self { stretches, design, by_stop: latest_first(|s| s.stop), by_start: latest_first(|s| s.start), means }
    }

    fn likelihood(&self, coefficients: &DVector<f64>) -> Likelihood {
        let columns = self.design.columns();
        let mut found =
            Likelihood { log: 0.0, score: DVector::zeros(columns), information: DMatrix::zeros(columns, columns) };
        let mut at_risk = Sums::none(columns);
        let (mut entered, mut left) = (0, 0);
        while entered < self.by_stop.len() {
            let time = self.stretches[self.by_stop[entered]].stop;
            let mut dying = Sums::none(columns);
            let mut deaths = 0_u32;
            while let Some(&index) = self.by_stop.get(entered).filter(|&&i| self.stretches[i].stop >= time) {
                let (x, predictor) = self.centred(index, coefficients);
                at_risk.add(&x, predictor.exp());
                if self.stretches[index].event {
                    dying.add(&x, predictor.exp());
                    deaths += 1;
                    found.log += predictor;
                    found.score += x;
                }
                entered += 1;
            }
            while let Some(&index) = self.by_start.get(left).filter(|&&i| self.stretches[i].start >= time) {
                let (x, predictor) = self.centred(index, coefficients);
                at_risk.add(&x, -predictor.exp());
                left += 1;
            }
            found.subtract_ties(&at_risk, &dying, deaths);
        }
        found
    }

    fn centred(&self, index: usize, coefficients: &DVector<f64>) -> (DVector<f64>, f64) {
        let x = DVector::from_row_slice(self.design.row(index)) - &self.means;
        let predictor = x.dot(coefficients);
        (x, predictor)
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
