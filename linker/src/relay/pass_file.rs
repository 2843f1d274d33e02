//! One pass file on its way: read row group by row group, distributed by new blocks, written bucket after bucket.

use std::path::Path;

use exchange::{PassRows, PassWriter, RelayReader, Written};
use rayon::prelude::*;

use super::relay_v1::Rekeyer;
use crate::error::Result;
use crate::spill::{Buckets, Workspace, bucket_of};

/// Rows that one thread takes at a time.
const TASK_ROWS: usize = 1 << 12;
/// Bytes that a bucket should have.
const BUCKET_BYTES: u64 = 1 << 20;
const BUCKET_BITS: u32 = 10;
/// Block, handle and null mask before a record's tokens.
const HEAD: usize = 24;

/// Relays the pass file `from` to the new file `to`; memory beyond the workspace's is that of a row group and a few buckets.
pub(super) fn relay_file(from: RelayReader, to: &Path, rekeyer: &Rekeyer, workspace: &Workspace) -> Result<Written> {
    let layout = from.layout().clone();
    let record = HEAD + size_of::<u32>() * rekeyer.slots();
    let bits = (from.rows() * record as u64 / BUCKET_BYTES).max(1).ilog2().min(BUCKET_BITS);
    let buckets = Buckets::new(workspace, 1 << bits);
    for rows in from {
        let rows = rows?;
        let tasks = (0..rows.len()).into_par_iter().step_by(TASK_ROWS);
        tasks.for_each(|first| {
            let relayed = rekeyer.relayed(&rows, first..rows.len().min(first + TASK_ROWS));
            distribute(&relayed, rekeyer.slots(), &buckets, bits);
        });
        buckets.make_room()?;
    }
    let mut writer = PassWriter::create(to, &layout)?;
    let all: Vec<usize> = (0..buckets.len()).collect();
    for together in all.chunks(rayon::current_num_threads()) {
        let sorted = together.par_iter().map(|bucket| sorted(&buckets, *bucket, record));
        for rows in sorted.collect::<Result<Vec<_>>>()? {
            writer.append(rows)?;
        }
    }
    Ok(writer.finish()?)
}

fn distribute(rows: &PassRows, slots: usize, buckets: &Buckets, bits: u32) {
    let mut tokens = Vec::with_capacity(slots * size_of::<u32>());
    for row in 0..rows.len() {
        tokens.clear();
        tokens.extend(rows.tokens[row * slots..(row + 1) * slots].iter().flat_map(|token| token.to_le_bytes()));
        let head = [rows.block[row], rows.handle[row], rows.nulls[row]].map(u64::to_le_bytes);
        buckets.push(bucket_of(rows.block[row], bits), &[head.as_flattened(), &tokens]);
    }
}

/// The rows of a bucket by block, then handle, whichever thread put them there first.
fn sorted(buckets: &Buckets, bucket: usize, record: usize) -> Result<PassRows> {
    let mut bytes = Vec::with_capacity(buckets.bytes_of(bucket) as usize);
    buckets.read(bucket, |records| {
        bytes.extend_from_slice(records);
        Ok(())
    })?;
    buckets.clear(bucket);
    let word = |row: &[u8], at: usize| u64::from_le_bytes(*row[at..].first_chunk().expect("a record has a head"));
    let mut rows: Vec<&[u8]> = bytes.chunks_exact(record).collect();
    rows.sort_unstable_by_key(|row| (word(row, 0), word(row, 8)));
    let slots = (record - HEAD) / size_of::<u32>();
    let mut made = PassRows::with_capacity(rows.len(), slots);
    let mut tokens = Vec::with_capacity(slots);
    for row in rows {
        tokens.clear();
        tokens.extend(row[HEAD..].as_chunks().0.iter().map(|token| u32::from_le_bytes(*token)));
        made.push(word(row, 0), word(row, 8), word(row, 16), &tokens);
    }
    Ok(made)
}
