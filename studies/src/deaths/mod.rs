//! Deaths in treatment and after leaving it, per 1,000 person-years.
//!
//! A member is followed from the index day to death or to the end of follow-up. Each day belongs to one state: in treatment (a break
//! of up to 21 days inside a journey included), or 0-28, 29-365 or more than 365 days after leaving, the bands of the Scottish Drug
//! Misuse Database studies (journal.pone.0141073, 2015; two of them joined at 90 days). Intervals are half-open; a year is 365.25 days.
//!
//! - A journey that the service closed because the person died lasts until the linked death, if that is within 28 days of the closing:
//!   a discharge must not move a death out of treatment. If no death is linked, follow-up ends at the discharge.
//! - A linked death before a later triage of the same person is an impossible link: not believed, counted as a negative control.
//!
//! Not in the shipped spec's payload, so not in any table: contributory causes and the housing of people. Of the certificate's text the
//! owner sends the substances that it names, and no other word. A standardised mortality ratio needs rates of the general population, which the analyst supplies.

mod adjusted;
mod cause;
mod classes;
mod contact;
mod cumulative;
mod delay;
mod divisions;
mod exposure;
mod further;
mod person_time;
mod ratio;
mod recorded;
mod standard;
mod states;
mod substances;
mod survival;
mod tables;
#[cfg(test)]
mod tests;
mod timeline;

pub use further::further;
pub use person_time::{FollowUp, follow};
pub use tables::{Results, results};
pub use timeline::{State, Stretch, Timeline, by_state, timeline};
