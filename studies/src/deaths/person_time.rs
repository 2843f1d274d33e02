//! A member's days at risk, by treatment state.

use super::timeline::{State, Stretch, by_state, timeline};
use crate::cohort::{Member, Survival};
use crate::day::Day;
use crate::inputs::{Death, RecordKey};
use crate::linkage::Linked;

/// One member's follow-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FollowUp<'a> {
    /// What perturbs counts of the member.
    pub record_key: RecordKey,
    /// Days at risk in each state, in the order of [`State::ALL`].
    pub days: [i32; 4],
    /// The death that ended follow-up and the state it happened in.
    pub death: Option<(State, &'a Death)>,
    /// The linked death cannot be this person's.
    pub impossible_link: bool,
}

/// Follows one member along [`timeline`].
#[must_use]
pub fn follow<'a>(member: &Member, linked: &Linked<'a>, until: Day) -> FollowUp<'a> {
    let line = timeline(member, linked, until);
    let stretches = by_state(&line);
    let mut days = [0; 4];
    for stretch in &stretches {
        days[stretch.state() as usize] += stretch.to.since(stretch.from);
    }
    let last = stretches.last().map_or(State::In, Stretch::state);
    let impossible_link = Survival::of(member, linked) == Survival::Impossible;
    FollowUp { record_key: member.record_key, days, death: line.death.map(|death| (last, death)), impossible_link }
}
