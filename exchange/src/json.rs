//! JSON documents whose first duty is to say which format they are.

use std::io::Write as _;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::manifest::sha256_of_bytes;
use crate::permissions::create_private_file;
use crate::{ExchangeError, Result, document};

/// Writes `document` as indented JSON with a final newline, to a new file of mode 0600.
pub(crate) fn write<T: Serialize>(path: &Path, document: &T) -> Result<()> {
    create_private_file(path)?.write_all(&text(path, document)?).map_err(|source| ExchangeError::io(path, source))
}

/// What [`write`] writes.
pub(crate) fn text<T: Serialize>(path: &Path, document: &T) -> Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(document).map_err(|error| json_error(path, &error))?;
    text.push(b'\n');
    Ok(text)
}

/// SHA-256 of a document, hexadecimal.
pub(crate) fn sha256<T: Serialize>(document: &T) -> String {
    sha256_of_bytes(&serde_json::to_vec(document).expect("our documents are JSON"))
}

/// Whether the file at `path` holds `expected` exactly as [`write`] writes it.
pub(crate) fn is_written_as<T: Serialize>(path: &Path, expected: &T) -> Result<bool> {
    Ok(document::read_bytes(path)? == text(path, expected)?)
}

/// Reads a document, after checking that it declares the format `expected`.
pub(crate) fn read<T: DeserializeOwned>(path: &Path, expected: &str) -> Result<T> {
    read_version(path, &[expected])
}

/// Reads a document that declares one of these formats; the first is the one of today.
pub(crate) fn read_version<T: DeserializeOwned>(path: &Path, expected: &[&str]) -> Result<T> {
    let text = document::read_bytes(path)?;
    let found = serde_json::from_slice::<Header>(&text).map_err(|error| json_error(path, &error))?.format;
    if !found.as_deref().is_some_and(|found| expected.contains(&found)) {
        return Err(ExchangeError::other_format(path, expected[0], found.as_deref()));
    }
    serde_json::from_slice(&text).map_err(|error| json_error(path, &error))
}

/// The format that a JSON file declares, if it is readable and declares one.
pub(crate) fn declared_format(path: &Path) -> Option<String> {
    serde_json::from_slice::<Header>(&document::read_bytes(path).ok()?).ok()?.format
}

#[derive(Deserialize)]
struct Header {
    format: Option<String>,
}

/// serde's own text may quote a value, so only the position is kept.
fn json_error(path: &Path, error: &serde_json::Error) -> ExchangeError {
    if error.is_eof() {
        return ExchangeError::Truncated { path: path.to_path_buf() };
    }
    ExchangeError::Json { path: path.to_path_buf(), line: error.line(), column: error.column() }
}
