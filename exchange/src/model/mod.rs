//! `model.json`: the Fellegi-Sunter models that a link was scored with, one for every pass.

mod dependence;
mod document;
mod patterns;
#[cfg(test)]
mod tests;
mod training;

pub use dependence::{MatchShares, ModelGivenForename, ModelHomeComparison, ModelHomeLevel, ModelHomes};
pub use document::{FixedReason, Model, ModelComparison, ModelLevel, ModelPass, PassStatus};
pub use patterns::{PatternCount, SMALLEST_PATTERN_COUNT, merge_small_counts};
pub use training::{TrainedPass, Training};
