//! Interval estimates, each with its source and a known answer under `tests/data`.

mod log_ratio;
mod poisson;
mod proportion;
mod rate_ratio;
mod released_count;
mod rubin;
mod uniform;

#[cfg(test)]
mod known_answers;

pub use log_ratio::{PersonCounts, log_ratio_standard_error};
pub use poisson::{byar_interval, exact_poisson_interval};
pub use proportion::{newcombe_difference, wilson_interval};
pub use rate_ratio::{log_rate_ratio_standard_error, rate_ratio_interval};
pub use released_count::ReleasedCount;
pub use rubin::{Pooled, pool};
pub use uniform::uniform;

/// The lower and upper limits of a two-sided 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// The 97.5th percentile of the standard normal distribution.
pub const Z_95: f64 = 1.959_963_984_540_054;
