//! Which entities of a source are one person, as its spec says: what caps and attacks count.

use std::collections::HashMap;
use std::path::Path;

use exchange::payload::PAYLOAD_HANDLE;
use exchange::spec::{Derived, Source};
use exchange::{Column, Frame, Received, Values, Written};
use rayon::prelude::*;

use super::derive::DerivedValues;
use super::extract::Extract;
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
    pub(super) fn of(source: &Source, extract: &Extract) -> Self {
        let mut first: Vec<u32> = (0..).take(extract.entities.len()).collect();
        if !source.same_person.is_empty() {
            let signatures: Vec<Option<String>> =
                extract.variants.par_iter().map(|variant| signature(&source.same_person, &variant.identity)).collect();
            let mut with: HashMap<&str, u32> = HashMap::new();
            let mut seen = vec![false; first.len()];
            for (variant, signature) in extract.variants.iter().zip(&signatures) {
                let entity = variant.entity as usize;
                // Only an entity's first identity counts: a chain through aliases could merge strangers.
                if !std::mem::replace(&mut seen[entity], true)
                    && let Some(signature) = signature
                {
                    first[entity] = *with.entry(signature).or_insert(variant.entity);
                }
            }
        }
        Self::numbered(first)
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

    /// Writes the grouping, by payload handle, into the owner's folder: it says who has several records, so it stays there.
    pub(super) fn write(&self, payload_handles: &[u64], folder: &Path) -> Result<Written> {
        let mut rows: Vec<(u64, u32)> = payload_handles.iter().copied().zip(self.of_entity.iter().copied()).collect();
        rows.sort_unstable();
        let handles = rows.iter().map(|row| row.0).collect();
        let persons = rows.iter().map(|row| Some(i64::from(row.1))).collect();
        let columns =
            vec![Column::new(PAYLOAD_HANDLE, Values::Handle(handles)), Column::new(PERSON, Values::Integer(persons))];
        Ok(Frame::new(columns)?.write(&folder.join(PERSONS_FILE))?)
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

fn signature(values: &[Derived], identity: &Identity) -> Option<String> {
    let derived = DerivedValues::new(identity, values);
    values.iter().map(|value| derived.get(*value)).collect::<Option<Vec<_>>>().map(|values| values.join("|"))
}
