//! Whose row a row is, and whether it counts.

use exchange::spec::{Source, Table, TableKind};

use crate::error::{InputFault, LinkerError, Place, Result};
use crate::input::{Row, SourceTable};

/// Joins the columns of an entity key; no text table can hold it.
pub(crate) const KEY_SEPARATOR: char = '\u{1f}';

/// The columns of a table that say whose row it is and whether it counts.
pub(crate) struct RowKeys<'a> {
    key: Vec<usize>,
    refused: Option<(usize, &'a str)>,
    latest: Option<usize>,
}

impl<'a> RowKeys<'a> {
    /// Finds the columns of a table of `kind`; consent and the latest registration stand in person tables only.
    pub(crate) fn new(source: &'a Source, kind: TableKind, file: &SourceTable) -> Result<Self> {
        let person = kind == TableKind::Person;
        let consent = source.consent.as_ref().filter(|_| person);
        let latest = source.latest.as_ref().filter(|_| person);
        Ok(Self {
            key: source.entity_key.iter().map(|column| file.required(column)).collect::<Result<_>>()?,
            refused: consent
                .map(|consent| Ok::<_, LinkerError>((file.required(&consent.column)?, consent.refused.as_str())))
                .transpose()?,
            latest: latest.map(|column| file.required(column)).transpose()?,
        })
    }

    /// Appends the entity key of a row to `key`; `false` when a part of it is empty.
    pub(crate) fn push_key(&self, row: &Row, key: &mut String) -> bool {
        let mut whole = true;
        for (index, position) in self.key.iter().enumerate() {
            if index > 0 {
                key.push(KEY_SEPARATOR);
            }
            let part = row.text(Some(*position)).trim();
            whole &= !part.is_empty();
            key.push_str(part);
        }
        whole
    }

    pub(crate) fn refuses(&self, row: &Row) -> bool {
        self.refused.is_some_and(|(position, refused)| row.text(Some(position)).trim() == refused)
    }

    /// The row's registration, in a table whose latest one counts.
    pub(crate) fn latest<'r>(&self, row: &'r Row) -> Option<&'r str> {
        self.latest.map(|position| row.text(Some(position)))
    }
}

/// A row of an entity that the person table does not have.
pub(crate) fn orphan(source: &Source, table: &Table, place: Place) -> LinkerError {
    let remedy = "add the entity to the person table, or drop the row at source";
    fault(source, table, "the row's entity is not in the person table", remedy, place)
}

/// A row that says of nobody that it is theirs.
pub(crate) fn without_key(source: &Source, table: &Table, place: Place) -> LinkerError {
    fault(source, table, "the entity key is empty", "every row needs its key; drop the row at source", place)
}

fn fault(source: &Source, table: &Table, what: &str, remedy: &str, place: Place) -> LinkerError {
    InputFault::of_file(&table.file, what, remedy).at(place).in_column(&source.entity_key.join("+")).into()
}
