//! Convictions before and after treatment starts.
//!
//! With `t0` the index day and `w` the window (730 days), an offence that led to a conviction counts *before* if committed in
//! `[t0 - w, t0)` and *after* if committed in `[t0, t0 + w)`. The change is `100 (after - before) / before`, as in the National
//! Treatment Agency's "The impact of drug treatment on reconviction" (2012). The first result covers everyone who started treatment;
//! the restriction to people with a conviction before stands beside it, with a warning, since it builds in regression to the mean.

mod breakdowns;
mod counts;
mod drug_related;
mod further;
mod proven;
mod severity;
mod tables;

pub use counts::{Counts, counts};
pub use drug_related::{DrugRelated, LIST_VERSION};
pub use further::further;
pub use proven::{FOLLOW_UP_DAYS, Proven, WAIT_DAYS};
pub use tables::{Results, results};
