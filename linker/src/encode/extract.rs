//! Reading a source's person and alias tables into standardised identities, in parallel, row order kept.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use exchange::spec::{Source, Table, TableKind};
use rayon::prelude::*;

use super::identity::{Identity, IdentityReader};
use super::quality::{ColumnCounts, QualityReport};
use crate::error::{InputFault, Result};
use crate::input::{CsvRow, CsvTable};

/// Rows standardised together, and rows one thread takes at a time.
const CHUNK_ROWS: usize = 1 << 16;
const TASK_ROWS: usize = 1 << 11;
/// Joins the columns of an entity key; no text table can hold it.
const KEY_SEPARATOR: &str = "\u{1f}";

/// A source read into memory: who is in it and under which identities. Never leaves the owner.
pub struct Extract {
    pub(crate) entities: Entities,
    pub(crate) variants: Vec<Variant>,
    /// Data quality.
    pub quality: QualityReport,
}

/// One identity of one entity.
pub(crate) struct Variant {
    pub(crate) entity: u32,
    pub(crate) identity: Identity,
}

/// Entities by key, in order of first appearance.
#[derive(Default)]
pub(crate) struct Entities {
    numbers: HashMap<String, u32>,
    keys: Vec<String>,
    latest: Vec<String>,
    refused: HashSet<String>,
    withdrawn: HashSet<String>,
}

impl Entities {
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn number(&self, key: &str) -> Option<u32> {
        self.numbers.get(key).copied()
    }

    /// Columns of an entity's key.
    pub(crate) fn key(&self, entity: u32) -> impl Iterator<Item = &str> {
        self.keys[entity as usize].split(KEY_SEPARATOR)
    }

    /// Whether the entity is known to have been dropped, so that its events are too.
    pub(crate) fn is_dropped(&self, key: &str) -> bool {
        self.refused.contains(key) || self.withdrawn.contains(key)
    }

    /// Value of the `latest` column that stands for this entity.
    pub(crate) fn latest(&self, entity: u32) -> &str {
        &self.latest[entity as usize]
    }
}

/// The columns of a table that say whose row it is and whether it counts.
pub(crate) struct RowKeys {
    key: Vec<usize>,
    consent: Option<usize>,
    latest: Option<usize>,
}

impl RowKeys {
    pub(crate) fn new(source: &Source, table: &Table, file: &CsvTable) -> Result<Self> {
        let person = table.kind == TableKind::Person;
        Ok(Self {
            key: source.entity_key.iter().map(|column| file.required(column)).collect::<Result<_>>()?,
            consent: match &source.consent {
                Some(consent) if person => Some(file.required(&consent.column)?),
                _ => None,
            },
            latest: match &source.latest {
                Some(column) if person => Some(file.required(column)?),
                _ => None,
            },
        })
    }

    pub(crate) fn key(&self, row: &CsvRow) -> String {
        key_of(&self.key, row)
    }

    pub(crate) fn refuses(&self, source: &Source, row: &CsvRow) -> bool {
        source
            .consent
            .as_ref()
            .is_some_and(|consent| self.consent.is_some() && row.text(self.consent).trim() == consent.refused)
    }

    pub(crate) fn latest<'r>(&self, row: &'r CsvRow) -> &'r str {
        row.text(self.latest)
    }

    pub(crate) fn has_latest(&self) -> bool {
        self.latest.is_some()
    }
}

fn key_of(columns: &[usize], row: &CsvRow) -> String {
    columns.iter().map(|position| row.text(Some(*position)).trim()).collect::<Vec<_>>().join(KEY_SEPARATOR)
}

struct RowRead {
    key: String,
    refused: bool,
    latest: String,
    identity: Identity,
    line: u64,
}

/// Reads the person table, then the alias tables, of the source in `folder`.
pub fn extract(source: &Source, folder: &Path) -> Result<Extract> {
    let mut extract =
        Extract { entities: Entities::default(), variants: Vec::new(), quality: QualityReport::default() };
    extract.entities.withdrawn = withdrawals(source, folder)?;
    let mut by_entity: Vec<Vec<Identity>> = Vec::new();
    for kind in [TableKind::Person, TableKind::Alias] {
        for table in source.tables.iter().filter(|table| table.kind == kind) {
            read_table(source, table, folder, &mut extract, &mut by_entity)?;
        }
    }
    if extract.entities.len() == 0 {
        let person = source.tables.iter().find(|table| table.kind == TableKind::Person);
        let file = person.map_or("", |table| &table.file);
        let what = "no row is left to link";
        return Err(InputFault::of_file(file, what, "supply rows, or check consent and withdrawals").into());
    }
    for (entity, identities) in (0..).zip(by_entity) {
        extract.variants.extend(identities.into_iter().map(|identity| Variant { entity, identity }));
    }
    extract.quality.entities = extract.entities.len() as u64;
    extract.quality.variants = extract.variants.len() as u64;
    Ok(extract)
}

