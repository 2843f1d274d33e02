//! A file that the Parquet library cannot be led beyond the end of.

use std::fs::File;
use std::io::{self, BufReader, Read};

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// A file of known length.
///
/// The library (60.1) skips a list in a page header item by item, and takes a read that returns nothing for an item skipped: four kilobytes
/// that declare a list of two thousand million items kept it reading at the end of the file for minutes. It also reserves what a page header
/// says that a page takes, before it reads. Here a reader that goes on after the end fails, and so does a range that the file does not hold.
pub(crate) struct BoundedFile {
    file: File,
    bytes: u64,
}

impl BoundedFile {
    pub(super) fn new(file: File, bytes: u64) -> Self {
        Self { file, bytes }
    }
}

impl Length for BoundedFile {
    fn len(&self) -> u64 {
        self.bytes
    }
}

impl ChunkReader for BoundedFile {
    type T = Ending<BufReader<File>>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(Ending { inner: self.file.get_read(start)?, ends_seen: 0 })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        match start.checked_add(length as u64) {
            Some(end) if end <= self.bytes => self.file.get_bytes(start, length),
            _ => Err(ParquetError::EOF("a range beyond the end of the file".into())),
        }
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
