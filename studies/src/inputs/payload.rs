//! Departments' tables as typed rows.

use std::sync::Arc;

use exchange::{IcdCode, Substance};

use super::left_out::LeftOut;
use crate::day::Day;

/// The random name of one entity of one source in its payload tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PayloadHandle(pub u64);

/// Every payload table.
#[derive(Clone, Debug, Default)]
pub struct Payload {
    /// Treatment episodes.
    pub episodes: Vec<Episode>,
    /// Kinds of treatment within episodes.
    pub modalities: Vec<ModalitySpell>,
    /// Police offences.
    pub offences: Vec<Offence>,
    /// Stays in custody.
    pub custody: Vec<CustodyStay>,
    /// Registered deaths.
    pub deaths: Vec<Death>,
    /// P45 employment spells.
    pub employment: Vec<Spell>,
    /// Benefit spells.
    pub benefits: Vec<BenefitSpell>,
    /// What is in none of these because no link can reach it.
    pub left_out: LeftOut,
}

/// One treatment episode of one client.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode {
    /// The client.
    pub client: PayloadHandle,
    /// Day of triage, when treatment starts.
    pub triaged: Day,
    /// Day of discharge; `None` while open.
    pub discharged: Option<Day>,
    /// Why the episode ended; `None` while open.
    pub reason: Option<DischargeReason>,
    /// Main drug.
    pub drug: DrugGroup,
    /// Year of birth.
    pub birth_year: Option<i16>,
    /// Sex.
    pub sex: Sex,
    /// Region or partnership of residence, as released.
    pub area: Option<Arc<str>>,
    /// Ethnic group code, as released.
    pub ethnic: Option<Arc<str>>,
}

/// NDTMS discharge reason, in the terms the studies need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DischargeReason {
    /// Completed, drug free or not (codes 1, 2).
    Completed,
    /// Dropped out, withdrawn or in breach (3, 6).
    DroppedOut,
    /// Referred on, moved away or into custody (5, 7, 8).
    Transferred,
    /// Died (9).
    Died,
    /// Anything else.
    Other,
}

impl DischargeReason {
    /// From the older NDTMS list of codes (data sets H and K).
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        match code.trim() {
            "1" | "2" => Self::Completed,
            "3" | "6" => Self::DroppedOut,
            "5" | "7" | "8" => Self::Transferred,
            "9" => Self::Died,
            _ => Self::Other,
        }
    }
}

/// Main drug at triage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DrugGroup {
    /// Heroin, methadone and other opiates (1000-1199).
    Opiate,
    /// Cocaine and crack (32xx).
    Cocaine,
    /// Cannabis (5000).
    Cannabis,
    /// Alcohol (7000).
    Alcohol,
    /// Any other drug.
    Other,
    /// Not recorded.
    NotKnown,
}

impl DrugGroup {
    /// From an NDTMS drug code.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        match code.trim().parse::<u16>() {
            Ok(1000..=1199) => Self::Opiate,
            Ok(3200..=3299) => Self::Cocaine,
            Ok(5000..=5099) => Self::Cannabis,
            Ok(7000..=7099) => Self::Alcohol,
            Ok(_) => Self::Other,
            Err(_) => Self::NotKnown,
        }
    }
}

/// Sex as recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sex {
    /// Code 1.
    Male,
    /// Code 2.
    Female,
    /// Any other code, or none.
    NotKnown,
}

impl Sex {
    /// From an NDTMS code or its first letter.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        match code.trim() {
            "1" | "M" => Self::Male,
            "2" | "F" => Self::Female,
            _ => Self::NotKnown,
        }
    }
}

/// One offence on the Police National Computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offence {
    /// The offender.
    pub offender: PayloadHandle,
    /// Day the offence was (first) committed.
    pub committed: Day,
    /// How it ended.
    pub conviction: Conviction,
    /// Day it was proven: by conviction, caution, reprimand or warning.
    pub proven: Option<Day>,
    /// Class of offence: the first three digits of the Home Office code.
    pub class: Option<u16>,
}

impl Offence {
    /// The class in a Home Office code of five digits, `None` for anything else.
    #[must_use]
    pub fn class_of_code(code: &str) -> Option<u16> {
        let code = code.trim();
        (code.len() == 5).then(|| code.get(..3)?.parse().ok()).flatten()
    }
}

