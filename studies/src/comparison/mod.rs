//! People who completed treatment beside people alike who dropped out: matching on the propensity to complete.
//!
//! The delivery describes treated people alone: the police and the benefit owners send no sex, age or area of people who were never in
//! treatment, so nobody untreated can be matched and no effect *of treatment* estimated. What can be compared is completing with
//! dropping out, after one-to-one matching without replacement on the logit of the propensity score within a caliper of 0.2 standard
//! deviations, as the Justice Data Lab and Austin (2011) describe.

mod covariates;
mod tables;

pub use tables::{Outcome, compare};
