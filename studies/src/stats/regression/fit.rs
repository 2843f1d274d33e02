//! What a model found, or why it found nothing.

use nalgebra::DMatrix;

use crate::stats::{Interval, Z_95};

/// Coefficients with their standard errors, in the order of the design's columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Maximum-likelihood estimates on the scale of the link: logarithms of rate, odds or hazard ratios.
    pub coefficients: Vec<f64>,
    /// Square roots of the diagonal of the inverse of the information.
    pub standard_errors: Vec<f64>,
    /// Twice the log-likelihood that the saturated model has more than this one; for a Cox model, minus twice its partial
    /// log-likelihood.
    pub deviance: f64,
    /// Steps until the deviance stood still.
    pub iterations: u32,
}

/// Why a model could not be fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FitError {
    /// Nothing was observed: no rows, no events, or nothing but events.
    #[error("there is nothing to compare")]
    Empty,
    /// Covariates are linearly dependent, or a group has no event to tell it from the others.
    #[error("the covariates cannot be told apart")]
    Singular,
    /// The estimates run away: a group without events, or with nothing but events.
    #[error("the estimates do not settle")]
    NotConverged,
}

impl Fit {
    /// The 95 % interval of a coefficient on the scale of the link (Wald).
    #[must_use]
    pub fn interval(&self, column: usize) -> Interval {
        let (b, reach) = (self.coefficients[column], Z_95 * self.standard_errors[column]);
        Interval { low: b - reach, high: b + reach }
    }
}

pub(in crate::stats) fn inverse_of_information(information: DMatrix<f64>) -> Result<DMatrix<f64>, FitError> {
    let largest = information.diagonal().amax();
    let decomposition = information.cholesky().ok_or(FitError::Singular)?;
    // A pivot this small is rounding error of a column that depends on the others.
    let smallest =
        decomposition.l_dirty().diagonal().iter().fold(f64::INFINITY, |least, pivot| least.min(pivot * pivot));
    if smallest < 1e-12 * largest { Err(FitError::Singular) } else { Ok(decomposition.inverse()) }
}
