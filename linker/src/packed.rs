//! Payload rows between text and table: the cells of a row one behind the other, while rows wait to be put in order or leave sealed.
//!
//! A cell is its length plus one as u32, little-endian, and its bytes: a text's UTF-8, an integer or a count of days little-endian. A null is 0.

use exchange::spec::{PayloadColumn, PayloadKind, Source, Table};
use exchange::{Column, Kind, PayloadSchema, Values};

/// Bytes of a row's length.
const LENGTH: usize = 4;

/// What a table's payload looks like.
pub(crate) fn schema(table: &Table) -> PayloadSchema {
    let column =
        |column: &PayloadColumn| exchange::PayloadColumn { name: column.name.clone(), kind: kind(&column.kind) };
    PayloadSchema { columns: table.payload.iter().map(column).collect() }
}

fn kind(declared: &PayloadKind) -> Kind {
    match declared {
        PayloadKind::Text | PayloadKind::Code(_) | PayloadKind::PostcodeArea | PayloadKind::Substances1 { .. } => {
            Kind::Text
        }
        PayloadKind::Integer | PayloadKind::Year(_) => Kind::Integer,
        PayloadKind::Date(_) => Kind::Date,
    }
}

/// Packs a cell behind others.
pub(crate) fn pack(cell: Option<&[u8]>, packed: &mut Vec<u8>) {
    let length = cell.map_or(0, |cell| cell.len() as u32 + 1);
    packed.extend_from_slice(&length.to_le_bytes());
    packed.extend_from_slice(cell.unwrap_or_default());
}

/// The next cell of a row and what it holds; nothing where the row ends before.
#[expect(clippy::option_option, reason = "no cell, and a cell that is null")]
fn unpack<'a>(row: &mut &'a [u8]) -> Option<Option<&'a [u8]>> {
    let (length, rest) = row.split_first_chunk()?;
    let length = u32::from_le_bytes(*length) as usize;
    let (cell, rest) = rest.split_at_checked(length.saturating_sub(1))?;
    *row = rest;
    Some((length > 0).then_some(cell))
}

/// The columns of packed rows; none where a row is not of this schema.
pub(crate) fn unpacked<'a>(schema: &PayloadSchema, rows: impl Iterator<Item = &'a [u8]>) -> Option<Vec<Column>> {
    let mut columns: Vec<_> =
        schema.columns.iter().map(|column| Column::new(column.name.clone(), column.kind.empty())).collect();
    for mut row in rows {
        for column in &mut columns {
            let cell = unpack(&mut row)?;
            match &mut column.values {
                Values::Text(cells) => cells.push(cell.map(|text| String::from_utf8_lossy(text).into_owned())),
                Values::Integer(cells) => {
                    cells.push(cell.and_then(|bytes| bytes.try_into().ok()).map(i64::from_le_bytes));
                }
                Values::Date(cells) => cells.push(cell.and_then(|bytes| bytes.try_into().ok()).map(i32::from_le_bytes)),
                Values::Number(_) | Values::Handle(_) => {}
            }
        }
        if !row.is_empty() {
            return None;
        }
    }
    Some(columns)
}

/// Number of a table in its source, which is part of where its rows are sealed for.
pub(crate) fn number_of(table: &Table, source: &Source) -> u32 {
    source.tables.iter().take_while(|other| other.name != table.name).count() as u32
}

pub(crate) fn padded(cells: &[u8], longest: usize) -> Vec<u8> {
    let mut row = Vec::with_capacity(LENGTH + longest);
    row.extend_from_slice(&(cells.len() as u32).to_le_bytes());
    row.extend_from_slice(cells);
    row.resize(LENGTH + longest, 0);
    row
}

/// The packed cells of a padded row; none where it is not one.
pub(crate) fn unpadded(row: &[u8]) -> Option<&[u8]> {
    let (length, rest) = row.split_first_chunk::<LENGTH>()?;
    rest.get(..u32::from_le_bytes(*length) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_packed_row_is_told_apart() {
        let column = |name: &str, kind| exchange::PayloadColumn { name: name.to_owned(), kind };
        let schema = PayloadSchema { columns: vec![column("SEX", Kind::Text), column("START", Kind::Date)] };
        let mut row = Vec::new();
        pack(Some(b"F"), &mut row);
        pack(None, &mut row);
        let columns = |row: &[u8]| unpacked(&schema, [row].into_iter());
        let wanted = [Values::Text(vec![Some("F".to_owned())]), Values::Date(vec![None])];
        assert!(columns(&row).unwrap().iter().map(|column| &column.values).eq(&wanted));
        assert_eq!(unpadded(&padded(&row, 99)), Some(row.as_slice()));
        for length in 0..row.len() {
            assert!(columns(&row[..length]).is_none(), "{length} bytes");
        }
        assert!(columns(&[row.as_slice(), &[0]].concat()).is_none());
        assert_eq!((unpadded(b"abc"), unpadded(&[9, 0, 0, 0, 1])), (None, None));
    }
}
