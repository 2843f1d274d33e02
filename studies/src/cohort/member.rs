//! One member of the cohort.

use std::sync::Arc;

use super::journey::Journey;
use crate::day::Day;
use crate::inputs::{DischargeReason, DrugGroup, Person, RecordKey, Sex};

/// A person with an index day.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Who.
    pub person: Person,
    /// What perturbs counts of this person.
    pub record_key: RecordKey,
    /// Index day: triage of the first journey that starts in the cohort window.
    pub index: Day,
    /// How that journey ended.
    pub discharge: DischargeGroup,
    /// The index journey and every later one, in order.
    pub journeys: Vec<Journey>,
    /// The last triage of any episode: the person was alive then.
    pub last_triage: Day,
    /// Sex.
    pub sex: Sex,
    /// Year of birth.
    pub birth_year: Option<i16>,
    /// Main drug of the index episode.
    pub drug: DrugGroup,
    /// Area of residence at the index episode.
    pub area: Option<Arc<str>>,
    /// Ethnic group code at the index episode.
    pub ethnic: Option<Arc<str>>,
}

/// How the index journey ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DischargeGroup {
    /// Still in treatment two years after the index day.
    Retained,
    /// Completed treatment.
    Completed,
    /// Dropped out or was withdrawn.
    DroppedOut,
    /// Moved to another service, area or into custody.
    Transferred,
    /// Died in treatment, as the service recorded it.
    Died,
    /// Ended in another way, or the reason is not known.
    Other,
}

/// Days in treatment that make a person retained.
const RETAINED_DAYS: i32 = 730;

impl DischargeGroup {
    /// Every group, in the order reports use.
    pub const ALL: [Self; 6] =
        [Self::Retained, Self::Completed, Self::DroppedOut, Self::Transferred, Self::Died, Self::Other];

    /// The group of a journey that started on `index`.
    #[must_use]
    pub fn of(journey: &Journey, index: Day) -> Self {
        let Some(end) = journey.end else { return Self::Retained };
        if end.since(index) >= RETAINED_DAYS {
            return Self::Retained;
        }
        match journey.reason {
            Some(DischargeReason::Completed) => Self::Completed,
            Some(DischargeReason::DroppedOut) => Self::DroppedOut,
            Some(DischargeReason::Transferred) => Self::Transferred,
            Some(DischargeReason::Died) => Self::Died,
            Some(DischargeReason::Other) | None => Self::Other,
        }
    }

    /// The label in tables.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Retained => "Still in treatment two years on",
            Self::Completed => "Completed treatment",
            Self::DroppedOut => "Dropped out",
            Self::Transferred => "Transferred or in custody",
            Self::Died => "Recorded as died in treatment",
            Self::Other => "Other or not known",
        }
    }
}

/// The first two years after the index day, as the National Treatment Agency grouped people in 2012.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Course {
    /// Left, and started another journey within two years of the index day.
    Returned,
    /// Did not return: how the index journey ended.
    Ended(DischargeGroup),
}

impl Course {
    /// Every group, in the order reports use.
    pub const ALL: [Self; 7] = [
        Self::Ended(DischargeGroup::Completed),
        Self::Ended(DischargeGroup::Retained),
        Self::Returned,
        Self::Ended(DischargeGroup::DroppedOut),
        Self::Ended(DischargeGroup::Transferred),
        Self::Ended(DischargeGroup::Died),
        Self::Ended(DischargeGroup::Other),
    ];

    /// The label in tables.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Returned => "Left and returned within two years".into(),
            Self::Ended(DischargeGroup::Completed) => "Completed treatment, did not return".into(),
            Self::Ended(group) => group.label().into(),
        }
    }
}

/// Age on the index day, from the year of birth alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgeBand {
    /// 18 to 24.
    From18,
    /// 25 to 34.
    From25,
    /// 35 to 44.
    From35,
    /// 45 and over.
    From45,
    /// No year of birth.
    NotKnown,
}

impl AgeBand {
    /// Every band, in order.
    pub const ALL: [Self; 5] = [Self::From18, Self::From25, Self::From35, Self::From45, Self::NotKnown];

    /// The band on a day of someone born in `birth_year`.
    #[must_use]
    pub fn on(birth_year: Option<i16>, day: Day) -> Self {
        match birth_year.map(|year| day.year() - year) {
            None => Self::NotKnown,
            Some(age) if age < 25 => Self::From18,
            Some(age) if age < 35 => Self::From25,
            Some(age) if age < 45 => Self::From35,
            Some(_) => Self::From45,
        }
    }

    /// The label in tables.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::From18 => "18 to 24",
            Self::From25 => "25 to 34",
            Self::From35 => "35 to 44",
            Self::From45 => "45 and over",
            Self::NotKnown => "Not known",
        }
    }
}

impl Member {
    /// How the first two years went.
    #[must_use]
    pub fn course(&self) -> Course {
        let returned = self.journeys.get(1).is_some_and(|next| next.start.since(self.index) < RETAINED_DAYS);
        if returned { Course::Returned } else { Course::Ended(self.discharge) }
    }

    /// Age band on the index day.
    #[must_use]
    pub fn age_band(&self) -> AgeBand {
        AgeBand::on(self.birth_year, self.index)
    }
}
