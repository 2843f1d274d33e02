//! Identities of a source, by ranges of entities: read in any order, settled entity by entity.

use std::cmp::Ordering;
use std::ops::Range;

use exchange::spec::TableKind;

use super::identity::Identity;
use crate::error::Result;
use crate::spill::{Buckets, Workspace};

/// Entities whose identities are settled together: a few hundred kilobytes.
const ENTITIES_TOGETHER: u32 = 1 << 11;

/// Rows of the person and alias tables, as they came.
pub(crate) struct Identities {
    rows: Buckets,
    buckets: usize,
}

/// One row of a person or alias table: packed identity, and the registration where the latest one counts.
#[derive(Clone, Copy)]
pub(crate) struct IdentityRow<'a> {
    pub(crate) kind: TableKind,
    pub(crate) latest: Option<&'a str>,
    pub(crate) identity: &'a [u8],
}

/// The identities of some consecutive entities, repeated and superseded ones left out.
#[derive(Default)]
pub(crate) struct Settled {
    bytes: Vec<u8>,
    rows: Vec<Row>,
    variants: Vec<(u32, Range<usize>)>,
    /// Rows of an earlier registration of the same entity.
    pub(crate) superseded: u64,
    /// Rows that repeat an identity the entity already has.
    pub(crate) repeated: u64,
}

#[derive(Clone)]
struct Row {
    entity: u32,
    kind: TableKind,
    latest: Option<Range<usize>>,
    identity: Range<usize>,
}

/// Bytes before a row's texts: its length and that of the registration, the entity, the table's kind.
const HEAD: usize = 13;
const NO_LATEST: u32 = u32::MAX;

impl Identities {
    pub(crate) fn new(workspace: &Workspace) -> Self {
        Self { rows: Buckets::new(workspace, 0), buckets: 0 }
    }

    /// Adds one row.
    pub(crate) fn push(&mut self, entity: u32, row: &IdentityRow<'_>) {
        let latest = row.latest.unwrap_or_default();
        let latest_length = row.latest.map_or(NO_LATEST, |latest| latest.len() as u32);
        let length = (latest.len() + row.identity.len()) as u32;
        let mut head = [0; HEAD];
        head[..4].copy_from_slice(&length.to_le_bytes());
        head[4..8].copy_from_slice(&latest_length.to_le_bytes());
        head[8..12].copy_from_slice(&entity.to_le_bytes());
        head[12] = u8::from(row.kind == TableKind::Alias);
        let bucket = (entity / ENTITIES_TOGETHER) as usize;
        self.rows.push_growing(bucket, &[&head, latest.as_bytes(), row.identity]);
        self.buckets = self.rows.len();
    }

    /// Seals what was added on disk if the run's memory is full.
    pub(crate) fn make_room(&self) -> Result<()> {
        self.rows.make_room()
    }

    /// Seals everything on disk if it takes more than `bytes` of memory.
    pub(crate) fn keep_at_most(&self, bytes: u64) -> Result<()> {
        self.rows.keep_at_most(bytes)
    }

    /// How many times [`Identities::settle`] must be called for all entities, in their order.
    pub(crate) fn buckets(&self) -> usize {
        self.buckets
    }

    /// Settles the identities of the entities of one bucket into `settled`.
    pub(crate) fn settle(&self, bucket: usize, settled: &mut Settled) -> Result<()> {
        settled.clear();
        self.rows.read(bucket, |rows| {
            settled.add_rows(rows);
            Ok(())
        })?;
        settled.settle();
        Ok(())
    }
}

impl Settled {
    /// Entity and identity of each variant, by entity and in the order of their rows.
    pub(crate) fn variants(&self) -> impl ExactSizeIterator<Item = (u32, Identity<'_>)> {
        self.variants.iter().map(|(entity, identity)| (*entity, Identity::unpack(&self.bytes[identity.clone()])))
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.rows.clear();
        self.variants.clear();
        (self.superseded, self.repeated) = (0, 0);
    }

    fn add_rows(&mut self, mut rows: &[u8]) {
        while let Some((head, texts)) = rows.split_at_checked(HEAD) {
            let word = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
            let (length, latest_length) = (word(0) as usize, word(4));
            let start = self.bytes.len();
            let identity_at = start + if latest_length == NO_LATEST { 0 } else { latest_length as usize };
            self.bytes.extend_from_slice(&texts[..length]);
            self.rows.push(Row {
                entity: word(8),
                kind: if head[12] == 1 { TableKind::Alias } else { TableKind::Person },
                latest: (latest_length != NO_LATEST).then_some(start..identity_at),
                identity: identity_at..self.bytes.len(),
            });
            rows = &texts[length..];
        }
    }

    /// Goes through the rows of each entity in their order.
    fn settle(&mut self) {
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by_key(|row| row.entity);
        for rows in rows.chunk_by(|a, b| a.entity == b.entity) {
            let first = self.variants.len();
            let mut stands = rows[0].latest.clone();
            for row in rows {
                self.place(row, first, &mut stands);
            }
        }
        self.rows = rows;
    }

    /// Puts one row where it belongs, or counts why it does not. The entity's variants are those from `first` on, its
    /// registration so far is `stands`.
    fn place(&mut self, row: &Row, first: usize, stands: &mut Option<Range<usize>>) {
        if let (Some(latest), Some(standing)) = (&row.latest, &*stands) {
            match self.bytes[latest.clone()].cmp(&self.bytes[standing.clone()]) {
                Ordering::Less => {
                    self.superseded += 1;
                    return;
                }
                Ordering::Greater => {
                    self.superseded += (self.variants.len() - first) as u64;
                    self.variants.truncate(first);
                    *stands = Some(latest.clone());
                }
                Ordering::Equal => {}
            }
        }
        let mut identity = row.identity.clone();
        if row.kind == TableKind::Alias
            && let Some((_, person)) = self.variants.get(first)
        {
            let alias = Identity::unpack(&self.bytes[identity.clone()]);
            if alias.is_empty() {
                return;
            }
            let mut packed = Vec::with_capacity(person.len() + identity.len());
            Identity::unpack(&self.bytes[person.clone()]).with_alias(&alias).pack(&mut packed);
            identity = self.bytes.len()..self.bytes.len() + packed.len();
            self.bytes.extend_from_slice(&packed);
        }
        let known =
            self.variants[first..].iter().any(|(_, known)| self.bytes[known.clone()] == self.bytes[identity.clone()]);
        if known {
            self.repeated += 1;
        } else {
            self.variants.push((row.entity, identity));
        }
    }
}
