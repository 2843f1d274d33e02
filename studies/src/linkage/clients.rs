//! Treatment records of people, and what lies beside them.

use super::by_handle::ByHandle;
use super::choose::{Chosen, choose};
use super::grouped::Grouped;
use super::scenario::Scenario;
use crate::inputs::{CustodyStay, ModalitySpell, Payload, Spine};
use crate::study_file::LinkageSettings;

/// Every client record that carries a pseudonym as a certain link to its person, by handle.
#[must_use]
pub fn clients(spine: &Spine) -> Vec<Chosen> {
    let mut links: Vec<Chosen> = spine
        .clients
        .iter()
        .filter_map(|client| Some(Chosen { handle: client.handle, person: client.person?, probability: 1.0 }))
        .collect();
    links.sort_unstable_by_key(|link| link.handle);
    links
}

/// Stays that divide a person's time, by record: kinds of treatment, and custody.
pub struct StayRows<'p> {
    modalities: ByHandle<'p, ModalitySpell>,
    custody: ByHandle<'p, CustodyStay>,
}

impl<'p> StayRows<'p> {
    /// Orders the stays of `payload`.
    #[must_use]
    pub fn new(payload: &'p Payload) -> Self {
        Self {
            modalities: ByHandle::new(&payload.modalities, |kind| kind.client),
            custody: ByHandle::new(&payload.custody, |stay| stay.offender),
        }
    }
}

/// Stays that divide a person's time: kinds of treatment, and custody by the declared links.
pub struct Stays<'a> {
    /// Kinds of treatment.
    pub modalities: Grouped<'a, ModalitySpell>,
    /// Custody.
    pub custody: Grouped<'a, CustodyStay>,
}

impl<'a> Stays<'a> {
    /// Groups stays by person.
    #[must_use]
    pub fn new(rows: &'a StayRows<'_>, spine: &Spine, settings: &LinkageSettings) -> Self {
        let police = choose(&spine.police, Scenario::Declared, settings);
        Self {
            modalities: Grouped::new(spine.people, &clients(spine), &rows.modalities),
            custody: Grouped::new(spine.people, &police, &rows.custody),
        }
    }
}
