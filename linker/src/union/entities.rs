//! The entities of one source, as the union desk knows them: payload handles and what each pass did with them.

use exchange::{EntityRow, HandleRow, Received, handles, read_rows};

use crate::error::{InputFault, Result};

/// One source's handle and entity tables.
pub struct Entities {
    /// Payload handles, ascending; an entity's number is its place here.
    payload_handles: Vec<u64>,
    handles: Vec<HandleRow>,
    rows: Vec<EntityRow>,
}

impl Entities {
    /// Reads the tables of a union folder.
    pub fn read(folder: &Received) -> Result<Self> {
        let rows: Vec<EntityRow> = read_rows(&folder.file(handles::ENTITIES_FILE)?)?;
        let mut payload_handles: Vec<u64> = rows.iter().map(|row| row.payload_handle).collect();
        payload_handles.sort_unstable();
        payload_handles.dedup();
        Ok(Self { payload_handles, handles: read_rows(&folder.file(handles::HANDLES_FILE)?)?, rows })
    }

    /// Number of entities.
    #[must_use]
    pub fn len(&self) -> usize {
        self.payload_handles.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.payload_handles.is_empty()
    }

    /// Payload handle of an entity.
    #[must_use]
    pub fn payload_handle(&self, entity: u32) -> u64 {
        self.payload_handles[entity as usize]
    }

    /// Number of the entity with this payload handle.
    #[must_use]
    pub fn number(&self, payload_handle: u64) -> Option<u32> {
        self.payload_handles.binary_search(&payload_handle).ok().map(|entity| entity as u32)
    }

    /// Entity of each handle of one pass, sorted by handle.
    pub(super) fn of_pass(&self, link: u16, pass: u16) -> Result<Vec<(u64, u32)>> {
        let start = self.handles.partition_point(|row| (row.link, row.pass) < (link, pass));
        let end = self.handles.partition_point(|row| (row.link, row.pass) <= (link, pass));
        self.handles[start..end]
            .iter()
            .map(|row| Ok((row.handle, self.number(row.payload_handle).ok_or_else(|| stray(handles::HANDLES_FILE))?)))
            .collect()
    }

    /// Whether any pass of the link emitted each entity.
    #[must_use]
    pub fn reachable(&self, link: u16) -> Vec<bool> {
        let mut reachable = vec![false; self.len()];
        for row in self.rows.iter().filter(|row| row.link == link && row.emitted != 0) {
            if let Some(entity) = self.number(row.payload_handle) {
                reachable[entity as usize] = true;
            }
        }
        reachable
    }
}

/// A file speaks of an entity or handle that its companion does not have.
pub(super) fn stray(file: &str) -> crate::LinkerError {
    let what = "a handle has no entity";
    let remedy = "the folders come from different runs of pseudonymise; collect them again";
    InputFault::of_file(file, what, remedy).into()
}
