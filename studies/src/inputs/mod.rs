//! What the analysis unit holds: payload of each department under random handles, and the spine that says which handles are one
//! person. Parsed once; later stages meet no text.

mod left_out;
mod links;
mod near;
mod needed;
mod payload;
mod read;
mod reference_rates;
mod severity;
mod spine_rows;

pub use exchange::IcdCode;
pub use left_out::{LeftOut, PassedOver};
pub use links::{Candidate, Client, Entity, LinkClass, Nobody, Person, RecordKey, Source, SourceLinks, Spine};
pub(crate) use near::near_partition_point;
pub use needed::Needed;
pub use payload::{
    BenefitSpell, Certificate, Conviction, CustodyStay, Death, DischargeReason, DrugGroup, Episode, Modality,
    ModalitySpell, Offence, Payload, PayloadHandle, Sex, Spell,
};
pub use read::{Delivery, read, read_needed, read_payload};
pub use reference_rates::ReferenceRates;
pub use severity::{Severity, SeverityTable};

/// Everything a study reads.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Departments' tables.
    pub payload: Payload,
    /// The links made.
    pub spine: Spine,
    /// The true links, which only a demonstration with synthetic people has: results on them are shown beside the others.
    pub perfect: Option<Spine>,
    /// Death rates of the general population, if supplied: a standardised mortality ratio needs them.
    pub reference: Option<ReferenceRates>,
    /// How serious offences are.
    pub severities: SeverityTable,
}
