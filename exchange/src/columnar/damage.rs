//! Files that are not what they claim: told apart by remedy, and never a panic or a memory bomb.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use arrow::error::ArrowError;
use parquet::basic::Compression;
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
    let compressed = chunks().find_map(|chunk| Some((chunk, unread_codec(chunk.compression())?)));
    compressed.map_or(Ok(()), |(chunk, codec)| {
        Err(ExchangeError::Compression { path: path.to_path_buf(), column: chunk.column_path().string(), codec })
    })
}

/// The name of a compression that the library is built without; it would refuse the first page as if that were damaged.
fn unread_codec(compression: Compression) -> Option<&'static str> {
    match compression {
        Compression::UNCOMPRESSED | Compression::SNAPPY => None,
        Compression::GZIP(_) => Some("gzip"),
        Compression::LZO => Some("lzo"),
        Compression::BROTLI(_) => Some("brotli"),
        Compression::LZ4 | Compression::LZ4_RAW => Some("lz4"),
        Compression::ZSTD(_) => Some("zstd"),
    }
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

#[cfg(test)]
mod tests {
    use std::fs;

    use parquet::basic::{GzipLevel, ZstdLevel};
    use parquet::file::metadata::ParquetMetaDataWriter;

    use super::*;
    use crate::columnar::TableFile;
    use crate::{Column, Frame, Values};

    /// A file whose footer says that its second column is so compressed; what writes such a page is not built in.
    fn said_to_be(compression: Compression) -> Result<()> {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("table.parquet");
        let texts = || Values::Text(vec![Some("a".to_owned())]);
        let columns = vec![Column::new("id", texts()), Column::new("surname", texts())];
        Frame::new(columns).expect("frame").write(&path).expect("write");
        let footer = TableFile::open(&path)?.metadata().clone();
        let group = footer.row_group(0).clone();
        let mut chunks = group.columns().to_vec();
        chunks[1] = chunks[1].clone().into_builder().set_compression(compression).build().expect("chunk");
        let group = group.into_builder().set_column_metadata(chunks).build().expect("group");
        let footer = footer.into_builder().set_row_groups(vec![group]).build();
        let mut bytes = fs::read(&path).expect("read");
        let length = u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().expect("four bytes"));
        bytes.truncate(bytes.len() - 8 - length as usize);
        ParquetMetaDataWriter::new(&mut bytes, &footer).finish().expect("footer");
        fs::write(&path, bytes).expect("write");
        TableFile::open(&path).map(|_| ())
    }

    #[test]
    fn a_compression_that_is_not_read_is_named_by_column() {
        said_to_be(Compression::SNAPPY).expect("snappy is read");
        for (compression, name) in
            [(Compression::GZIP(GzipLevel::default()), "gzip"), (Compression::ZSTD(ZstdLevel::default()), "zstd")]
        {
            let refused = said_to_be(compression).expect_err("refused").to_string();
            assert!(refused.contains(&format!("column surname: is compressed by {name}")), "{refused}");
        }
    }
}
