//! A spine read back through the owners' crosswalks: for evaluation at one desk, where the truth is known.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use exchange::{Desk, LinkClass, Received, Role, SpineRow, read_rows, receive, spine};
use linker::evaluate::{Evaluation, ScoredPair, Truth, evaluate_pairs};
use linker::model::bits;

use crate::crosswalk::Crosswalk;
use crate::desk;
use crate::error::CliError;

/// Evaluates the links of the second owner's source in a spine folder, by record: a person's link counts for each of the
/// person's records in the anchor source.
pub(super) fn evaluate(folder: &Path, owners: &[PathBuf], truth: &Truth) -> Result<Evaluation, CliError> {
    let spines = receive(folder, Role::Spine, Desk::OneDesk)?;
    let read = |owner: &Path| Crosswalk::read(&desk::inside(owner, Role::Owner), Desk::OneDesk);
    let (anchor, other) = (read(&owners[0])?, read(&owners[1])?);
    let (anchor_records, other_records) = (numbered(&anchor), numbered(&other));
    let mut people: HashMap<String, Vec<(u32, &str)>> = HashMap::new();
    for row in rows(&spines, &anchor.source)? {
        if let (Some(person), Some(record)) = (row.study_pseudonym, anchor_records.get(&row.payload_handle)) {
            people.entry(person).or_default().push(*record);
        }
    }
    let mut pairs = Vec::new();
    for row in rows(&spines, &other.source)? {
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
            truth: truth.holds(left_id, right_id),
        }));
    }
    Ok(evaluate_pairs(&pairs, truth.total(), true))
}

/// Number and entity key of each payload handle.
fn numbered(crosswalk: &Crosswalk) -> HashMap<u64, (u32, &str)> {
    (0..).zip(&crosswalk.entries).map(|(number, (handle, id))| (*handle, (number, id.as_str()))).collect()
}

fn rows(spines: &Received, source: &str) -> Result<Vec<SpineRow>, CliError> {
    Ok(read_rows(&spines.file(&spine::file_name(source))?)?)
}
