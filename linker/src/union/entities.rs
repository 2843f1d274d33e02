//! The entities of one source, as the union desk knows them: payload handles and what each pass did with them.
//!
//! A country's handle table does not fit in memory; the pairs that name its handles do. So the tables are streamed, in the
//! order in which they are sorted, and only what was asked for is kept.

use std::iter::Peekable;
use std::path::PathBuf;
use std::vec;

use exchange::{EntityRow, HandleRow, Received, RowReader, handles};

use crate::error::{InputFault, Result};

/// One source's handle and entity tables.
pub struct Entities {
    /// Payload handles, ascending; an entity's number is its place here.
    payload_handles: Vec<u64>,
    /// A handle without an entity is a dummy's.
    has_dummies: bool,
    handles_file: PathBuf,
    rows_file: PathBuf,
}

/// Entity of each handle of a pass, sorted by handle.
pub(super) type PassHandles = Vec<(u64, u32)>;

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
        let (has_dummies, handles_file) = (folder.manifest.dummies, folder.file(handles::HANDLES_FILE)?);
        Ok(Self { payload_handles, has_dummies, handles_file, rows_file })
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

    /// The entity of a handle of a pair, among the handles of its pass; none of a dummy's.
    ///
    /// # Errors
    /// A handle without an entity, where there are no dummies; `file` is named.
    pub(super) fn entity(&self, handles: &PassHandles, handle: u64, file: &str) -> Result<Option<u32>> {
        match handles.binary_search_by_key(&handle, |(handle, _)| *handle) {
            Ok(place) => Ok(Some(handles[place].1)),
            Err(_) if self.has_dummies => Ok(None),
            Err(_) => Err(stray(file)),
        }
    }

    /// The handle table from its start, for one link.
    pub(super) fn handles(&self, link: u16) -> Result<LinkHandles<'_>> {
        let rows = RowReader::open(&self.handles_file)?;
        Ok(LinkHandles { entities: self, link, rows, chunk: Vec::new().into_iter().peekable() })
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

/// The handles of one link, pass after pass.
pub(super) struct LinkHandles<'a> {
    entities: &'a Entities,
    link: u16,
    rows: RowReader<HandleRow>,
    chunk: Peekable<vec::IntoIter<HandleRow>>,
}

impl LinkHandles<'_> {
    /// Entities of those of the `wanted` handles, which are sorted, that `pass` has. Passes are asked for in their order.
    pub(super) fn of(&mut self, pass: u16, mut wanted: &[u64]) -> Result<PassHandles> {
        self.of_those(pass, |handle| {
            wanted = &wanted[wanted.iter().take_while(|next| **next < handle).count()..];
            wanted.first() == Some(&handle)
        })
    }

    /// Entities of all handles of a pass. Passes are asked for in their order.
    pub(super) fn of_all(&mut self, pass: u16) -> Result<PassHandles> {
        self.of_those(pass, |_| true)
    }

    fn of_those(&mut self, pass: u16, mut keep: impl FnMut(u64) -> bool) -> Result<PassHandles> {
        let mut found = Vec::new();
        loop {
            while let Some(row) = self.chunk.next_if(|row| (row.link, row.pass) <= (self.link, pass)) {
                if (row.link, row.pass) == (self.link, pass) && keep(row.handle) {
                    let entity = self.entities.number(row.payload_handle);
                    found.push((row.handle, entity.ok_or_else(|| stray(handles::HANDLES_FILE))?));
                }
            }
            // What is left of the chunk, if anything, is of a later pass.
            if self.chunk.peek().is_some() {
                return Ok(found);
            }
            match self.rows.next() {
                Some(chunk) => self.chunk = chunk?.into_iter().peekable(),
                None => return Ok(found),
            }
        }
    }
}

/// A file speaks of an entity or handle that its companion does not have.
pub(super) fn stray(file: &str) -> crate::LinkerError {
    let what = "a handle has no entity";
    let remedy = "the folders come from different runs of pseudonymise; collect them again";
    InputFault::of_file(file, what, remedy).into()
}
