//! The linkage unit's work: from pass files of two owners to scored pairs of handles. No key, no name, no payload.

mod pair_counts;
mod pass_files;
mod plan;
mod ranges;
mod run;
mod score;
mod sides;
mod stored_model;

pub use plan::{PassPlan, plan};
pub(crate) use run::side;
pub use run::{Linked, LinkedPass, QUALITY_PAGE, QualityPage, link, model_file};
pub use stored_model::given_passes;
