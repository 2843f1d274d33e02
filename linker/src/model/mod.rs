//! The two-class Fellegi-Sunter model of one pass, estimated on the histogram of its agreement patterns.
//!
//! Read in order: [`PatternCounter`] counts patterns into a [`Histogram`], `start` guesses, `em` estimates over `factors`, [`train`]
//! decides whether to believe the estimate or to use the spec's parameters, [`PassModel`] weighs a pattern.

mod bounds;
mod counter;
mod em;
mod factors;
mod fixed;
mod given_forename;
mod histogram;
mod homes;
mod parameters;
mod start;
mod train;
mod waterfall;

pub use counter::PatternCounter;
pub use given_forename::SexGivenForename;
pub use histogram::Histogram;
pub use homes::{ByHome, Homes};
pub use parameters::{MU, Parameters, PassModel, Status, bits, probability};
pub use train::{PassCounts, train};
pub use waterfall::{Step, UnknownLevel, Waterfall};
