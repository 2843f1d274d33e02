//! Time to an event: curves, a test, and a regression.

mod aalen_johansen;
mod cox;
mod kaplan_meier;
mod log_rank;

pub use aalen_johansen::{CumulativeIncidence, Ending, Incidence};
pub use cox::{AtRisk, Stretches, cox_regression, cox_regression_by_pattern};
pub use kaplan_meier::{KaplanMeier, Survival};
pub use log_rank::{LogRank, log_rank};

/// Follow-up of one person from time 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observed {
    /// When follow-up ended.
    pub time: f64,
    /// Whether the event ended it; otherwise it was cut short.
    pub event: bool,
}
