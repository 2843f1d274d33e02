use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{Schema, SchemaRef};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, RowGroups};
use parquet::arrow::{ProjectionMask, parquet_to_arrow_field_levels};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::Length as _;

use super::bounded::BoundedFile;
use super::damage::{arrow_error, check_chunks, check_magic, guarded, parquet_error};
use super::pages::CheckedGroups;
use super::{FORMAT_KEY, ROW_GROUP_ROWS};
use crate::{ExchangeError, Result};

/// An opened Parquet file whose footer has been read.
pub(crate) struct TableFile {
    file: BoundedFile,
    footer: ArrowReaderMetadata,
    path: PathBuf,
}

impl TableFile {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = open_ordinary(path)?;
        check_magic(&file, path)?;
        let bytes = file.metadata().map_err(|source| ExchangeError::io(path, source))?.len();
        let file = BoundedFile::new(file, bytes);
        let footer = guarded(path, || {
            let load = file.check_footer().and_then(|()| ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()));
            load.map_err(|error| parquet_error(path, error))
        })?;
        check_chunks(footer.metadata(), bytes, path)?;
        Ok(Self { file, footer, path: path.to_path_buf() })
    }

    /// Opens a file that must declare `format` and have exactly the columns of `schema`.
    pub(crate) fn open_as(path: &Path, format: &str, schema: &Schema) -> Result<Self> {
        let table = Self::open(path)?;
        table.check_format(format)?;
        table.check_schema(schema)?;
        Ok(table)
    }

    pub(crate) fn check_format(&self, expected: &str) -> Result<()> {
        match self.label(FORMAT_KEY) {
            Some(found) if found == expected => Ok(()),
            found => Err(ExchangeError::other_format(&self.path, expected, found)),
        }
    }

    pub(crate) fn check_schema(&self, expected: &Schema) -> Result<()> {
        let found = self.schema();
        for field in expected.fields() {
            let same = found.field_with_name(field.name()).is_ok_and(|other| {
                other.data_type() == field.data_type() && other.is_nullable() == field.is_nullable()
            });
            if !same {
                let nulls = if field.is_nullable() { "nulls allowed" } else { "no nulls" };
                let expected = format!("a column of type {}, {nulls}", field.data_type());
                return Err(ExchangeError::schema(&self.path, field.name(), expected));
            }
        }
        match found.fields().iter().find(|field| expected.field_with_name(field.name()).is_err()) {
            Some(extra) => Err(ExchangeError::schema(&self.path, extra.name(), "no such column in this format")),
            None if in_order(found, expected) => Ok(()),
            None => Err(ExchangeError::schema(&self.path, "(all)", "the columns in the order of the format")),
        }
    }

    pub(crate) fn label(&self, key: &str) -> Option<&str> {
        let labels = self.metadata().file_metadata().key_value_metadata()?;
        labels.iter().find(|label| label.key == key)?.value.as_deref()
    }

    pub(crate) fn schema(&self) -> &SchemaRef {
        self.footer.schema()
    }

    pub(crate) fn metadata(&self) -> &ParquetMetaData {
        self.footer.metadata()
    }

    pub(crate) fn rows(&self) -> u64 {
        self.metadata().file_metadata().num_rows().try_into().unwrap_or(0)
    }

    /// Bytes of the file.
    pub(crate) fn bytes(&self) -> u64 {
        self.file.len()
    }

    /// Streams the row groups numbered in `groups` (all when `None`), one batch each.
    pub(crate) fn batches(self, groups: Option<Vec<usize>>) -> Result<Batches> {
        let groups = groups.unwrap_or_else(|| (0..self.metadata().num_row_groups()).collect());
        self.stream(groups, ProjectionMask::all())
    }

    /// Streams the columns in `places`, in the order of the file, of the row groups in `groups`; groups beyond the last are none.
    pub(crate) fn columns(self, places: &[usize], groups: Range<usize>) -> Result<Batches> {
        let groups = groups.start..groups.end.min(self.metadata().num_row_groups());
        let chosen = ProjectionMask::roots(self.footer.parquet_schema(), places.iter().copied());
        self.stream(groups.collect(), chosen)
    }

    fn stream(self, groups: Vec<usize>, columns: ProjectionMask) -> Result<Batches> {
        let Self { file, footer, path } = self;
        let groups = CheckedGroups { file: Arc::new(file), metadata: Arc::clone(footer.metadata()), groups };
        let batch = groups.num_rows().clamp(1, ROW_GROUP_ROWS);
        let reader = guarded(&path, || {
            parquet_to_arrow_field_levels(footer.parquet_schema(), columns, Some(footer.schema().fields()))
                .and_then(|levels| ParquetRecordBatchReader::try_new_with_row_groups(&levels, &groups, batch, None))
                .map_err(|error| parquet_error(&path, error))
        })?;
        Ok(Batches { reader: Some(reader), path })
    }
}

/// Record batches of one file, with errors that name it; after an error, nothing more.
pub(crate) struct Batches {
    reader: Option<ParquetRecordBatchReader>,
    path: PathBuf,
}

impl Batches {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut reader = self.reader.take()?;
        let next = guarded(&self.path, || {
            let batch = reader.next().transpose().map_err(|error| arrow_error(&self.path, error))?;
            Ok(batch.map(|batch| (batch, reader)))
        });
        let (batch, reader) = match next.transpose()? {
            Ok(read) => read,
            Err(error) => return Some(Err(error)),
        };
        self.reader = Some(reader);
        Some(Ok(batch))
    }
}

fn in_order(found: &Schema, expected: &Schema) -> bool {
    found.fields().iter().map(|field| field.name()).eq(expected.fields().iter().map(|field| field.name()))
}

/// Opens a file for reading; folders and devices are refused.
pub(crate) fn open_ordinary(path: &Path) -> Result<File> {
    let file = File::open(path).map_err(|source| ExchangeError::io(path, source))?;
    let metadata = file.metadata().map_err(|source| ExchangeError::io(path, source))?;
    if metadata.is_file() { Ok(file) } else { Err(ExchangeError::NotAFile { path: path.to_path_buf() }) }
}
