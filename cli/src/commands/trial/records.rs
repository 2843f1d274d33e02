//! Record ids of a trial, in the order that breaks ties.

use std::path::Path;

use exchange::Desk;
use linker::union::Entities;

use crate::crosswalk::Crosswalk;
use crate::error::CliError;

/// Ids of one file in ascending order, and where each entity stands among them.
pub(super) struct Records {
    ids: Vec<String>,
    ranks: Vec<u32>,
}

impl Records {
    /// Reads the crosswalk of an owner folder.
    pub(super) fn read(owner: &Path, entities: &Entities) -> Result<Self, CliError> {
        let entries = Crosswalk::read(owner, Desk::OneHat)?.entries;
        let mut rows: Vec<(String, u64)> = entries.into_iter().map(|(handle, id)| (id, handle)).collect();
        rows.sort_unstable();
        let mut ranks = vec![0; entities.len()];
        for (rank, (_, handle)) in (0..).zip(&rows) {
            let entity = entities.number(*handle);
            let entity = entity.ok_or_else(|| CliError::Bug("a crosswalk names an unknown handle".to_owned()))?;
            ranks[entity as usize] = rank;
        }
        Ok(Self { ids: rows.into_iter().map(|(id, _)| id).collect(), ranks })
    }

    /// Ids in ascending order.
    pub(super) fn ids(&self) -> &[String] {
        &self.ids
    }

    /// Place of an entity's id among them.
    pub(super) fn rank(&self, entity: u32) -> u32 {
        self.ranks[entity as usize]
    }
}