fn withdrawals(source: &Source, folder: &Path) -> Result<HashSet<String>> {
    let Some(name) = &source.withdrawals else { return Ok(HashSet::new()) };
    let mut file = CsvTable::open(&folder.join(name))?;
    let columns = source.entity_key.iter().map(|column| file.required(column)).collect::<Result<Vec<_>>>()?;
    file.rows().map(|row| Ok(key_of(&columns, &row?))).collect()
}

fn read_table(
    source: &Source,
    table: &Table,
    folder: &Path,
    extract: &mut Extract,
    by_entity: &mut Vec<Vec<Identity>>,
) -> Result<()> {
    let mut file = CsvTable::open(&folder.join(&table.file))?;
    let keys = RowKeys::new(source, table, &file)?;
    let reader = IdentityReader::new(table, &source.null_markers, &file)?;
    let mut counts = reader.counts();
    loop {
        let rows = file.chunk(CHUNK_ROWS)?;
        if rows.is_empty() {
            break;
        }
        let read: Vec<(Vec<RowRead>, Vec<ColumnCounts>)> =
            rows.par_chunks(TASK_ROWS).map(|rows| read_rows(source, &keys, &reader, rows)).collect();
        for (rows, row_counts) in read {
            for (total, part) in counts.iter_mut().zip(&row_counts) {
                total.merge(part);
            }
            for row in rows {
                place(source, table, &keys, row, extract, by_entity)?;
            }
        }
    }
    extract.quality.columns.extend(counts.iter().filter_map(|counts| counts.report(&table.file)));
    Ok(())
}

fn read_rows(
    source: &Source,
    keys: &RowKeys,
    reader: &IdentityReader<'_>,
    rows: &[CsvRow],
) -> (Vec<RowRead>, Vec<ColumnCounts>) {
    let mut counts = reader.counts();
    let read = rows
        .iter()
        .map(|row| {
            let refused = keys.refuses(source, row);
            RowRead {
                key: keys.key(row),
                refused,
                latest: keys.latest(row).to_owned(),
                identity: if refused { Identity::default() } else { reader.read(row, &mut counts) },
                line: row.line(),
            }
        })
        .collect();
    (read, counts)
}

/// Puts one row where it belongs, or counts why it does not.
fn place(
    source: &Source,
    table: &Table,
    keys: &RowKeys,
    row: RowRead,
    extract: &mut Extract,
    by_entity: &mut Vec<Vec<Identity>>,
) -> Result<()> {
    let (entities, quality) = (&mut extract.entities, &mut extract.quality);
    if row.key.split(KEY_SEPARATOR).any(str::is_empty) {
        let what = "the entity key is empty";
        let remedy = "every row needs its key; drop the row at source";
        return Err(InputFault::of_file(&table.file, what, remedy)
            .at_row(row.line)
            .in_column(&source.entity_key.join("+"))
            .into());
    }
    if row.refused {
        quality.refused_rows += 1;
        entities.refused.insert(row.key);
        return Ok(());
    }
    if entities.withdrawn.contains(&row.key) {
        quality.withdrawn_rows += 1;
        return Ok(());
    }
    let known = entities.number(&row.key);
    let entity = match (known, table.kind) {
        (Some(entity), _) => entity,
        (None, TableKind::Person) => {
            let entity = u32::try_from(entities.len()).expect("a source has under 4 billion entities");
            entities.numbers.insert(row.key.clone(), entity);
            entities.keys.push(row.key);
            entities.latest.push(row.latest.clone());
            by_entity.push(Vec::new());
            entity
        }
        (None, _) if entities.is_dropped(&row.key) => return Ok(()),
        (None, _) => return Err(orphan(source, &table.file, row.line)),
    };
    let variants = &mut by_entity[entity as usize];
    if keys.has_latest() {
        let stands = &mut entities.latest[entity as usize];
        match row.latest.cmp(stands) {
            std::cmp::Ordering::Less => {
                quality.superseded_rows += 1;
                return Ok(());
            }
            std::cmp::Ordering::Greater => {
                quality.superseded_rows += variants.len() as u64;
                variants.clear();
                *stands = row.latest;
            }
            std::cmp::Ordering::Equal => {}
        }
    }
    let identity = match (table.kind, variants.first()) {
        (TableKind::Alias, Some(_)) if row.identity.is_empty() => return Ok(()),
        (TableKind::Alias, Some(person)) => person.with_alias(row.identity),
        _ => row.identity,
    };
    if variants.contains(&identity) {
        quality.repeated_rows += 1;
    } else {
        variants.push(identity);
    }
    Ok(())
}

/// A row of an entity that the person table does not have.
pub(crate) fn orphan(source: &Source, file: &str, line: u64) -> crate::LinkerError {
    let remedy = "add the entity to the person table, or drop the row at source";
    InputFault::of_file(file, "the row's entity is not in the person table", remedy)
        .at_row(line)
        .in_column(&source.entity_key.join("+"))
        .into()
}
