use std::io::Read as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::columnar::open_ordinary;
use crate::hex::hex;
use crate::{ExchangeError, Result};

/// SHA-256 (FIPS 180-4) of `bytes`, as 64 lower-case hexadecimal digits.
#[must_use]
pub fn sha256_of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 (FIPS 180-4) of a file's bytes, as 64 lower-case hexadecimal digits; memory stays constant.
pub fn sha256_of_file(path: &Path) -> Result<String> {
    const BUFFER_BYTES: usize = 1 << 16;
    let mut file = open_ordinary(path)?;
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut hasher = Sha256::new();
    loop {
        match file.read(&mut buffer).map_err(|source| ExchangeError::io(path, source))? {
            0 => break,
            read => hasher.update(&buffer[..read]),
        }
    }
    Ok(hex(&hasher.finalize()))
}
