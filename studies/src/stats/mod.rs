//! Statistics, each a small function with its source and a known answer under `known_answers/` ([`crate::validate`]).

mod balance;
mod duplicate_method;
mod log_ratio;
mod matching;
mod ogrs3;
mod poisson;
mod proportion;
mod rate_ratio;
pub mod regression;
mod released_count;
mod rubin;
mod standardised;
pub mod survival;
mod uniform;

#[cfg(test)]
mod interval_tests;

pub use balance::{standardised_difference, standardised_difference_of_shares};
pub use duplicate_method::{DuplicatePrecision, LinkCounts, duplicate_precision};
pub use log_ratio::{PersonCounts, log_ratio_standard_error};
pub use matching::{caliper, nearest_neighbours};
pub use ogrs3::{OffenceGroup, OffenderRecord, Risk, ogrs3};
pub use poisson::{byar_interval, exact_poisson_interval};
pub use proportion::{exact_interval, newcombe_difference, wilson_interval};
pub use rate_ratio::{log_rate_ratio_standard_error, rate_ratio_interval};
pub use released_count::ReleasedCount;
pub use rubin::{Pooled, pool};
pub use standardised::{
    Band, ESP_2013, Estimate, FEWEST_STANDARDISED, count_interval, directly_standardised_rate,
    standardised_mortality_ratio,
};
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
