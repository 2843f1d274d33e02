//! How much disk a run will need, told before it begins.

use std::path::Path;

use exchange::spec::{Spec, Table, TableKind};
use serde::Serialize;

use super::entry::EntryLayout;
use super::pseudonymise::Order;
use super::sweep::alternatives;
use crate::error::Result;
use crate::input::SourceTable;

/// Rows of a table from which the length of the others is judged.
const SAMPLE_ROWS: usize = 1000;
/// Block, handle and null mask of a row of a pass file, beside its tokens; and its row in the table of handles.
const ROW_BYTES: u64 = 24 + 20;
/// What a payload row takes more where it leaves sealed: handle, number, tag and length; and padding to the longest.
const SEALED_ROW_BYTES: u64 = 40;
/// Padding adds up to a sixteenth.
const PADDING: u64 = 16;

/// Bytes of disk, estimated from the sizes of the tables and their first rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DiskNeed {
    /// What the delivery takes, at most: entries over a cap are left out of it.
    pub delivery_bytes: u64,
    /// What unfinished work takes meanwhile, sealed: 0 where it fits into memory.
    pub sealed_bytes: u64,
}

/// What pseudonymising will need.
pub fn disk_need(order: &Order<'_>) -> Result<DiskNeed> {
    let source = &order.spec.sources[order.source];
    let (mut identities, mut identity_bytes, mut payload_bytes) = (0, 0, 0);
    for table in &source.tables {
        let (rows, bytes) = rows_and_bytes(table, order.folder)?;
        if table.kind != TableKind::Event {
            identities += rows;
            identity_bytes += bytes;
        }
        if !table.payload.is_empty() {
            payload_bytes += bytes + if order.spec.sealed { SEALED_ROW_BYTES * rows } else { 0 };
        }
    }
    let identities = identities + (identities as f64 * order.spec.dummies) as u64;
    let (mut delivered, mut entries) = (identity_bytes + payload_bytes, 0);
    for (row_bytes, entry_bytes) in links(order.spec, order.source) {
        delivered += identities * row_bytes + identities * row_bytes / PADDING;
        // The entries of one link are forgotten before those of the next are made.
        entries = entries.max(identities * entry_bytes);
    }
    let unfinished = identity_bytes + payload_bytes + entries;
    let fits = unfinished < order.memory_bytes / 2;
    Ok(DiskNeed { delivery_bytes: delivered, sealed_bytes: if fits { 0 } else { unfinished } })
}

/// For each link, bytes of an identity's rows in all pass files, and of its entries.
fn links(spec: &Spec, source: usize) -> impl Iterator<Item = (u64, u64)> {
    let token_bytes = spec.token_bytes();
    spec.links_of(source).map(move |(_, link)| {
        let groups = link.groups();
        let slots: usize = groups.iter().map(|group| group.slots()).sum();
        let entries: u64 = link.passes.iter().map(|pass| alternatives(&pass.key).len() as u64).sum();
        let entry = EntryLayout { groups: groups.len(), slots, token_bytes }.bytes() as u64;
        (entries * (ROW_BYTES + (slots * token_bytes) as u64), entries * entry)
    })
}

fn rows_and_bytes(table: &Table, folder: &Path) -> Result<(u64, u64)> {
    let mut file = SourceTable::open(&folder.join(&table.file))?;
    // A fault among them is told when the row is read in earnest.
    let sampled = file.rows().take(SAMPLE_ROWS).take_while(Result::is_ok).count() as u64;
    let rows = if sampled < SAMPLE_ROWS as u64 { sampled } else { (sampled as f64 / file.share_read()) as u64 };
    Ok((rows, file.bytes()))
}
