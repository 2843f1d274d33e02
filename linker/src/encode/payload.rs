//! Tables for the analysis unit: the columns the spec names, cut to what it allows, keyed by random handles; sealed row by row where the
//! spec says so.

use std::path::Path;

use exchange::payload::{self as payload_file, PAYLOAD_HANDLE};
use exchange::spec::Table;
use exchange::{Column, Frame, PayloadSchema, SealedRow, Values};
use rayon::prelude::*;

use super::cells::CellReader;
use super::journal::FinishedTable;
use super::payload_writer::PayloadWriter;
use super::row_keys::{RowKeys, orphan};
use super::run::Run;
use super::sealed_rows::Sealer;
use super::uniques::Uniques;
use crate::error::Result;
use crate::input::{Row, SourceTable, each_chunk};
use crate::packed::{schema, unpacked};
use crate::spill::{Buckets, bucket_of};

/// Rows one thread takes at a time.
const TASK_ROWS: usize = 1 << 10;
/// Bytes of the source table that a bucket should come from.
const BUCKET_BYTES: u64 = 1 << 20;
const BUCKET_BITS: u32 = 9;
/// Handle and length, before a row's packed cells.
const HEAD: usize = 12;

/// Writes the payload of one table into `folder`. Rows come in handle order, so that the order of the owner's file does not
/// travel; a person's own rows keep theirs.
pub(super) fn write_payload(run: &Run<'_>, table: &Table, folder: &Path) -> Result<FinishedTable> {
    let mut file = SourceTable::open(&run.order.folder.join(&table.file))?;
    let bits = (file.bytes() / BUCKET_BYTES).max(1).ilog2().min(BUCKET_BITS);
    let rows = Buckets::new(&run.extract.workspace, 1 << bits);
    let reader = RowReader {
        run,
        table,
        keys: RowKeys::new(run.source(), table.kind, &file)?,
        cells: CellReader::new(table, &run.source().null_markers, &file)?,
    };
    let mut longest = 0;
    each_chunk(&mut file, |chunk, _| {
        let read: Vec<_> = chunk.par_chunks(TASK_ROWS).map(|rows| reader.read(rows)).collect();
        for packed in read {
            each_row(&packed?, |handle, row| {
                longest = longest.max(row.len() - HEAD);
                rows.push(bucket_of(handle, bits), &[row]);
            });
        }
        rows.make_room()
    })?;
    let schema = schema(table);
    let path = folder.join(payload_file::file_name(&table.name));
    let mut writer = PayloadWriter::create(run, table, &path, &schema, longest)?;
    let mut uniques = Uniques::new(table);
    let buckets: Vec<usize> = (0..rows.len()).collect();
    for together in buckets.chunks(2 * rayon::current_num_threads()) {
        let sealer = writer.sealer();
        let parts = together.par_iter().map(|bucket| part(&rows, *bucket, &schema, sealer));
        for (frame, sealed) in parts.collect::<Result<Vec<_>>>()? {
            uniques.add(&frame)?;
            writer.append(&frame, &sealed)?;
        }
    }
    let unique_share = uniques.share(run.source())?;
    let (written, latest) = writer.finish()?;
    Ok(FinishedTable { written, unique_share, latest })
}

/// Reads the rows of one table.
struct RowReader<'a> {
    run: &'a Run<'a>,
    table: &'a Table,
    keys: RowKeys<'a>,
    cells: CellReader<'a>,
}

impl RowReader<'_> {
    /// Packs rows.
    fn read(&self, rows: &[Row]) -> Result<Vec<u8>> {
        let (mut packed, mut key) = (Vec::new(), String::new());
        rows.iter().try_for_each(|row| self.row(row, &mut key, &mut packed))?;
        Ok(packed)
    }

    fn row(&self, row: &Row, key: &mut String, packed: &mut Vec<u8>) -> Result<()> {
        let entities = &self.run.extract.entities;
        key.clear();
        self.keys.push_key(row, key);
        if self.keys.refuses(row) || entities.is_dropped(key) {
            return Ok(());
        }
        let Some(entity) = entities.number(key) else {
            return Err(orphan(self.run.source(), self.table, row.place()));
        };
        if self.keys.latest(row).is_some_and(|latest| latest != entities.latest(entity)) {
            return Ok(());
        }
        let start = packed.len();
        packed.extend_from_slice(&self.run.payload_handle(entity).to_le_bytes());
        packed.extend_from_slice(&[0; HEAD - 8]);
        self.cells.read(row, packed)?;
        let length = (packed.len() - start - HEAD) as u32;
        packed[start + 8..start + HEAD].copy_from_slice(&length.to_le_bytes());
        Ok(())
    }
}

/// The rows of one bucket, in handle order, and the same ones sealed where there is a sealer.
fn part(
    rows: &Buckets,
    bucket: usize,
    schema: &PayloadSchema,
    sealer: Option<&Sealer>,
) -> Result<(Frame, Vec<SealedRow>)> {
    let mut packed = Vec::with_capacity(rows.bytes_of(bucket) as usize);
    rows.read(bucket, |rows| {
        packed.extend_from_slice(rows);
        Ok(())
    })?;
    rows.clear(bucket);
    let mut ordered = Vec::new();
    each_row(&packed, |handle, row| ordered.push((handle, &row[HEAD..])));
    ordered.sort_by_key(|(handle, _)| *handle);
    let handles = Values::Handle(ordered.iter().map(|(handle, _)| *handle).collect());
    let mut columns = vec![Column::new(PAYLOAD_HANDLE, handles)];
    columns.extend(unpacked(schema, ordered.iter().map(|(_, cells)| *cells)).expect("rows as this run packed them"));
    let sealed = sealer.map_or_else(|| Ok(Vec::new()), |sealer| sealer.seal(&ordered))?;
    Ok((Frame::new(columns)?, sealed))
}

/// Shows `each` the handle and the bytes of every packed row.
fn each_row<'a>(mut packed: &'a [u8], mut each: impl FnMut(u64, &'a [u8])) {
    while let Some((head, _)) = packed.split_first_chunk::<HEAD>() {
        let (mut handle, mut length) = ([0; 8], [0; 4]);
        handle.copy_from_slice(&head[..8]);
        length.copy_from_slice(&head[8..]);
        let (row, rest) = packed.split_at(HEAD + u32::from_le_bytes(length) as usize);
        each(u64::from_le_bytes(handle), row);
        packed = rest;
    }
}
