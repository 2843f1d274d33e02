//! Rows of a spine, one after the other, to people, clients and candidates.

use std::collections::HashMap;

use exchange::{LinkClass as RowClass, SpineRow};
use rayon::prelude::*;

use super::{Candidate, Client, Entity, LinkClass, Nobody, PayloadHandle, Person, RecordKey, SourceLinks, Spine};

impl Spine {
    /// People from the anchor's rows, and candidates from those of each source, in the order of [`Source::ALL`](super::Source::ALL). Rows
    /// of a handle stand together, best candidate first, as `exchange` writes them. Candidates that are nobody in the anchor's rows are
    /// left out.
    #[must_use]
    pub fn from_rows(anchor: &[SpineRow], sources: [&[SpineRow]; 3]) -> Self {
        let mut rows = AnchorRows::default();
        for row in anchor {
            rows.add(row.clone());
        }
        let anchor = rows.finish();
        let links = sources.map(|source| {
            let mut rows = SourceRows::new(&anchor);
            for row in source {
                rows.add(row);
            }
            rows.finish()
        });
        anchor.with(links)
    }
}

/// The anchor's rows so far.
#[derive(Default)]
pub(super) struct AnchorRows {
    /// A pseudonym a row that has one, with the row's key.
    names: Vec<(String, RecordKey)>,
    clients: Vec<ClientRow>,
}

struct ClientRow {
    handle: PayloadHandle,
    /// Place of its pseudonym among the names.
    name: Option<usize>,
    reachable: bool,
}

impl AnchorRows {
    pub(super) fn add(&mut self, row: SpineRow) {
        let handle = PayloadHandle(row.payload_handle);
        if self.clients.last().is_none_or(|client| client.handle != handle) {
            let name = row.study_pseudonym.is_some().then_some(self.names.len());
            self.clients.push(ClientRow { handle, name, reachable: row.class != RowClass::Unreachable });
        }
        self.names.extend(row.study_pseudonym.map(|name| (name, RecordKey(row.cell_key))));
    }

    /// Numbers people in the order of their pseudonyms. A person's key is that of the last of its rows.
    pub(super) fn finish(self) -> Anchor {
        let Self { names, clients } = self;
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.par_sort_unstable_by_key(|&place| (names[place].0.as_str(), place));
        let mut people = vec![Person(0); names.len()];
        let mut record_keys = Vec::new();
        for (rank, &place) in order.iter().enumerate() {
            let is_new = rank == 0 || names[order[rank - 1]].0 != names[place].0;
            if is_new {
                record_keys.push(names[place].1);
            }
            let number = record_keys.len() - 1;
            record_keys[number] = names[place].1;
            people[place] = Person(number as u32);
        }
        let of = |client: ClientRow| Client {
            handle: client.handle,
            person: client.name.map(|place| people[place]),
            reachable: client.reachable,
        };
        let clients = clients.into_iter().map(of).collect();
        let numbers = names.into_iter().map(|(name, _)| name).zip(people).collect();
        Anchor { numbers, record_keys, clients }
    }
}

/// The people of the anchor source.
pub(super) struct Anchor {
    numbers: HashMap<String, Person>,
    record_keys: Vec<RecordKey>,
    clients: Vec<Client>,
}

impl Anchor {
    /// The spine with the links of each source.
    pub(super) fn with(self, links: [SourceLinks; 3]) -> Spine {
        let Self { record_keys, clients, .. } = self;
        let [police, deaths, work] = links;
        Spine { people: record_keys.len() as u32, record_keys, clients, police, deaths, work }
    }
}

/// A source's rows so far.
pub(super) struct SourceRows<'a> {
    anchor: &'a Anchor,
    links: SourceLinks,
    current: Option<Entity>,
}

impl<'a> SourceRows<'a> {
    pub(super) fn new(anchor: &'a Anchor) -> Self {
        Self { anchor, links: SourceLinks::default(), current: None }
    }

    pub(super) fn add(&mut self, row: &SpineRow) {
        let handle = PayloadHandle(row.payload_handle);
        let candidate = self.candidate(row);
        if let Some(entity) = self.current.as_mut().filter(|entity| entity.handle == handle) {
            entity.candidates.extend(candidate);
            return;
        }
        let reachable = row.class != RowClass::Unreachable;
        let entity = Entity { handle, reachable, candidates: candidate.into_iter().collect() };
        self.close();
        self.current = Some(entity);
    }

    pub(super) fn finish(mut self) -> SourceLinks {
        self.close();
        self.links
    }

    fn close(&mut self) {
        match self.current.take() {
            Some(entity) if entity.candidates.is_empty() => self.links.nobody.add(entity.reachable),
            entity => self.links.entities.extend(entity),
        }
    }

    fn candidate(&self, row: &SpineRow) -> Option<Candidate> {
        let class = match row.class {
            RowClass::Link => LinkClass::Link,
            RowClass::Possible => LinkClass::Possible,
            RowClass::Ambiguous => LinkClass::Ambiguous,
            RowClass::Unlinked | RowClass::Unreachable => LinkClass::Unlinked,
        };
        let person = *self.anchor.numbers.get(row.study_pseudonym.as_deref()?)?;
        Some(Candidate { person, probability: row.match_probability?, class })
    }
}

impl Nobody {
    fn add(&mut self, reachable: bool) {
        *(if reachable { &mut self.reachable } else { &mut self.unreachable }) += 1;
    }
}
