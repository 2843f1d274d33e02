//! What reading passed over.

use crate::day::Day;

/// Rows of tables that no link can reach, passed over while reading: of a country's files most of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Of offences; the day is that of the latest proof.
    pub offences: PassedOver,
    /// Of deaths; the day is that of the latest registration.
    pub deaths: PassedOver,
    /// Of employment spells; the day is the last of any.
    pub employment: PassedOver,
    /// Of benefit spells; the day is the last of any.
    pub benefits: PassedOver,
}

/// Rows passed over, and what a study must know of them all the same: how far the data reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PassedOver {
    /// How many.
    pub rows: u64,
    /// The latest day in them.
    pub latest: Option<Day>,
}

impl PassedOver {
    /// Counts one row more.
    pub(super) fn add(&mut self, latest: Option<Day>) {
        self.rows += 1;
        self.latest = self.latest.max(latest);
    }

    /// Both together.
    #[must_use]
    pub(super) fn and(self, other: Self) -> Self {
        Self { rows: self.rows + other.rows, latest: self.latest.max(other.latest) }
    }
}
