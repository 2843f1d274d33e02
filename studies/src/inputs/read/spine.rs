//! Spine rows to people, clients and candidates.

use std::collections::BTreeMap;

use exchange::{LinkClass as RowClass, Received, SpineRow};

use super::{spine_file, unreadable};
use crate::Error;
use crate::inputs::{
    Candidate, Client, Entity, LinkClass, PayloadHandle, Person, RecordKey, Source, SourceLinks, Spine,
};

pub(super) fn read(folder: &Received) -> Result<Spine, Error> {
    let rows = |source| {
        let name = spine_file(source);
        if source.is_some() && folder.manifest.file(&name).is_none() {
            return Ok(Vec::new());
        }
        let path = folder.file(&name).map_err(|error| unreadable(&folder.folder, &error))?;
        exchange::read_rows::<SpineRow>(&path).map_err(|error| unreadable(&path, &error))
    };
    Ok(Spine::from_rows(
        &rows(None)?,
        [&rows(Some(Source::Police))?, &rows(Some(Source::Deaths))?, &rows(Some(Source::Work))?],
    ))
}

impl Spine {
    /// People from the anchor's rows, and candidates from those of each source, in the order of [`Source::ALL`]. Rows of a handle stand
    /// together, best candidate first, as `exchange` writes them. Candidates that are nobody in the anchor's rows are left out.
    #[must_use]
    pub fn from_rows(anchor: &[SpineRow], sources: [&[SpineRow]; 3]) -> Self {
        let mut numbers: BTreeMap<&str, Person> =
            anchor.iter().filter_map(|row| Some((row.study_pseudonym.as_deref()?, Person(0)))).collect();
        for (number, person) in numbers.values_mut().enumerate() {
            *person = Person(number as u32);
        }
        let mut record_keys = vec![RecordKey::default(); numbers.len()];
        for row in anchor {
            if let Some(person) = row.study_pseudonym.as_deref().and_then(|name| numbers.get(name)) {
                record_keys[person.0 as usize] = RecordKey(row.cell_key);
            }
        }
        let clients = by_handle(anchor).map(|rows| Client {
            handle: PayloadHandle(rows[0].payload_handle),
            person: rows[0].study_pseudonym.as_deref().and_then(|name| numbers.get(name).copied()),
            reachable: rows[0].class != RowClass::Unreachable,
        });
        let clients = clients.collect();
        let [police, deaths, work] = sources.map(|rows| source_links(rows, &numbers));
        Self { people: numbers.len() as u32, record_keys, clients, police, deaths, work }
    }
}

fn source_links(rows: &[SpineRow], numbers: &BTreeMap<&str, Person>) -> SourceLinks {
    let entities = by_handle(rows).map(|rows| Entity {
        handle: PayloadHandle(rows[0].payload_handle),
        reachable: rows[0].class != RowClass::Unreachable,
        candidates: rows.iter().filter_map(|row| candidate(row, numbers)).collect(),
    });
    SourceLinks { entities: entities.collect() }
}

fn candidate(row: &SpineRow, numbers: &BTreeMap<&str, Person>) -> Option<Candidate> {
    let class = match row.class {
        RowClass::Link => LinkClass::Link,
        RowClass::Possible => LinkClass::Possible,
        RowClass::Ambiguous => LinkClass::Ambiguous,
        RowClass::Unlinked | RowClass::Unreachable => LinkClass::Unlinked,
    };
    let person = *numbers.get(row.study_pseudonym.as_deref()?)?;
    Some(Candidate { person, probability: row.match_probability?, class })
}

fn by_handle(rows: &[SpineRow]) -> impl Iterator<Item = &[SpineRow]> {
    rows.chunk_by(|a, b| a.payload_handle == b.payload_handle)
}
