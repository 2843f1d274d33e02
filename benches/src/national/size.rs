//! How large the country is.

use std::ops::Range;

use super::entities::Source;
use super::payload::Chunk;

/// How many of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// People treated.
    pub treated: u64,
    /// Offenders, some of them treated.
    pub offenders: u64,
    /// Offences, about.
    pub offences: u64,
    /// Deaths.
    pub deaths: u64,
    /// People with benefit or work spells.
    pub claimants: u64,
    /// Spells, about; half of them of work.
    pub spells: u64,
}

impl Size {
    /// One part in `parts` of the country: 1.5 million treated, 11 million offenders with 60 million offences, 11 million deaths, 10 million
    /// people with 60 million spells.
    #[must_use]
    pub fn of_country(parts: u64) -> Self {
        Self {
            treated: 1_500_000 / parts,
            offenders: 11_000_000 / parts,
            offences: 60_000_000 / parts,
            deaths: 11_000_000 / parts,
            claimants: 10_000_000 / parts,
            spells: 60_000_000 / parts,
        }
    }

    pub(super) fn clients(self) -> Source {
        Source { entities: self.treated, treated: self.treated, share: 1.0 }
    }

    pub(super) fn police(self) -> Source {
        Source { entities: self.offenders, treated: self.treated, share: 0.55 }
    }

    pub(super) fn dead(self) -> Source {
        Source { entities: self.deaths, treated: self.treated, share: 0.06 }
    }

    pub(super) fn work(self) -> Source {
        Source { entities: self.claimants, treated: self.treated, share: 0.6 }
    }

    pub(super) fn offences_of(self, entities: Range<u64>) -> Chunk {
        Chunk::several(self.police(), entities, self.offences, TREATED_OFFENCES)
    }

    pub(super) fn spells_of(self, entities: Range<u64>) -> Chunk {
        Chunk::several(self.work(), entities, self.spells / 2, 1.0)
    }
}

/// Offences of an offender who was treated, for one of another.
const TREATED_OFFENCES: f64 = 3.0;
