//! A member's follow-up as stretches of days, so that any state that depends on days can be laid over it.

use crate::cohort::{Member, Survival};
use crate::day::Day;
use crate::inputs::{Death, DischargeReason, RecordKey};
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

/// Days from `from` up to, not including, `to`, in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// First day.
    pub from: Day,
    /// The day after the last.
    pub to: Day,
    /// The day treatment was left, if this is time out of it.
    pub left: Option<Day>,
}

impl Stretch {
    /// The treatment state of its first day; a stretch cut at the bands has one state.
    #[must_use]
    pub fn state(&self) -> State {
        match self.left.map(|left| self.from.since(left)) {
            None => State::In,
            Some(..29) => State::OutFourWeeks,
            Some(29..366) => State::OutYear,
            Some(_) => State::OutLonger,
        }
    }

    /// Cut at those of `cuts` that lie inside.
    #[must_use]
    pub fn cut(&self, cuts: impl IntoIterator<Item = Day>) -> Vec<Self> {
        let mut cuts: Vec<Day> = cuts.into_iter().filter(|cut| self.from < *cut && *cut < self.to).collect();
        cuts.sort_unstable();
        cuts.dedup();
        cuts.push(self.to);
        let mut from = self.from;
        cuts.into_iter()
            .map(|to| {
                let stretch = Self { from, to, ..*self };
                from = to;
                stretch
            })
            .collect()
    }
}

impl Stretch {
    /// Cut at each new year.
    #[must_use]
    pub fn cut_at_new_year(&self) -> Vec<Self> {
        self.cut((self.from.year() + 1..=self.to.year()).filter_map(|year| Day::from_ymd(year, 1, 1)))
    }
}

/// A member's follow-up, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline<'a> {
    /// Stretches without gaps, each in treatment or out of it.
    pub stretches: Vec<Stretch>,
    /// The death that ends the last of them.
    pub death: Option<&'a Death>,
}

/// Follows one member up to, not including, `until`. The day of death counts as a day at risk.
#[must_use]
pub fn timeline<'a>(member: &Member, linked: &Linked<'a>, until: Day) -> Timeline<'a> {
    let survival = Survival::of(member, linked);
    let died = survival.died();
    let stop = died.map_or(until, |died| died.plus(1).min(until));
    let mut stretches = Vec::new();
    let mut add = |from: Day, to: Day, left: Option<Day>| {
        if to > from {
            stretches.push(Stretch { from, to, left });
        }
    };
    for (index, journey) in member.journeys.iter().enumerate() {
        let next_start = member.journeys.get(index + 1).map_or(stop, |next| next.start.min(stop));
        let recorded_died = journey.reason == Some(DischargeReason::Died);
        let left = match (journey.end, died) {
            (None, _) => stop,
            (Some(end), Some(died)) if recorded_died && (0..=28).contains(&died.since(end)) => died.plus(1),
            (Some(end), _) => end,
        };
        add(journey.start, left.min(stop), None);
        if recorded_died && died.is_none() && index + 1 == member.journeys.len() {
            break;
        }
        add(left, next_start, Some(left));
    }
    let death = match survival {
        Survival::Died(death) => (death.died < until).then_some(death),
        _ => None,
    };
    Timeline { stretches, death }
}

/// Someone who died in the period, and the death.
pub(super) type Died<'a> = (RecordKey, &'a Death);

/// Those members who died in the period.
pub(super) fn died<'a>(members: &[Member], lines: &[Timeline<'a>]) -> impl Iterator<Item = Died<'a>> {
    members.iter().zip(lines).filter_map(|(member, line)| Some((member.record_key, line.death?)))
}

/// Stretches cut where the state of treatment changes.
#[must_use]
pub fn by_state(timeline: &Timeline<'_>) -> Vec<Stretch> {
    let bands = |stretch: &Stretch| stretch.left.into_iter().flat_map(|left| [left.plus(29), left.plus(366)]);
    timeline.stretches.iter().flat_map(|stretch| stretch.cut(bands(stretch))).collect()
}
