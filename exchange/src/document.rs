//! Reading whole documents (specs, manifests, models, studies, policies, ledgers, logs): never more than a bound.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use crate::{ExchangeError, Result};

/// The largest document that is read, 64 MiB: a model of hundreds of passes is a tenth of it.
pub const MAXIMUM_DOCUMENT_BYTES: u64 = 64 << 20;

/// The bytes of the document at `path`.
///
/// # Errors
/// [`ExchangeError::TooLarge`] beyond [`MAXIMUM_DOCUMENT_BYTES`], before more than that is held.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    let failed = |source| ExchangeError::io(path, source);
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(MAXIMUM_DOCUMENT_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAXIMUM_DOCUMENT_BYTES {
        return Err(ExchangeError::TooLarge { path: path.to_path_buf(), mebibytes: MAXIMUM_DOCUMENT_BYTES >> 20 });
    }
    Ok(bytes)
}

/// The document at `path` as UTF-8.
///
/// # Errors
/// As [`read_bytes`], and [`ExchangeError::Io`] for anything that is not UTF-8.
pub fn read_text(path: &Path) -> Result<String> {
    String::from_utf8(read_bytes(path)?)
        .map_err(|_| ExchangeError::io(path, io::Error::new(io::ErrorKind::InvalidData, "not UTF-8 text")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_beyond_the_bound_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.json");
        // Sparse: no block of it is written.
        File::create(&path).unwrap().set_len(MAXIMUM_DOCUMENT_BYTES + 1).unwrap();
        assert!(matches!(read_bytes(&path), Err(ExchangeError::TooLarge { mebibytes: 64, .. })));
        File::create(&path).unwrap().set_len(MAXIMUM_DOCUMENT_BYTES).unwrap();
        assert!(read_bytes(&path).is_ok());
        std::fs::write(&path, [0xFF]).unwrap();
        assert!(matches!(read_text(&path), Err(ExchangeError::Io { .. })));
    }
}
