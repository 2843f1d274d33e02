//! The truth about which records are one person, from a CSV file.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::error::{InputFault, Result};
use crate::input::CsvTable;

/// Which shape the truth has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TruthKind {
    /// `left_id,right_id`: one row a true pair of two files.
    Pairs,
    /// `rec_id,entity_id`: the person of each record of one file.
    Entities,
}

/// True pairs of two files, or the persons of one.
#[derive(Clone, Debug)]
pub struct Truth {
    kind: TruthKind,
    pairs: HashSet<(String, String)>,
    entities: HashMap<String, String>,
    total: u64,
    left_reused: bool,
}

/// Above this share of left records with several true partners, left records may be used again in an assignment.
const REUSED_SHARE: f64 = 0.05;

impl Truth {
    /// Reads a truth file; its header tells the kind.
    pub fn read(path: &Path) -> Result<Self> {
        let mut file = CsvTable::open(path)?;
        let (kind, first, second) = match (file.optional("left_id"), file.optional("rec_id")) {
            (Some(left), _) => (TruthKind::Pairs, left, file.required("right_id")?),
            (None, Some(record)) => (TruthKind::Entities, record, file.required("entity_id")?),
            (None, None) => {
                let remedy = "head it left_id,right_id (two files) or rec_id,entity_id (one file)";
                return Err(InputFault::of_file(file.file(), "this is not a truth file", remedy).at_row(1).into());
            }
        };
        let rows = file
            .rows()
            .map(|row| row.map(|row| (row.text(Some(first)).to_owned(), row.text(Some(second)).to_owned())))
            .collect::<Result<Vec<_>>>()?;
        Ok(match kind {
            TruthKind::Pairs => Self::of_pairs(rows),
            TruthKind::Entities => Self::of_entities(rows),
        })
    }

    /// Truth of two files.
    #[must_use]
    pub fn of_pairs(rows: impl IntoIterator<Item = (String, String)>) -> Self {
        let pairs: HashSet<_> = rows.into_iter().collect();
        let lefts: HashSet<&str> = pairs.iter().map(|(left, _)| left.as_str()).collect();
        let repeated = pairs.len() - lefts.len();
        let left_reused = repeated as f64 > REUSED_SHARE * pairs.len() as f64;
        Self { kind: TruthKind::Pairs, total: pairs.len() as u64, left_reused, pairs, entities: HashMap::new() }
    }

    /// Truth of one file.
    #[must_use]
    pub fn of_entities(rows: impl IntoIterator<Item = (String, String)>) -> Self {
        let entities: HashMap<String, String> = rows.into_iter().collect();
        let mut sizes: HashMap<&str, u64> = HashMap::new();
        for entity in entities.values() {
            *sizes.entry(entity).or_default() += 1;
        }
        let total = sizes.values().map(|size| size * (size - 1) / 2).sum();
        Self { kind: TruthKind::Entities, pairs: HashSet::new(), entities, total, left_reused: false }
    }

    /// Kind.
    #[must_use]
    pub fn kind(&self) -> TruthKind {
        self.kind
    }

    /// Number of true pairs.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Whether left records have several true partners by design.
    #[must_use]
    pub fn left_reused(&self) -> bool {
        self.left_reused
    }

    /// Whether two records are one person.
    #[must_use]
    pub fn holds(&self, left: &str, right: &str) -> bool {
        match self.kind {
            TruthKind::Pairs => self.pairs.contains(&(left.to_owned(), right.to_owned())),
            TruthKind::Entities => {
                self.entities.get(left).is_some_and(|entity| self.entities.get(right) == Some(entity))
            }
        }
    }

    /// Person number of each record of one file; a record the truth does not name is a person of its own.
    #[must_use]
    pub fn persons<'r>(&'r self, records: impl IntoIterator<Item = &'r str>) -> Vec<u32> {
        let mut first: HashMap<&str, u32> = HashMap::new();
        (0..)
            .zip(records)
            .map(|(number, record)| match self.entities.get(record) {
                Some(entity) => *first.entry(entity).or_insert(number),
                None => number,
            })
            .collect()
    }
}
