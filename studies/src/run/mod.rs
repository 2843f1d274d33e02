//! Runs a study on every set of links, and says how far linkage error moves each result.

mod finding;
mod perform;
mod sensitivity;
mod statement;
mod support;
mod tables;

pub use finding::{Finding, FindingKey, StudyResult};
pub use perform::{headlines, run};
pub use tables::{Located, Tables};
