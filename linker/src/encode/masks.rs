//! What became of every entity in every pass: emitted, withheld over the cap, or without a block value.

use exchange::EntityRow;

use super::blocks::PassEntries;
use super::extract::Extract;

/// What became of every entity in every pass of one link.
pub(super) struct Masks {
    emitted: Vec<u64>,
    withheld: Vec<u64>,
    passes: usize,
}

impl Masks {
    pub(super) fn new(entities: usize, passes: usize) -> Self {
        Self { emitted: vec![0; entities], withheld: vec![0; entities], passes }
    }

    pub(super) fn add(&mut self, pass: usize, entries: &PassEntries, extract: &Extract) {
        for entry in &entries.emitted {
            self.emitted[extract.variants[entry.variant as usize].entity as usize] |= 1 << pass;
        }
        for entity in &entries.withheld {
            self.withheld[*entity as usize] |= 1 << pass;
        }
    }

    pub(super) fn emitted_share(&self) -> f64 {
        self.emitted.iter().filter(|mask| **mask != 0).count() as f64 / self.emitted.len().max(1) as f64
    }

    pub(super) fn rows(&self, link: u16, payload_handles: &[u64], rows: &mut Vec<EntityRow>) {
        let all = u64::MAX >> (64 - self.passes);
        rows.extend(payload_handles.iter().zip(self.emitted.iter().zip(&self.withheld)).map(
            |(handle, (emitted, withheld))| EntityRow {
                payload_handle: *handle,
                link,
                withheld: *withheld,
                null: all & !(emitted | withheld),
                emitted: *emitted,
            },
        ));
    }
}
