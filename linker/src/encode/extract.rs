//! Reading a source's person and alias tables into standardised identities, in parallel, row order kept.

use std::collections::HashSet;
use std::path::Path;

use exchange::spec::{Source, Table, TableKind};
use rayon::prelude::*;

use super::entities::Entities;
use super::identities::{Identities, IdentityRow, Settled};
use super::identity_reader::IdentityReader;
use super::quality::{ColumnCounts, QualityReport};
use super::row_keys::{RowKeys, orphan, without_key};
use crate::error::{InputFault, Place, Result};
use crate::input::{Row, SourceTable, each_chunk};
use crate::spill::Workspace;
use crate::watch::Watch;

/// Rows one thread takes at a time.
const TASK_ROWS: usize = 1 << 10;
/// Identities in memory after reading leave the rest of it to the tokens.
const IDENTITY_SHARE: u64 = 4;

/// A source as it was read: who is in it and under which identities. Never leaves the owner.
pub struct Extract {
    pub(crate) workspace: Workspace,
    pub(crate) entities: Entities,
    pub(crate) identities: Identities,
    /// Number of the first variant of each bucket of identities, and of what would follow the last.
    pub(crate) first_variants: Vec<u32>,
    /// Variants of the entities; dummies, if any were added, follow.
    own_variants: u32,
    /// Data quality.
    pub quality: QualityReport,
}

/// Reads the person table, then the alias tables, of the source in `folder`, within the memory of `workspace`.
pub fn extract(source: &Source, folder: &Path, workspace: &Workspace, watch: &dyn Watch) -> Result<Extract> {
    let mut reading = Reading {
        source,
        entities: Entities::new(withdrawals(source, folder)?, workspace),
        identities: Identities::new(workspace),
        quality: QualityReport::default(),
    };
    let tables = |kind| source.tables.iter().filter(move |table: &&Table| table.kind == kind);
    for table in tables(TableKind::Person).chain(tables(TableKind::Alias)) {
        reading.table(table, folder, watch)?;
    }
    let Reading { entities, identities, mut quality, .. } = reading;
    if entities.len() == 0 {
        let file = tables(TableKind::Person).next().map_or("", |table| &table.file);
        let what = "no row is left to link";
        return Err(InputFault::of_file(file, what, "supply rows, or check consent and withdrawals").into());
    }
    identities.keep_at_most(workspace.left() / IDENTITY_SHARE)?;
    let first_variants = count(&identities, &mut quality)?;
    quality.entities = entities.len() as u64;
    let own_variants = first_variants.last().copied().unwrap_or_default();
    quality.variants = u64::from(own_variants);
    Ok(Extract { workspace: workspace.clone(), entities, identities, first_variants, own_variants, quality })
}

impl Extract {
    /// Identity variants, the records that tokens are made for; dummies among them.
    #[must_use]
    pub fn variants(&self) -> usize {
        self.first_variants.last().copied().unwrap_or_default() as usize
    }

    /// Whether this is the number of an entity; dummies have those that follow.
    pub(super) fn is_entity(&self, number: u32) -> bool {
        (number as usize) < self.entities.len()
    }

    /// Whether the variant with this number is an entity's.
    pub(super) fn is_own(&self, variant: u32) -> bool {
        variant < self.own_variants
    }

    /// The part of what there is for each variant that is the entities'.
    pub(super) fn own<'a, T>(&self, of_variants: &'a [T]) -> &'a [T] {
        &of_variants[..self.own_variants as usize]
    }

    /// Number of dummies, each of one variant.
    pub(super) fn dummies(&self) -> usize {
        self.variants() - self.own_variants as usize
    }

    /// Numbers the variants anew, with the dummies that were pushed behind the entities' identities.
    pub(super) fn count_dummies(&mut self) -> Result<()> {
        // What was left out of the entities' rows is counted already.
        self.first_variants = count(&self.identities, &mut QualityReport::default())?;
        Ok(())
    }
}

fn withdrawals(source: &Source, folder: &Path) -> Result<HashSet<Box<str>>> {
    let Some(name) = &source.withdrawals else { return Ok(HashSet::new()) };
    let mut file = SourceTable::open(&folder.join(name))?;
    let keys = RowKeys::new(source, TableKind::Event, &file)?;
    let key = |row: Result<Row>| {
        let mut key = String::new();
        keys.push_key(&row?, &mut key);
        Ok(key.into_boxed_str())
    };
    file.rows().map(key).collect()
}

