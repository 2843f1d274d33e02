//! How good are the links, where the truth is known: precision, recall, F1, by threshold and after assignment.

mod calibration;
mod metrics;
mod truth;

pub use calibration::{Band, Calibration, calibration};
pub use metrics::{Accuracy, Best, Evaluation, ScoredPair, evaluate_clusters, evaluate_pairs};
pub use truth::{Truth, TruthKind};
