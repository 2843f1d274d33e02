//! Files that are not what they claim: told apart by remedy, and never a panic or a memory bomb.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use arrow::error::ArrowError;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};

use super::pages::is_refused;
use crate::{ExchangeError, Result};

/// Tells "not Parquet at all" from "Parquet, but the end is missing": the remedies differ.
pub(super) fn check_magic(mut file: &File, path: &Path) -> Result<()> {
    const MAGIC: [u8; 4] = *b"PAR1";
    let mut found = [0; 4];
    let start = file.read_exact(&mut found);
    if start.is_err() {
        return Err(ExchangeError::Truncated { path: path.to_path_buf() });
    }
    if found != MAGIC {
        return Err(ExchangeError::other_format(path, "Parquet", Some("?")));
    }
    file.seek(SeekFrom::End(-4))
        .and_then(|_| file.read_exact(&mut found))
        .and_then(|()| file.rewind())
        .map_err(|source| ExchangeError::io(path, source))?;
    if found == MAGIC { Ok(()) } else { Err(ExchangeError::Truncated { path: path.to_path_buf() }) }
}

/// Checks the numbers that the Parquet library takes from the footer on trust, to reserve memory by.
pub(super) fn check_chunks(metadata: &ParquetMetaData, bytes: u64, path: &Path) -> Result<()> {
    let chunks = || metadata.row_groups().iter().flat_map(RowGroupMetaData::columns);
    if !chunks().all(|chunk| lies_within(chunk, bytes)) {
        return Err(ExchangeError::Altered { path: path.to_path_buf() });
    }
    if chunks().flat_map(ColumnChunkMetaData::encodings).any(is_refused) {
        return Err(other_parquet(path));
    }
    Ok(())
}

fn other_parquet(path: &Path) -> ExchangeError {
    ExchangeError::other_format(path, "Parquet (plain or snappy, no delta-encoded texts)", Some("?"))
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic on this thread, now, is a library's way of refusing a damaged file: it becomes an error, and a panic hook should stay silent.
#[must_use]
pub fn panic_is_damage() -> bool {
    GUARDED.get()
}

/// Reads through the Parquet library, which panics over some damaged files (60.1: a dictionary page that is missing).
/// The callers drop what they were reading after an error, so nothing half-changed is seen again.
pub(super) fn guarded<T>(path: &Path, read: impl FnOnce() -> Result<T>) -> Result<T> {
    let outer = GUARDED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(outer);
    outcome.unwrap_or_else(|_| Err(ExchangeError::Altered { path: path.to_path_buf() }))
}

/// The library's own text may quote content, so only its kind is kept.
pub(super) fn parquet_error(path: &Path, error: ParquetError) -> ExchangeError {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(source) if source.kind() == io::ErrorKind::UnexpectedEof => {
                ExchangeError::Truncated { path: path.to_path_buf() }
            }
            Ok(source) if source.kind() == io::ErrorKind::InvalidData => {
                ExchangeError::Altered { path: path.to_path_buf() }
            }
            Ok(source) => ExchangeError::io(path, *source),
            Err(_) => ExchangeError::Altered { path: path.to_path_buf() },
        },
        ParquetError::EOF(_) => ExchangeError::Truncated { path: path.to_path_buf() },
        ParquetError::NYI(_) => other_parquet(path),
        _ => ExchangeError::Altered { path: path.to_path_buf() },
    }
}

pub(super) fn arrow_error(path: &Path, error: ArrowError) -> ExchangeError {
    match error {
        ArrowError::IoError(_, source) => ExchangeError::io(path, source),
        _ => ExchangeError::Altered { path: path.to_path_buf() },
    }
}

fn lies_within(chunk: &ColumnChunkMetaData, bytes: u64) -> bool {
    let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
    let end = start.checked_add(chunk.compressed_size()).and_then(|end| u64::try_from(end).ok());
    start >= 0 && chunk.compressed_size() >= 0 && chunk.num_values() >= 0 && end.is_some_and(|end| end <= bytes)
}
