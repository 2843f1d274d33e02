//! A file that the Parquet library cannot be led beyond the end of.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

use super::structures::{FOOTER, PACKED_BYTES, PAGE_HEADER, UNPACKED_BYTES};
use super::thrift::walk_structure;

/// Length of the footer, and the magic: the last bytes of a file.
const TRAILER: u64 = 8;

/// What a byte of a page unpacks to at most: three bytes of snappy copy 64 (<https://github.com/google/snappy/blob/main/format_description.txt>,
/// 2.2.2), its other elements fewer.
const MOST_UNPACKED: i64 = 22;

/// A file of known length.
///
/// The library (60.1) skips a list in a page header item by item, and takes a read that returns nothing for an item skipped: four kilobytes
/// that declare a list of two thousand million items kept it reading at the end of the file for minutes. It also reserves what a page header
/// says that a page takes, before it reads, and fills with noughts what it says that the page unpacks to. Here a reader that goes on after the
/// end fails, and so does a range that the file does not hold, or a page that would unpack to more than snappy can.
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
        let walked = walk_structure(&mut self.file.get_read(start)?.take(u64::from(length)), FOOTER, &mut |_, _| ());
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
            check_page_header(&mut at_start()?)?;
        }
        let inner = at_start()?;
        self.opened.insert(Ending { inner, ends_seen: 0 }).read(buffer)
    }
}

/// Walks a page's header, and refuses a page that is said to unpack to more than it can.
fn check_page_header(from: &mut impl Read) -> io::Result<()> {
    let (mut unpacked, mut packed) = (0, 0);
    walk_structure(from, PAGE_HEADER, &mut |field, number| match field {
        UNPACKED_BYTES => unpacked = number,
        PACKED_BYTES => packed = number,
        _ => {}
    })?;
    if (0..=packed.saturating_mul(MOST_UNPACKED)).contains(&unpacked) {
        Ok(())
    } else {
        Err(io::ErrorKind::InvalidData.into())
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
    fn a_page_is_said_to_unpack_to_no_more_than_it_can() {
        // Fields 1, 2 and 3: a kind of page, so many bytes unpacked, ten packed.
        let said = |unpacked: u8| check_page_header(&mut &[0x15, 0, 0x15, (unpacked << 1) | 0x80, 3, 0x15, 20, 0][..]);
        assert!(said(28).is_ok(), "220 bytes");
        assert_eq!(said(29).unwrap_err().kind(), io::ErrorKind::InvalidData, "221 bytes");
    }

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
