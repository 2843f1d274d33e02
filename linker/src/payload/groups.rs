//! People by what their payload says of them: attacks may open some kinds more than others.

use std::collections::BTreeMap;

use exchange::payload::PAYLOAD_HANDLE;
use exchange::spec::{PayloadColumn, PayloadKind, Source, TableKind};

use super::Payload;
use crate::error::Result;

/// People of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Column of the payload.
    pub column: String,
    /// What it says of them; a decade, of years.
    pub value: String,
    /// Who they are, ascending.
    pub people: Vec<u32>,
}

/// The people of a source by each column of its person tables that holds codes, years or postcode areas, ordered by column and value.
/// `person` is that of a payload handle.
///
/// # Errors
/// A table that is missing or unreadable, or sealed under another key.
pub fn groups(source: &Source, payload: &Payload<'_>, person: impl Fn(u64) -> Option<u32>) -> Result<Vec<Group>> {
    let mut groups: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
    for table in source.tables.iter().filter(|table| table.kind == TableKind::Person) {
        let columns: Vec<_> = table.payload.iter().filter(|column| tells_a_kind(column)).collect();
        if columns.is_empty() {
            continue;
        }
        payload.each(source, table, |rows| {
            for (row, handle) in rows.handles(PAYLOAD_HANDLE)?.iter().enumerate() {
                let Some(person) = person(*handle) else { continue };
                for column in &columns {
                    let value = kind_of(column, rows.text(&column.name, row).as_ref());
                    groups.entry((column.name.clone(), value)).or_default().push(person);
                }
            }
            Ok(())
        })?;
    }
    let sorted = groups.into_iter().map(|((column, value), mut people)| {
        people.sort_unstable();
        people.dedup();
        Group { column, value, people }
    });
    Ok(sorted.collect())
}

fn tells_a_kind(column: &PayloadColumn) -> bool {
    matches!(column.kind, PayloadKind::Code(_) | PayloadKind::Year(_) | PayloadKind::PostcodeArea)
}

fn kind_of(column: &PayloadColumn, value: &str) -> String {
    match (&column.kind, value.parse::<u32>()) {
        (_, _) if value.is_empty() => "not stated".to_owned(),
        (PayloadKind::Year(_), Ok(year)) => format!("{}s", year / 10 * 10),
        _ => value.to_owned(),
    }
}
