//! Outcomes by entity, before any link is believed.

use super::by_handle::ByHandle;
use crate::inputs::{BenefitSpell, Death, Offence, Payload, Spell};

/// Payload of other departments by entity: what every set of links draws from.
pub struct Events<'p> {
    pub(super) offences: ByHandle<'p, Offence>,
    pub(super) employment: ByHandle<'p, Spell>,
    pub(super) benefits: ByHandle<'p, BenefitSpell>,
    pub(super) deaths: ByHandle<'p, Death>,
}

impl<'p> Events<'p> {
    /// Orders the outcomes of `payload`.
    #[must_use]
    pub fn new(payload: &'p Payload) -> Self {
        Self {
            offences: ByHandle::new(&payload.offences, |offence| offence.offender),
            employment: ByHandle::new(&payload.employment, |spell| spell.person),
            benefits: ByHandle::new(&payload.benefits, |benefit| benefit.spell.person),
            deaths: ByHandle::new(&payload.deaths, |death| death.deceased),
        }
    }
}
