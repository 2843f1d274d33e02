//! The spines that perfect linkage would have made: only invented people have them.

use std::collections::HashSet;

use exchange::{LinkClass, SpineRow};

use super::truth_folder::{Persons, TruthFolder};
use crate::error::{LinkerError, Result};

/// Rows of the spines of the anchor source and of the `others`, each by payload handle: every record is its true person for certain, and
/// records of people unknown to the anchor source are unlinked. `crosswalk` gives the payload handle and record id of a source's
/// entities.
pub fn true_spines<E: From<LinkerError>>(
    truth: &mut TruthFolder,
    anchor: &str,
    others: &[&str],
    crosswalk: impl Fn(&str) -> std::result::Result<Vec<(u64, String)>, E>,
) -> std::result::Result<(Vec<SpineRow>, Vec<Vec<SpineRow>>), E> {
    let (records, persons) = (crosswalk(anchor)?, truth.persons(anchor)?);
    let known: HashSet<u32> = persons_of(&records, &persons)?.into_iter().collect();
    let others = others.iter().map(|source| Ok(rows(&crosswalk(source)?, &truth.persons(source)?, &known)?));
    Ok((rows(&records, &persons, &known)?, others.collect::<std::result::Result<_, E>>()?))
}

fn rows(records: &[(u64, String)], persons: &Persons, known: &HashSet<u32>) -> Result<Vec<SpineRow>> {
    let people = persons_of(records, persons)?;
    let mut rows: Vec<SpineRow> = records
        .iter()
        .zip(people)
        .map(|((payload_handle, _), person)| {
            let person = known.get(&person);
            SpineRow {
                payload_handle: *payload_handle,
                study_pseudonym: person.map(|person| format!("p{person:010}")),
                match_probability: person.map(|_| 1.0),
                leader_margin: None,
                class: if person.is_some() { LinkClass::Link } else { LinkClass::Unlinked },
                rank: u32::from(person.is_some()),
                cell_key: 0,
            }
        })
        .collect();
    rows.sort_unstable_by_key(|row| row.payload_handle);
    Ok(rows)
}

fn persons_of(records: &[(u64, String)], persons: &Persons) -> Result<Vec<u32>> {
    persons.of(records.iter().map(|record| record.1.as_str()))
}
