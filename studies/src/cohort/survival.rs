//! Until when a member is known to live, given the links.

use super::member::{DischargeGroup, Member};
use crate::day::Day;
use crate::inputs::Death;
use crate::linkage::Linked;

/// What the linked death registration says about a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Survival<'a> {
    /// No death is linked.
    NoDeath,
    /// A death is linked.
    Died(&'a Death),
    /// The linked death is earlier than a triage of the same person, so the link must be false. It is not believed, and counted.
    Impossible,
}

impl<'a> Survival<'a> {
    /// The member's survival under one set of links.
    #[must_use]
    pub fn of(member: &Member, linked: &Linked<'a>) -> Self {
        match linked.death(member.person) {
            None => Self::NoDeath,
            Some(death) if death.died < member.last_triage => Self::Impossible,
            Some(death) => Self::Died(death),
        }
    }

    /// The day of death, if one is believed.
    #[must_use]
    pub fn died(self) -> Option<Day> {
        match self {
            Self::Died(death) => Some(death.died),
            Self::NoDeath | Self::Impossible => None,
        }
    }
}

/// Whether the member can be taken to live on `day`: no believed death by then, and no death recorded by the service.
#[must_use]
pub fn is_alive_on(member: &Member, linked: &Linked<'_>, day: Day) -> bool {
    member.discharge != DischargeGroup::Died && Survival::of(member, linked).died().is_none_or(|died| day < died)
}
