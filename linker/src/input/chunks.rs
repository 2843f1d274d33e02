//! A table chunk by chunk: the next one is read while the last one is worked on.

use super::row::Row;
use super::source_table::SourceTable;
use crate::error::Result;

/// Rows of a chunk, and bytes after which a chunk of long rows ends.
const CHUNK_ROWS: usize = 1 << 14;
const CHUNK_BYTES: u64 = 1 << 23;

/// Hands the rows that are left to `each`, in order, with the share of the file that has been read.
///
/// A row that cannot be read is reported after the rows before it have been handed over.
pub fn each_chunk(table: &mut SourceTable, mut each: impl FnMut(&[Row], f64) -> Result<()>) -> Result<()> {
    let (mut chunk, mut next) = (Vec::new(), Vec::new());
    let mut read = fill(table, &mut chunk);
    while !chunk.is_empty() {
        let share = table.share_read();
        if read.is_err() {
            each(&chunk, share)?;
            return read;
        }
        let mut done = Ok(());
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| read = fill(table, &mut next));
            done = each(&chunk, share);
        });
        done?;
        std::mem::swap(&mut chunk, &mut next);
    }
    read
}

/// Reads one chunk over the rows of an old one, whose memory is used again.
fn fill(table: &mut SourceTable, rows: &mut Vec<Row>) -> Result<()> {
    let begins_at = table.bytes_read();
    let mut filled = 0;
    let mut read = Ok(true);
    while filled < CHUNK_ROWS && table.bytes_read() - begins_at < CHUNK_BYTES {
        if filled == rows.len() {
            rows.push(Row::default());
        }
        read = table.read_into(&mut rows[filled]);
        if !matches!(read, Ok(true)) {
            break;
        }
        filled += 1;
    }
    rows.truncate(filled);
    read.map(|_| ())
}
