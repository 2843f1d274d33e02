//! A file that the Parquet library cannot be led beyond the end of.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

use super::structures::{FOOTER, PAGE_HEADER};
use super::thrift::walk_structure;

/// Length of the footer, and the magic: the last bytes of a file.
const TRAILER: u64 = 8;

/// A file of known length.
///
/// The library (60.1) skips a list in a page header item by item, and takes a read that returns nothing for an item skipped: four kilobytes
/// that declare a list of two thousand million items kept it reading at the end of the file for minutes. It also reserves what a page header
/// says that a page takes, before it reads. Here a reader that goes on after the end fails, and so does a range that the file does not hold.
pub(crate) struct BoundedFile {
    file: Arc<File>,
    bytes: u64,
}

impl BoundedFile {
    pub(super) fn new(file: File, bytes: u64) -> Self {
        Self { file: Arc::new(file), bytes }
    }

    /// Walks the footer; one that says a wrong length is for the library to refuse.
    pub(super) fn check_footer(&self) -> Result<()> {
        let Some(end) = self.bytes.checked_sub(TRAILER) else { return Ok(()) };
        let trailer = self.get_bytes(end, TRAILER as usize)?;
        let length = u32::from_le_bytes([trailer[0], trailer[1], trailer[2], trailer[3]]);
        let Some(start) = end.checked_sub(u64::from(length)) else { return Ok(()) };
        let walked = walk_structure(&mut self.file.get_read(start)?.take(u64::from(length)), FOOTER);
        walked.map_err(|error| ParquetError::External(error.into()))
    }
}

impl Length for BoundedFile {
    fn len(&self) -> u64 {
        self.bytes
    }
}

impl ChunkReader for BoundedFile {
    type T = HeaderReader;

    /// The library asks for a reader at the header of a page, at its data, where it does not read, or at the trailer.
    fn get_read(&self, start: u64) -> Result<Self::T> {
        let is_walked = start.saturating_add(TRAILER) >= self.bytes;
        Ok(HeaderReader { file: Arc::clone(&self.file), start, is_walked, opened: None })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        match start.checked_add(length as u64) {
            Some(end) if end <= self.bytes => self.file.get_bytes(start, length),
            _ => Err(ParquetError::EOF("a range beyond the end of the file".into())),
        }
    }
}

/// A page's header, walked before the first byte of it is given.
pub(crate) struct HeaderReader {
    file: Arc<File>,
    start: u64,
    is_walked: bool,
    opened: Option<Ending<BufReader<File>>>,
}

impl Read for HeaderReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(opened) = &mut self.opened {
            return opened.read(buffer);
        }
        // All readers of a file share its place: the walk ends before another begins.
        let at_start = || self.file.get_read(self.start).map_err(io::Error::other);
        if !self.is_walked {
            walk_structure(&mut at_start()?, PAGE_HEADER)?;
        }
        let inner = at_start()?;
        self.opened.insert(Ending { inner, ends_seen: 0 }).read(buffer)
    }
}

/// Reads that may meet the end a few times, as honest loops do, and no more.
pub(crate) struct Ending<R> {
    inner: R,
    ends_seen: u8,
}

const ENDS_ALLOWED: u8 = 8;

impl<R: Read> Read for Ending<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if read == 0 && !buffer.is_empty() {
            self.ends_seen += 1;
            if self.ends_seen > ENDS_ALLOWED {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_goes_on_after_the_end_fails() {
        let mut reader = Ending { inner: &b"PAR1"[..], ends_seen: 0 };
        let mut read = Vec::new();
        reader.read_to_end(&mut read).unwrap();
        assert_eq!(read, b"PAR1");
        let goes_on = (0..100).try_for_each(|_| reader.read(&mut [0; 8]).map(|_| ()));
        assert_eq!(goes_on.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
}
