//! A reader that refuses absurdly long lines before they fill memory.

use std::io::{self, Read};

/// Longest line accepted, in bytes.
pub(super) const LONGEST_LINE: usize = 1 << 20;

/// Passes bytes through until a line grows beyond [`LONGEST_LINE`].
pub(super) struct LineCap<R> {
    inner: R,
    since_newline: usize,
}

impl<R> LineCap<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, since_newline: 0 }
    }
}

impl<R: Read> Read for LineCap<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        for line in buffer[..read].split_inclusive(|byte| *byte == b'\n') {
            self.since_newline += line.len();
            if self.since_newline > LONGEST_LINE {
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, "line too long"));
            }
            if line.ends_with(b"\n") {
                self.since_newline = 0;
            }
        }
        Ok(read)
    }
}
