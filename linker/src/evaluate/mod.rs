//! How good are the links, where the truth is known: precision, recall, F1, by threshold, after assignment, and by kind of
//! person.

mod calibration;
mod cases;
mod interval;
mod metrics;
mod spine;
mod true_spine;
mod truth;
mod truth_folder;

pub use calibration::{Band, Calibration, calibration};
pub use cases::{Case, CaseAccuracy, LinkedPeople, by_case, pooled};
pub use interval::Share;
pub use metrics::{Accuracy, Best, Evaluation, ScoredPair, evaluate_clusters, evaluate_pairs};
pub use spine::{SourceRecords, spine_pairs};
pub use true_spine::true_spines;
pub use truth::{Truth, TruthKind};
pub use truth_folder::{Persons, TruthFolder};
