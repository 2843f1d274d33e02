//! From treatment episodes to a cohort: people, journeys, index days.

mod build;
mod describe;
mod division;
mod journey;
mod member;
mod survival;

pub use build::{Cohort, Flow, build};
pub use describe::{characteristics, flow_table};
pub use division::Division;
pub use journey::{Journey, journeys};
pub use member::{AgeBand, Course, DischargeGroup, Member};
pub use survival::{Survival, is_alive_on};
