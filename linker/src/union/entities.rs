//! The entities of one source, as the union desk knows them: payload handles and what each pass did with them.
//!
//! A country's handle table does not fit in memory. So it is streamed, and handles are asked for in the order in which it is sorted.

use std::iter::Peekable;
use std::path::PathBuf;
use std::vec;

use exchange::{EntityRow, HandleRow, Received, RowReader, handles};

use crate::error::{InputFault, Result};
use crate::spill::bucket_of;

/// One source's handle and entity tables.
pub struct Entities {
    /// Payload handles, ascending; an entity's number is its place here.
    payload_handles: Vec<u64>,
    /// For each beginning of a payload handle, how many are below; see [`Entities::number`].
    below: Vec<u32>,
    /// A handle without an entity is a dummy's.
    has_dummies: bool,
    handles_file: PathBuf,
    rows_file: PathBuf,
}

/// Entities that share the beginning of a payload handle, on average.
const SHARE_BEGINNING: usize = 8;

impl Entities {
    /// Reads the entities of a union folder.
    pub fn read(folder: &Received) -> Result<Self> {
        let rows_file = folder.file(handles::ENTITIES_FILE)?;
        let mut payload_handles: Vec<u64> = Vec::new();
        let mut link = None;
        // Every link lists the entities in order, and nearly always the same ones.
        let mut known = 0;
        for chunk in RowReader::<EntityRow>::open(&rows_file)? {
            for row in chunk? {
                if link != Some(row.link) {
                    payload_handles.sort_unstable();
                    (link, known) = (Some(row.link), payload_handles.len());
                }
                if payload_handles[..known].binary_search(&row.payload_handle).is_err() {
                    payload_handles.push(row.payload_handle);
                }
            }
        }
        payload_handles.sort_unstable();
        if u32::try_from(payload_handles.len()).is_err() {
            let remedy = "split the source: a union counts at most 4,294,967,295 entities of one";
            return Err(InputFault::of_file(handles::ENTITIES_FILE, "too many entities", remedy).into());
        }
        let below = below(&payload_handles);
        let (has_dummies, handles_file) = (folder.manifest.dummies, folder.file(handles::HANDLES_FILE)?);
        Ok(Self { payload_handles, below, has_dummies, handles_file, rows_file })
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
        // A search through a country's handles would wait for memory at each step; handles are random, so their beginnings tell where they are.
        let beginning = bucket_of(payload_handle, (self.below.len() - 1).ilog2());
        let (start, end) = (self.below[beginning] as usize, self.below[beginning + 1] as usize);
        let within = self.payload_handles[start..end].binary_search(&payload_handle);
        within.ok().map(|place| (start + place) as u32)
    }

    /// The handle table from its start, for one link.
    pub(super) fn handles(&self, link: u16) -> Result<LinkHandles<'_>> {
        let rows = RowReader::open(&self.handles_file)?;
        Ok(LinkHandles { entities: self, link, rows, chunk: Vec::new().into_iter().peekable(), last: None })
    }

    /// Whether any pass of the link emitted each entity.
    pub fn reachable(&self, link: u16) -> Result<Vec<bool>> {
        let mut reachable = vec![false; self.len()];
        for chunk in RowReader::<EntityRow>::open(&self.rows_file)? {
            for row in chunk?.into_iter().filter(|row| row.link == link && row.emitted != 0) {
                if let Some(entity) = self.number(row.payload_handle) {
                    reachable[entity as usize] = true;
                }
            }
        }
        Ok(reachable)
    }
}

/// How many of the sorted `payload_handles` lie below each beginning, of some bits, and in all.
fn below(payload_handles: &[u64]) -> Vec<u32> {
    let bits = (payload_handles.len() / SHARE_BEGINNING).max(1).ilog2();
    let mut below = vec![0; (1 << bits) + 1];
    for payload_handle in payload_handles {
        below[bucket_of(*payload_handle, bits) + 1] += 1;
    }
    let mut sum = 0;
    for count in &mut below {
        sum += *count;
        *count = sum;
    }
    below
}

/// The handles of one link, pass after pass.
pub(super) struct LinkHandles<'a> {
    entities: &'a Entities,
    link: u16,
    rows: RowReader<HandleRow>,
    chunk: Peekable<vec::IntoIter<HandleRow>>,
    /// The row that was asked for last, and its entity.
    last: Option<(HandleRow, u32)>,
}

impl LinkHandles<'_> {
    /// The entity of a handle of a pair; none of a dummy's. Passes, and the handles of each, are asked for in their order.
    ///
    /// # Errors
    /// A handle without an entity, where there are no dummies; `file`, which has the pair, is named.
    pub(super) fn entity(&mut self, pass: u16, handle: u64, file: &str) -> Result<Option<u32>> {
        let place = |row: &HandleRow| (row.link, row.pass, row.handle);
        let wanted = (self.link, pass, handle);
        if let Some((row, entity)) = &self.last
            && place(row) == wanted
        {
            return Ok(Some(*entity));
        }
        while let Some(row) = self.next_if(|row| place(row) <= wanted)? {
            if place(&row) == wanted {
                let entity = self.number(&row)?;
                self.last = Some((row, entity));
                return Ok(Some(entity));
            }
        }
        if self.entities.has_dummies { Ok(None) } else { Err(stray(file)) }
    }

    /// All handles of a pass, in order, with their entities. Passes are asked for in their order.
    pub(super) fn of_pass(&mut self, pass: u16) -> Result<Vec<(u64, u32)>> {
        let (wanted, mut found) = ((self.link, pass), Vec::new());
        while let Some(row) = self.next_if(|row| (row.link, row.pass) <= wanted)? {
            if (row.link, row.pass) == wanted {
                found.push((row.handle, self.number(&row)?));
            }
        }
        Ok(found)
    }

    fn number(&self, row: &HandleRow) -> Result<u32> {
        self.entities.number(row.payload_handle).ok_or_else(|| stray(handles::HANDLES_FILE))
    }

    /// The next row, if it is as `wanted`; none at the end.
    fn next_if(&mut self, wanted: impl Fn(&HandleRow) -> bool) -> Result<Option<HandleRow>> {
        while self.chunk.peek().is_none() {
            let Some(chunk) = self.rows.next() else { return Ok(None) };
            self.chunk = chunk?.into_iter().peekable();
        }
        Ok(self.chunk.next_if(wanted))
    }
}

/// A file speaks of an entity or handle that its companion does not have.
pub(super) fn stray(file: &str) -> crate::LinkerError {
    let what = "a handle has no entity";
    let remedy = "the folders come from different runs of pseudonymise; collect them again";
    InputFault::of_file(file, what, remedy).into()
}
