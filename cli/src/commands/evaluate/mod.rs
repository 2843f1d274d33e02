//! `evaluate`: declared links against the truth, all together and by kind of person.

mod cases;
mod pairs;
mod run;
mod spine;

pub(super) use cases::show_cases;
pub(super) use run::{run, show_accuracy};
pub(super) use spine::spine_cases;
