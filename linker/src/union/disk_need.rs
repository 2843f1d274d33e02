//! How much disk the union will need, told before it begins.

use exchange::spec::Link;
use exchange::{EntityRow, Received, RowReader, handles};

use super::joined::pairs_of;
use super::memory::{SEALED_PAIR, waiting};
use super::run::{Order, TOGETHER};
use crate::error::Result;
use crate::watch::DiskNeed;

/// A row of a spine.
const SPINE_ROW: u64 = 64;

/// What joining will need, by the footers of its files: at most, since passes see the same pairs.
pub fn disk_need(order: &Order<'_>) -> Result<DiskNeed> {
    let Order { spec, linked, folders, memory_bytes, .. } = *order;
    let entities = folders.iter().map(entities).sum::<Result<u64>>()?;
    let of_spines = |link: &&Link| Some(link.left) == spec.anchor && link.right != link.left;
    let pairs = spec.links.iter().filter(of_spines).map(|link| pairs_of(link, linked));
    let mut pairs = pairs.collect::<Result<Vec<u64>>>()?;
    let delivery_bytes = SPINE_ROW * (entities + pairs.iter().sum::<u64>());
    pairs.sort_unstable_by(|a, b| b.cmp(a));
    let sealed = SEALED_PAIR * pairs.iter().take(TOGETHER).sum::<u64>();
    let fits = sealed <= waiting(memory_bytes, entities, 0);
    Ok(DiskNeed { delivery_bytes, sealed_bytes: if fits { 0 } else { sealed } })
}

fn entities(folder: &Received) -> Result<u64> {
    Ok(RowReader::<EntityRow>::open(&folder.file(handles::ENTITIES_FILE)?)?.rows())
}
