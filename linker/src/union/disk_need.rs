//! How much disk the union will need, told before it begins.

use exchange::spec::Spec;
use exchange::{EntityRow, Received, RowReader, handles};

use super::joined::pairs_of;
use super::memory::{SEALED_PAIR, waiting};
use super::run::Order;
use super::tasks::TOGETHER;
use crate::error::Result;
use crate::watch::DiskNeed;

/// A row of a spine.
const SPINE_ROW: u64 = 64;

/// What joining will need, by the footers of its files: at most, since passes see the same pairs.
pub fn disk_need(order: &Order<'_>) -> Result<DiskNeed> {
    let Order { spec, linked, folders, memory_bytes, .. } = *order;
    let (mut all, mut of_anchor) = (0, 0);
    for folder in folders {
        let (source, entities) = entities(spec, folder)?;
        all += entities;
        if source == spec.anchor {
            of_anchor = entities;
        }
    }
    let (mut rows, mut sealed) = (all, Vec::new());
    for link in spec.links.iter().filter(|link| Some(link.left) == spec.anchor) {
        let pairs = pairs_of(link, linked)?;
        rows = rows.saturating_add(if link.is_deduplication() { 0 } else { pairs });
        sealed.push(pairs.saturating_mul(SEALED_PAIR));
    }
    sealed.sort_unstable_by(|a, b| b.cmp(a));
    let sealed = sealed.iter().take(TOGETHER).fold(0, |sum: u64, bytes| sum.saturating_add(*bytes));
    let fits = sealed <= waiting(memory_bytes, all, of_anchor);
    Ok(DiskNeed { delivery_bytes: rows.saturating_mul(SPINE_ROW), sealed_bytes: if fits { 0 } else { sealed } })
}

/// Which source a union folder is of, and about how many entities it has: each of its links lists them.
fn entities(spec: &Spec, folder: &Received) -> Result<(Option<usize>, u64)> {
    let name = folder.manifest.source.as_deref().unwrap_or_default();
    let source = spec.source(name).map(|(source, _)| source);
    let links = source.map_or(0, |source| spec.links_of(source).count()).max(1);
    Ok((source, RowReader::<EntityRow>::open(&folder.file(handles::ENTITIES_FILE)?)?.rows() / links as u64))
}
