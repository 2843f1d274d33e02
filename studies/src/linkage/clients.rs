//! Treatment records of people, and what lies beside them.

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

/// Stays that divide a person's time: kinds of treatment, and custody by the declared links.
pub struct Stays<'a> {
    /// Kinds of treatment.
    pub modalities: Grouped<'a, ModalitySpell>,
    /// Custody.
    pub custody: Grouped<'a, CustodyStay>,
}

impl<'a> Stays<'a> {
    /// Groups the stays of `payload` by person.
    #[must_use]
    pub fn new(payload: &'a Payload, spine: &Spine, settings: &LinkageSettings) -> Self {
        let police = choose(&spine.police, Scenario::Declared, settings);
        Self {
            modalities: Grouped::new(spine.people, &clients(spine), &payload.modalities, |m| m.client),
            custody: Grouped::new(spine.people, &police, &payload.custody, |c| c.offender),
        }
    }
}
