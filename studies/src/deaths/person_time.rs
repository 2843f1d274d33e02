//! A member's days at risk, by treatment state.

use crate::cohort::{Member, Survival};
use crate::day::Day;
use crate::inputs::{Death, DischargeReason};
use crate::linkage::Linked;

/// Treatment state on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// In treatment.
    In,
    /// Up to 28 days after leaving.
    OutFourWeeks,
    /// 29 to 365 days after leaving.
    OutYear,
    /// More than 365 days after leaving.
    OutLonger,
}

impl State {
    /// Every state, in order.
    pub const ALL: [Self; 4] = [Self::In, Self::OutFourWeeks, Self::OutYear, Self::OutLonger];

    /// The label in tables.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::In => "In treatment",
            Self::OutFourWeeks => "0 to 28 days after leaving",
            Self::OutYear => "29 to 365 days after leaving",
            Self::OutLonger => "More than 365 days after leaving",
        }
    }
}

/// One member's follow-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FollowUp<'a> {
    /// Days at risk in each state, in the order of [`State::ALL`].
    pub days: [i32; 4],
    /// The death that ended follow-up and the state it happened in.
    pub death: Option<(State, &'a Death)>,
    /// The linked death cannot be this person's.
    pub impossible_link: bool,
}

/// Follows one member up to, not including, `until`. The day of death counts as a day at risk.
#[must_use]
pub fn follow<'a>(member: &Member, linked: &Linked<'a>, until: Day) -> FollowUp<'a> {
    let survival = Survival::of(member, linked);
    let died = survival.died();
    let stop = died.map_or(until, |died| died.plus(1).min(until));
    let mut follow_up = FollowUp { impossible_link: survival == Survival::Impossible, ..FollowUp::default() };
    let mut last_state = State::In;
    for (index, journey) in member.journeys.iter().enumerate() {
        let next_start = member.journeys.get(index + 1).map_or(stop, |next| next.start.min(stop));
        let recorded_died = journey.reason == Some(DischargeReason::Died);
        let left = match (journey.end, died) {
            (None, _) => stop,
            (Some(end), Some(died)) if recorded_died && (0..=28).contains(&died.since(end)) => died.plus(1),
            (Some(end), _) => end,
        };
        add(&mut follow_up, &mut last_state, State::In, journey.start, left.min(stop));
        if recorded_died && died.is_none() && index + 1 == member.journeys.len() {
            break;
        }
        let bands = [
            (State::OutFourWeeks, left, left.plus(29)),
            (State::OutYear, left.plus(29), left.plus(366)),
            (State::OutLonger, left.plus(366), next_start),
        ];
        for (state, from, to) in bands {
            add(&mut follow_up, &mut last_state, state, from, to.min(next_start));
        }
    }
    if let Survival::Died(death) = survival {
        follow_up.death = (death.died < until).then_some((last_state, death));
    }
    follow_up
}

fn add(follow_up: &mut FollowUp<'_>, last_state: &mut State, state: State, from: Day, to: Day) {
    let days = to.since(from);
    if days > 0 {
        follow_up.days[state as usize] += days;
        *last_state = state;
    }
}
