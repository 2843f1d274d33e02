//! Clerical review without names, at the linkage unit: a stratified sample of scored pairs, shown as agreement levels to two
//! reviewers who do not see what the model thinks, and what their answers say of precision and recall.
//!
//! A pair is a pair *in a pass*: handles differ by pass, so one that meets in three passes is three pairs here, and nobody
//! at this desk can tell. Precision and recall are therefore of pairs so counted, and recall is among the pairs that were
//! kept: matches that met in no block, or lie below the floor of match weights, are not in it.

mod agreement;
mod allocate;
mod answers;
mod estimate;
mod interval;
mod levels;
mod sample;
mod strata;

pub use agreement::{Agreement, agreement};
pub use answers::{Answer, read_answers};
pub use estimate::{Estimate, LinkEstimate, StratumEstimate, estimate};
pub use levels::Shown;
pub use sample::{Item, Sample, Sampled, presentation_order, sample};
