//! A spine read back through the owners' crosswalks: for evaluation at one desk, where the truth is known.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use exchange::{Desk, Frame, LinkClass, Received, Role, SpineRow, read_rows, receive, spine};
use linker::evaluate::{Evaluation, ScoredPair, Truth, evaluate_pairs};

use crate::desk;
use crate::error::CliError;

/// Evaluates the links of the second owner's source in a spine folder, by record: a person's link counts for each of the
/// person's records in the anchor source.
pub(super) fn evaluate(folder: &Path, owners: &[PathBuf], truth: &Truth) -> Result<Evaluation, CliError> {
    let spines = receive(folder, Role::Spine, Desk::OneDesk)?;
    let (anchor, other) = (Crosswalk::read(&owners[0])?, Crosswalk::read(&owners[1])?);
    let mut people: HashMap<String, Vec<&String>> = HashMap::new();
    for row in rows(&spines, &anchor.source)? {
        if let (Some(person), Some(id)) = (row.study_pseudonym, anchor.ids.get(&row.payload_handle)) {
            people.entry(person).or_default().push(id);
        }
    }
    let mut pairs = Vec::new();
    for row in rows(&spines, &other.source)? {
        let (Some(person), Some(match_probability)) = (&row.study_pseudonym, row.match_probability) else { continue };
        let (Some(records), Some(id)) = (people.get(person), other.ids.get(&row.payload_handle)) else { continue };
        pairs.extend(records.iter().map(|record| ScoredPair {
            left: anchor.numbers[*record],
            right: other.numbers[id],
            match_weight: (match_probability / (1.0 - match_probability)).log2(),
            link: row.class == LinkClass::Link,
            truth: truth.holds(record, id),
        }));
    }
    Ok(evaluate_pairs(&pairs, truth.total(), true))
}

fn rows(spines: &Received, source: &str) -> Result<Vec<SpineRow>, CliError> {
    Ok(read_rows(&spines.file(&spine::file_name(source))?)?)
}

/// An owner's crosswalk: entity key by payload handle, several columns joined by `/`.
pub(super) struct Crosswalk {
    source: String,
    ids: HashMap<u64, String>,
    numbers: HashMap<String, u32>,
}

impl Crosswalk {
    pub(super) fn read(owner: &Path) -> Result<Self, CliError> {
        let received = receive(&desk::inside(owner, Role::Owner), Role::Owner, Desk::OneDesk)?;
        let frame = Frame::read(&received.file("crosswalk.parquet")?)?;
        let keys: Vec<_> = frame.columns().iter().skip(1).map(|column| column.name.as_str()).collect();
        let texts = keys.iter().map(|key| frame.texts(key)).collect::<Result<Vec<_>, _>>()?;
        let mut ids = HashMap::new();
        let mut numbers = HashMap::new();
        for (row, handle) in frame.handles("payload_handle")?.iter().enumerate() {
            let parts: Vec<_> = texts.iter().map(|column| column[row].as_deref().unwrap_or_default()).collect();
            let id = parts.join("/");
            numbers.insert(id.clone(), row as u32);
            ids.insert(*handle, id);
        }
        let source = received.manifest.source.clone().unwrap_or_default();
        Ok(Self { source, ids, numbers })
    }

    /// Payload handles and the entity keys they stand for.
    pub(super) fn ids(&self) -> impl Iterator<Item = (u64, &String)> {
        self.ids.iter().map(|(handle, id)| (*handle, id))
    }
}
