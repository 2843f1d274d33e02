//! Benchmarks by stage and size, and the experiments behind the figures in `docs/`.
//!
//! - [`population`]: invented people, and how the shipped specs read them.
//! - [`exposure`]: what the attacks achieve against one pass, at any cap.
//! - [`accuracy`]: how good the links of a profile are on files whose truth is known.
//! - [`departments`]: how good the links of the four departments are, by kind of person.
//! - [`attacks`]: every attack of the suite on whole deliveries.
//! - [`coverage`]: how often the studies' intervals hold what was planted.
//! - [`control`]: attacks that must succeed.
//! - [`cost`]: what pseudonymising costs against the least its cryptography could cost.
//! - [`national`]: a country's delivery to the analysis unit, and what the studies cost on it.
//! - [`own_process`]: steps whose memory is measured.
//! - [`document`]: tables in Markdown, written between the markers of a page.

pub mod accuracy;
pub mod attacks;
pub mod control;
pub mod cost;
pub mod coverage;
pub mod departments;
pub mod document;
pub mod exposure;
pub mod national;
pub mod own_process;
pub mod population;

/// What went wrong in an experiment: nothing here is a library's contract, so the cause is passed on as it is.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