/// Variants of each bucket, summed up; counts what was left out.
fn count(identities: &Identities, quality: &mut QualityReport) -> Result<Vec<u32>> {
    let counts = (0..identities.buckets()).into_par_iter().map_init(Settled::default, |settled, bucket| {
        identities.settle(bucket, settled)?;
        Ok((settled.variants().len() as u32, settled.superseded, settled.repeated))
    });
    let mut first_variants = vec![0];
    let mut next = 0;
    for (variants, superseded, repeated) in counts.collect::<Result<Vec<_>>>()? {
        next += variants;
        first_variants.push(next);
        quality.superseded_rows += superseded;
        quality.repeated_rows += repeated;
    }
    Ok(first_variants)
}

/// A source while it is read.
struct Reading<'a> {
    source: &'a Source,
    entities: Entities,
    identities: Identities,
    quality: QualityReport,
}

impl Reading<'_> {
    fn table(&mut self, table: &Table, folder: &Path, watch: &dyn Watch) -> Result<()> {
        let mut file = SourceTable::open(&folder.join(&table.file))?;
        let keys = RowKeys::new(self.source, table.kind, &file)?;
        let reader = IdentityReader::new(table, &self.source.null_markers, &file)?;
        let mut counts = reader.counts();
        each_chunk(&mut file, |rows, share| {
            watch.reached("reading", share)?;
            let entities = &self.entities;
            let read: Vec<_> =
                rows.par_chunks(TASK_ROWS).map(|rows| RowsRead::new(rows, &keys, &reader, entities)).collect();
            for rows in read {
                for (total, part) in counts.iter_mut().zip(&rows.counts) {
                    total.merge(part);
                }
                self.place(table, &rows)?;
            }
            self.entities.count_memory();
            self.identities.make_room()
        })?;
        self.quality.columns.extend(counts.iter().filter_map(|counts| counts.report(&table.file)));
        Ok(())
    }

    fn place(&mut self, table: &Table, rows: &RowsRead<'_>) -> Result<()> {
        let (mut key_start, mut identity_start) = (0, 0);
        for row in &rows.rows {
            let key = &rows.keys[key_start..row.key_end];
            let identity = &rows.identities[identity_start..row.identity_end];
            (key_start, identity_start) = (row.key_end, row.identity_end);
            if !row.has_key {
                return Err(without_key(self.source, table, row.place));
            }
            if row.refused {
                self.quality.refused_rows += 1;
                self.entities.refuse(key);
                continue;
            }
            if self.entities.is_withdrawn(key) {
                self.quality.withdrawn_rows += 1;
                continue;
            }
            let entity = match self.entities.find(key, row.hash) {
                Some(entity) => entity,
                None if table.kind == TableKind::Person => self.entities.add(key, row.hash),
                None if self.entities.is_dropped(key) => continue,
                None => return Err(orphan(self.source, table, row.place)),
            };
            if let Some(latest) = row.latest {
                self.entities.register(entity, latest);
            }
            self.identities.push(entity, &IdentityRow { kind: table.kind, latest: row.latest, identity });
        }
        Ok(())
    }
}

/// What one thread read of some rows.
struct RowsRead<'r> {
    keys: String,
    identities: Vec<u8>,
    rows: Vec<RowRead<'r>>,
    counts: Vec<ColumnCounts>,
}

struct RowRead<'r> {
    key_end: usize,
    has_key: bool,
    hash: u64,
    refused: bool,
    latest: Option<&'r str>,
    identity_end: usize,
    place: Place,
}

impl<'r> RowsRead<'r> {
    fn new(rows: &'r [Row], keys: &RowKeys<'_>, reader: &IdentityReader<'_>, entities: &Entities) -> Self {
        let mut read = Self {
            keys: String::new(),
            identities: Vec::new(),
            rows: Vec::with_capacity(rows.len()),
            counts: reader.counts(),
        };
        for row in rows {
            let key_start = read.keys.len();
            let has_key = keys.push_key(row, &mut read.keys);
            let refused = keys.refuses(row);
            if !refused {
                reader.read(row, &mut read.counts, &mut read.identities);
            }
            read.rows.push(RowRead {
                key_end: read.keys.len(),
                has_key,
                hash: entities.hash(&read.keys[key_start..]),
                refused,
                latest: keys.latest(row),
                identity_end: read.identities.len(),
                place: row.place(),
            });
        }
        read
    }
}
