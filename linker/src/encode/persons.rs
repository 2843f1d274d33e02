//! Which entities of a source are one person, as its spec says: what caps and attacks count.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::path::Path;

use exchange::payload::PAYLOAD_HANDLE;
use exchange::spec::{Derived, Source};
use exchange::{Column, Frame, FrameWriter, Kind, Received, Values, Written};
use rayon::prelude::*;

use super::derive::DerivedValues;
use super::extract::Extract;
use super::handle_sort::HandleSort;
use super::identities::Settled;
use super::identity::Identity;
use crate::error::{InputFault, Result};

/// The person of each entity, numbered `0..people` in order of first appearance.
#[derive(Clone)]
pub struct Persons {
    of_entity: Vec<u32>,
    people: usize,
}

impl Persons {
    /// Groups the entities of an extract by the source's `same_person` values; without any, each entity is a person.
    pub(super) fn of(source: &Source, extract: &Extract) -> Result<Self> {
        let entities = extract.entities.len();
        if source.same_person.is_empty() {
            return Ok(Self { of_entity: (0..).take(entities).collect(), people: entities });
        }
        let hasher = [RandomState::new(), RandomState::new()];
        let signatures = (0..extract.identities.buckets()).into_par_iter().map_init(
            || (Settled::default(), DerivedValues::default()),
            |(settled, derived), bucket| {
                extract.identities.settle(bucket, settled)?;
                let mut signatures = Vec::new();
                let mut last = None;
                // Only an entity's first identity counts: a chain through aliases could merge strangers.
                for (entity, identity) in settled.variants().filter(|(entity, _)| extract.is_entity(*entity)) {
                    if last.replace(entity) != Some(entity) {
                        signatures.push(signature(&source.same_person, &identity, derived, &hasher));
                    }
                }
                Ok(signatures)
            },
        );
        let mut with: HashMap<[u64; 2], u32> = HashMap::new();
        let mut first: Vec<u32> = Vec::with_capacity(entities);
        for signature in signatures.collect::<Result<Vec<_>>>()?.into_iter().flatten() {
            let entity = first.len() as u32;
            first.push(signature.map_or(entity, |signature| *with.entry(signature).or_insert(entity)));
        }
        Ok(Self::numbered(first))
    }

    /// Reads what `pseudonymise` wrote into an owner's folder. Entities are in order of payload handle.
    ///
    /// # Errors
    /// A missing file, or one without whole numbers from 0 up.
    pub fn read(owner: &Received) -> Result<Self> {
        let frame = Frame::read(&owner.file(PERSONS_FILE)?)?;
        let numbers = frame.integers(PERSON)?.iter().map(|number| number.and_then(|number| u32::try_from(number).ok()));
        let numbers: Option<Vec<u32>> = numbers.collect();
        numbers.map(Self::numbered).ok_or_else(|| {
            let remedy = "pseudonymise the source again; the owner's folder must stay as it was written";
            InputFault::of_file(PERSONS_FILE, "a person's number is missing or negative", remedy).into()
        })
    }

    /// Writes the grouping into the owner's folder, by payload handle: it says who has several records, so it stays there.
    pub(super) fn write(&self, payload_order: &HandleSort, folder: &Path) -> Result<Written> {
        let columns = [(PAYLOAD_HANDLE, Kind::Handle), (PERSON, Kind::Integer)];
        let mut writer = FrameWriter::create(&folder.join(PERSONS_FILE), &columns)?;
        let rows = |sorted: &[(u64, u32)]| {
            let persons = sorted.iter().map(|(_, entity)| Some(i64::from(self.of_entity[*entity as usize])));
            let handles = Values::Handle(sorted.iter().map(|(handle, _)| *handle).collect());
            vec![Column::new(PAYLOAD_HANDLE, handles), Column::new(PERSON, Values::Integer(persons.collect()))]
        };
        payload_order.in_order(rows, |columns| Ok(writer.append(&Frame::new(columns)?)?))?;
        Ok(writer.finish()?)
    }

    /// Person of each entity, in the order in which entities were given.
    #[must_use]
    pub fn of_entity(&self) -> &[u32] {
        &self.of_entity
    }

    /// Number of people.
    #[must_use]
    pub fn people(&self) -> usize {
        self.people
    }

    fn numbered(labels: Vec<u32>) -> Self {
        let mut number: HashMap<u32, u32> = HashMap::new();
        let of_entity: Vec<u32> = labels
            .into_iter()
            .map(|label| {
                let next = number.len() as u32;
                *number.entry(label).or_insert(next)
            })
            .collect();
        Self { people: number.len(), of_entity }
    }
}

/// Name of the grouping in the owner's folder.
pub(super) const PERSONS_FILE: &str = "persons.parquet";
const PERSON: &str = "person";

/// Two hashes of 64 bits, under keys drawn for this run, of the values if all are there: among a hundred million people
/// two differing ones are alike with a chance of 10^-23.
fn signature(
    values: &[Derived],
    identity: &Identity<'_>,
    derived: &mut DerivedValues,
    hashers: &[RandomState; 2],
) -> Option<[u64; 2]> {
    derived.derive(identity, values);
    let texts: Option<Vec<&str>> = values.iter().map(|value| derived.get(*value)).collect();
    texts.map(|texts| [hashers[0].hash_one(&texts), hashers[1].hash_one(&texts)])
}