/// A kind of treatment, in the order in which one counts on a day with several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Modality {
    /// In hospital or a residential home (MODAL 1, 6).
    Residential,
    /// Prescribing by a specialist or a general practitioner (2, 3).
    Prescribing,
    /// Psychosocial and other structured treatment (4, 5, 11, 12).
    Psychosocial,
    /// Anything else.
    Other,
}

impl Modality {
    /// From the NDTMS list of codes before 2012.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        match code.trim() {
            "1" | "6" => Self::Residential,
            "2" | "3" => Self::Prescribing,
            "4" | "5" | "11" | "12" => Self::Psychosocial,
            _ => Self::Other,
        }
    }
}

/// A kind of treatment from `start` to the day before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModalitySpell {
    /// The client.
    pub client: PayloadHandle,
    /// Which kind.
    pub modality: Modality,
    /// First day.
    pub start: Day,
    /// The day it ended; `None` while open.
    pub end: Option<Day>,
}

/// A stay in custody from `received` to the day before `released`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CustodyStay {
    /// Whose.
    pub offender: PayloadHandle,
    /// Day of reception.
    pub received: Day,
    /// Day of release; `None` while inside.
    pub released: Option<Day>,
}

/// Whether an offence led to a conviction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conviction {
    /// Convicted on this day.
    On(Day),
    /// Cautioned, reprimanded, warned, or not proven.
    None,
}

/// One registered death.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Death {
    /// The deceased.
    pub deceased: PayloadHandle,
    /// Day of death, not of registration.
    pub died: Day,
    /// Day of registration.
    pub registered: Option<Day>,
    /// Underlying cause; `None` where it is missing or not a code.
    pub underlying: Option<IcdCode>,
    /// What its certificate names.
    pub certificate: Certificate,
}

impl Death {
    /// Whether the underlying cause is drug poisoning as the Office for National Statistics defines it.
    #[must_use]
    pub fn is_drug_poisoning(&self) -> bool {
        self.underlying.is_some_and(IcdCode::is_drug_poisoning)
    }
}

/// What an owner of death records sends of the text of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Nothing, of any death.
    NotSent,
    /// Nothing of this death: there is no text, or it is no drug poisoning.
    Empty,
    /// The substances that it names.
    Names(Vec<&'static Substance>),
}

impl Certificate {
    /// The substances named, where it is known which.
    #[must_use]
    pub fn named(&self) -> Option<&[&'static Substance]> {
        match self {
            Self::Names(named) => Some(named),
            Self::NotSent | Self::Empty => None,
        }
    }
}

/// Days from `start` up to and including `end`; open-ended if `end` is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spell {
    /// Whose spell.
    pub person: PayloadHandle,
    /// First day.
    pub start: Day,
    /// Last day.
    pub end: Option<Day>,
}

impl Spell {
    /// The last day that the spell is known to have reached: its first, while it is open.
    #[must_use]
    pub fn last_day(&self) -> Day {
        self.end.unwrap_or(self.start).max(self.start)
    }

    /// Whether the spell covers `day`.
    #[must_use]
    pub fn covers(&self, day: Day) -> bool {
        self.start <= day && self.end.is_none_or(|end| day <= end)
    }
}

/// A spell on a benefit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BenefitSpell {
    /// The days.
    pub spell: Spell,
    /// Whether the benefit is paid to people out of work (JSA, ESA, IB, SDA, IS, UC).
    pub out_of_work: bool,
}

impl BenefitSpell {
    /// Whether `code` is a benefit paid to people out of work.
    #[must_use]
    pub fn is_out_of_work(code: &str) -> bool {
        matches!(code.trim(), "JSA" | "ESA" | "IB" | "SDA" | "IS" | "UC")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spell_covers_its_first_and_last_day() {
        let day = Day::from_epoch_days;
        let spell = Spell { person: PayloadHandle(1), start: day(10), end: Some(day(12)) };
        let covered: Vec<i32> = (8..15).filter(|&d| spell.covers(day(d))).collect();
        assert_eq!(covered, [10, 11, 12]);
        assert!(Spell { end: None, ..spell }.covers(day(9999)));
    }
}
