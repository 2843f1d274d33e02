//! What is known of a file once it has been written: nobody need read it again to list it in a manifest.

use std::fs::File;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::hex::hex;

/// A finished file, as it was handed to the operating system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// Rows.
    pub rows: u64,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 (FIPS 180-4) of the bytes, as 64 lower-case hexadecimal digits.
    pub sha256: String,
}

/// A file that is hashed while it is written, from its first byte to its last.
pub(super) struct HashedFile {
    file: File,
    hasher: Sha256,
    bytes: u64,
}

impl HashedFile {
    /// `file` must be empty.
    pub(super) fn new(file: File) -> Self {
        Self { file, hasher: Sha256::new(), bytes: 0 }
    }

    pub(super) fn written(self, rows: u64) -> Written {
        Written { rows, bytes: self.bytes, sha256: hex(&self.hasher.finalize()) }
    }
}

impl Write for HashedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.file.write(bytes)?;
        self.hasher.update(&bytes[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
