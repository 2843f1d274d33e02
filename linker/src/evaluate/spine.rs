//! A spine read back as pairs of the owners' records: for evaluation at one desk, where the truth is known.

use std::collections::HashMap;

use exchange::{LinkClass, Received, SpineRow, read_rows, spine};

use super::metrics::ScoredPair;
use crate::error::Result;
use crate::model::bits;

/// The records of one source, from its owner's crosswalk.
#[derive(Clone, Copy)]
pub struct SourceRecords<'a> {
    /// Source.
    pub source: &'a str,
    /// Payload handle and record id; a record's number is its place here.
    pub records: &'a [(u64, String)],
}

/// Scored pairs of the anchor's records with another source's: a person's link counts for each of the person's records in
/// the anchor source. `truth` says whether two record ids are one person.
pub fn spine_pairs(
    spines: &Received,
    anchor: SourceRecords<'_>,
    other: SourceRecords<'_>,
    truth: impl Fn(&str, &str) -> bool,
) -> Result<Vec<ScoredPair>> {
    let (anchor_records, other_records) = (numbered(anchor), numbered(other));
    let mut people: HashMap<String, Vec<(u32, &str)>> = HashMap::new();
    for row in rows(spines, anchor)? {
        if let (Some(person), Some(record)) = (row.study_pseudonym, anchor_records.get(&row.payload_handle)) {
            people.entry(person).or_default().push(*record);
        }
    }
    let mut pairs = Vec::new();
    for row in rows(spines, other)? {
        let (Some(person), Some(match_probability)) = (&row.study_pseudonym, row.match_probability) else { continue };
        let (Some(records), Some((right, right_id))) = (people.get(person), other_records.get(&row.payload_handle))
        else {
            continue;
        };
        pairs.extend(records.iter().map(|(left, left_id)| ScoredPair {
            left: *left,
            right: *right,
            match_weight: bits(match_probability),
            link: row.class == LinkClass::Link,
            truth: truth(left_id, right_id),
        }));
    }
    Ok(pairs)
}

/// Number and id of each payload handle.
fn numbered(source: SourceRecords<'_>) -> HashMap<u64, (u32, &str)> {
    (0..).zip(source.records).map(|(number, (handle, id))| (*handle, (number, id.as_str()))).collect()
}

fn rows(spines: &Received, source: SourceRecords<'_>) -> Result<Vec<SpineRow>> {
    Ok(read_rows(&spines.file(&spine::file_name(source.source))?)?)
}
