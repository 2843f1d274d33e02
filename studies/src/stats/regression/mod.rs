//! Generalised linear models by iteratively re-weighted least squares.

mod design;
mod fit;
mod irls;

pub use design::Design;
pub use fit::{Fit, FitError};
pub use irls::{logistic_regression, poisson_regression};

pub(super) use fit::inverse_of_information;
