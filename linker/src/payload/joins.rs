//! How far two payloads of one source can be joined by what they show, though no handle of the one is in the other.

use std::hash::{BuildHasher as _, RandomState};

use exchange::spec::Source;

use super::Payload;
use super::shown::{Compared, Shown};
use crate::attack::{Attack, AttackName, people_joined};
use crate::error::Result;

/// A payload, and who is in it.
pub struct KnownPayload<'a> {
    /// What was delivered.
    pub payload: Payload<'a>,
    /// Payload handles, ascending, and the person behind each; people are numbered alike in both payloads.
    pub people: &'a [(u64, u32)],
}

/// The people of the first payload, `persons` in all, whom each of its tables lets join: what one person alone shows in the one and what
/// one person alone shows in the other is the same, and so is the person. Events are compared up to the last day that both tables reach, as
/// somebody would who knows that one came later.
///
/// # Errors
/// A table that is missing or unreadable, or sealed under another key.
pub fn payloads_joined(
    source: &Source,
    payloads: &[KnownPayload<'_>; 2],
    persons: usize,
) -> Result<Vec<(String, Attack)>> {
    let hasher = RandomState::new();
    let mut attacks = Vec::new();
    for table in &source.tables {
        let Some(compared) = Compared::of(table) else { continue };
        let last_day = |known: &KnownPayload<'_>| -> Result<Option<i32>> {
            let mut last = None;
            if !compared.trajectory {
                return Ok(last);
            }
            known.payload.each(source, table, |rows| {
                last = last.max(compared.last_day(rows)?);
                Ok(())
            })?;
            Ok(last)
        };
        let until = last_day(&payloads[0])?.min(last_day(&payloads[1])?);
        let signatures = |known: &KnownPayload<'_>| -> Result<Vec<(u64, u32)>> {
            let mut shown = Shown::default();
            known.payload.each(source, table, |rows| shown.add(&compared, rows, until))?;
            let person = |handle| known.people.binary_search_by_key(handle, |(handle, _)| *handle).ok();
            let entities = shown.of_entity.iter();
            let known =
                entities.filter_map(|(handle, text)| Some((hasher.hash_one(text), known.people[person(handle)?].1)));
            Ok(known.collect())
        };
        let (first, second) = (signatures(&payloads[0])?, signatures(&payloads[1])?);
        attacks.push((table.name.clone(), people_joined(AttackName::PayloadsJoined, first, second, persons)));
    }
    Ok(attacks)
}
