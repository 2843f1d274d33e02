//! A file without a name, of chunks that only this run can open.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use keys::JournalKey;

use crate::error::Result;

/// Chunks, each where it was appended. It vanishes with the process, however that ends.
pub(super) struct SealedFile {
    file: File,
    folder: PathBuf,
    /// Number of the file in its run, bound into every chunk.
    number: u32,
    bytes: u64,
    chunks: u32,
}

/// Where a chunk lies.
#[derive(Clone, Copy)]
pub(super) struct Place {
    offset: u64,
    bytes: u32,
    sequence: u64,
}

impl SealedFile {
    pub(super) fn create(folder: &Path, number: u32) -> Result<Self> {
        let file = tempfile::tempfile_in(folder).map_err(|source| exchange::ExchangeError::io(folder, source))?;
        Ok(Self { file, folder: folder.to_path_buf(), number, bytes: 0, chunks: 0 })
    }

    /// The sequence number under which the `later`-th chunk from now is to be sealed.
    pub(super) fn sequence(&self, later: usize) -> u64 {
        u64::from(self.number) << 32 | u64::from(self.chunks + later as u32)
    }

    /// Appends chunks that were sealed under the next sequence numbers.
    pub(super) fn append(&mut self, sealed: &[Vec<u8>]) -> Result<Vec<Place>> {
        let mut places = Vec::with_capacity(sealed.len());
        let mut together = Vec::with_capacity(sealed.iter().map(Vec::len).sum());
        for chunk in sealed {
            let offset = self.bytes + together.len() as u64;
            places.push(Place { offset, bytes: chunk.len() as u32, sequence: self.sequence(0) });
            together.extend_from_slice(chunk);
            self.chunks += 1;
        }
        let written = self.file.seek(SeekFrom::Start(self.bytes)).and_then(|_| self.file.write_all(&together));
        written.map_err(|source| exchange::ExchangeError::io(&self.folder, source))?;
        self.bytes += together.len() as u64;
        Ok(places)
    }

    /// Reads one chunk, still sealed.
    pub(super) fn read(&mut self, place: Place, sealed: &mut Vec<u8>) -> Result<()> {
        sealed.resize(place.bytes as usize, 0);
        let read = self.file.seek(SeekFrom::Start(place.offset)).and_then(|_| self.file.read_exact(sealed));
        Ok(read.map_err(|source| exchange::ExchangeError::io(&self.folder, source))?)
    }
}

impl Place {
    pub(super) fn open<'a>(&self, key: &JournalKey, sealed: &'a mut [u8]) -> Result<&'a [u8]> {
        Ok(key.open(self.sequence, sealed)?)
    }
}
