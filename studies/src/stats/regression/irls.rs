//! Poisson and logistic regression.

use nalgebra::{DMatrix, DVector};

use super::design::Design;
use super::fit::{Fit, FitError, inverse_of_information};

/// Rate ratios: the logarithm of the rate of `events` per unit of `exposure` is linear in the covariates.
///
/// Source: `McCullagh` P, Nelder JA (1989), Generalized Linear Models, 2nd ed., section 2.5 and chapter 6; for person-years, Breslow NE,
/// Day NE (1987), Statistical Methods in Cancer Research II, chapter 4.
///
/// # Errors
/// [`FitError`] if there is no event, if covariates depend on each other or if the estimates run away.
pub fn poisson_regression(design: &Design, events: &[f64], exposure: &[f64]) -> Result<Fit, FitError> {
    if events.iter().sum::<f64>() <= 0.0 {
        return Err(FitError::Empty);
    }
    irls(design, &Poisson { events, exposure })
}

/// Odds ratios: the log odds of `happened` are linear in the covariates.
///
/// Source: `McCullagh` P, Nelder JA (1989), Generalized Linear Models, 2nd ed., section 2.5 and chapter 4.
///
/// # Errors
/// [`FitError`] if everyone or nobody had the outcome, if covariates depend on each other or if the estimates run away.
pub fn logistic_regression(design: &Design, happened: &[bool]) -> Result<Fit, FitError> {
    let events = happened.iter().filter(|&&h| h).count();
    if events == 0 || events == happened.len() {
        return Err(FitError::Empty);
    }
    irls(design, &Logistic { happened })
}

const MOST_STEPS: u32 = 50;
/// Beyond this a ratio is `e^20`, five hundred million: no data say so, a group without events does.
const LARGEST_COEFFICIENT: f64 = 20.0;

/// A response with its link.
trait Family {
    /// The linear predictor to start from.
    fn start(&self, row: usize) -> f64;
    /// Working weight, and how far the working response lies from the linear predictor.
    fn working(&self, row: usize, predictor: f64) -> (f64, f64);
    fn deviance(&self, row: usize, predictor: f64) -> f64;
}

fn irls(design: &Design, family: &impl Family) -> Result<Fit, FitError> {
    let columns = design.columns();
    let mut predictors: Vec<f64> = (0..design.rows()).map(|row| family.start(row)).collect();
    let mut last = f64::INFINITY;
    for step in 1..=MOST_STEPS {
        let (mut information, mut score) = (DMatrix::zeros(columns, columns), DVector::zeros(columns));
        for (row, &predictor) in predictors.iter().enumerate() {
            let (weight, residual) = family.working(row, predictor);
            let x = design.row(row);
            for i in 0..columns {
                score[i] += weight * x[i] * (predictor + residual);
                for j in 0..=i {
                    information[(i, j)] += weight * x[i] * x[j];
                }
            }
        }
        information.fill_upper_triangle_with_lower_triangle();
        let covariance = inverse_of_information(information)?;
        let coefficients = &covariance * score;
        if coefficients.iter().skip(1).any(|b| !b.is_finite() || b.abs() > LARGEST_COEFFICIENT) {
            return Err(FitError::NotConverged);
        }
        for (row, predictor) in predictors.iter_mut().enumerate() {
            *predictor = design.predict(row, coefficients.as_slice());
        }
        let deviance: f64 = predictors.iter().enumerate().map(|(row, &p)| family.deviance(row, p)).sum();
        if (last - deviance).abs() <= 1e-13 * (deviance.abs() + 0.1) {
            let standard_errors = covariance.diagonal().iter().map(|v| v.sqrt()).collect();
            return Ok(Fit {
                coefficients: coefficients.as_slice().to_vec(),
                standard_errors,
                deviance,
                iterations: step,
            });
        }
        last = deviance;
    }
    Err(FitError::NotConverged)
}

struct Poisson<'a> {
    events: &'a [f64],
    exposure: &'a [f64],
}

impl Family for Poisson<'_> {
    fn start(&self, row: usize) -> f64 {
        ((self.events[row] + 0.1) / self.exposure[row]).ln()
    }

    fn working(&self, row: usize, predictor: f64) -> (f64, f64) {
        let mean = self.exposure[row] * predictor.exp();
        (mean, (self.events[row] - mean) / mean)
    }

    fn deviance(&self, row: usize, predictor: f64) -> f64 {
        let (events, mean) = (self.events[row], self.exposure[row] * predictor.exp());
        let log = if events > 0.0 { events * (events / mean).ln() } else { 0.0 };
        2.0 * (log - (events - mean))
    }
}

struct Logistic<'a> {
    happened: &'a [bool],
}

impl Family for Logistic<'_> {
    fn start(&self, row: usize) -> f64 {
        // Logit of the outcome drawn half-way to a half, as R's glm starts.
        if self.happened[row] { 3.0_f64.ln() } else { -(3.0_f64.ln()) }
    }

    fn working(&self, row: usize, predictor: f64) -> (f64, f64) {
        let mean = 1.0 / (1.0 + (-predictor).exp());
        let weight = (mean * (1.0 - mean)).max(f64::EPSILON);
        (weight, (f64::from(self.happened[row]) - mean) / weight)
    }

    fn deviance(&self, row: usize, predictor: f64) -> f64 {
        let towards = if self.happened[row] { predictor } else { -predictor };
        2.0 * (-towards).exp().ln_1p()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_constant(column: &[f64]) -> Design {
        let mut design = Design::new(2);
        for &x in column {
            design.push(&[1.0, x]);
        }
        design
    }

    #[test]
    fn a_group_without_events_is_refused_not_estimated() {
        let design = with_constant(&[0.0, 0.0, 1.0, 1.0]);
        let (events, years) = ([20.0, 30.0, 0.0, 0.0], [10.0; 4]);
        assert_eq!(poisson_regression(&design, &events, &years), Err(FitError::NotConverged));
        assert_eq!(poisson_regression(&design, &[0.0; 4], &years), Err(FitError::Empty));
        let separated = [false, false, true, true];
        assert!(logistic_regression(&design, &separated).is_err());
    }

    #[test]
    fn a_covariate_that_repeats_another_is_refused() {
        let mut design = Design::new(3);
        for x in [0.0, 1.0, 2.0, 3.0] {
            design.push(&[1.0, x, 2.0 * x]);
        }
        assert_eq!(poisson_regression(&design, &[3.0, 4.0, 6.0, 9.0], &[1.0; 4]), Err(FitError::Singular));
    }

    #[test]
    fn two_groups_give_the_ratio_of_their_rates() {
        let design = with_constant(&[0.0, 1.0]);
        let fit = poisson_regression(&design, &[40.0, 90.0], &[1000.0, 500.0]).unwrap();
        assert!((fit.coefficients[1] - 4.5_f64.ln()).abs() < 1e-9);
        assert!((fit.standard_errors[1] - (1.0_f64 / 40.0 + 1.0 / 90.0).sqrt()).abs() < 1e-9);
    }
}
