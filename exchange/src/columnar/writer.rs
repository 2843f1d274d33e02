use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::{Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::schema::types::ColumnPath;

use super::FORMAT_KEY;
use super::damage::parquet_error;
use super::written::{HashedFile, Written};
use crate::Result;
use crate::permissions::create_private_file;

/// Rows of a row group in every Parquet file written here: a few megabytes, the unit of streaming and of skipping.
pub const ROW_GROUP_ROWS: usize = 65_536;

/// Instead of the Parquet library's name and version, so that an upgrade of it does not change our bytes.
const CREATED_BY: &str = "dwlink";

/// Writes record batches to a new file; the caller hands over exactly one row group at a time.
pub(crate) struct TableWriter {
    writer: ArrowWriter<HashedFile>,
    schema: SchemaRef,
    rows: u64,
    path: PathBuf,
}

impl TableWriter {
    pub(crate) fn create(
        path: &Path,
        schema: Schema,
        format: &str,
        labels: &[(&str, String)],
        properties: WriterPropertiesBuilder,
    ) -> Result<Self> {
        Self::over(create_private_file(path)?, path, schema, format, labels, properties)
    }

    pub(crate) fn over(
        file: File,
        path: &Path,
        schema: Schema,
        format: &str,
        labels: &[(&str, String)],
        properties: WriterPropertiesBuilder,
    ) -> Result<Self> {
        let schema = Arc::new(schema);
        let mut key_values = vec![KeyValue::new(FORMAT_KEY.to_owned(), format.to_owned())];
        key_values.extend(labels.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone())));
        let properties = properties
            .set_created_by(CREATED_BY.to_owned())
            .set_key_value_metadata(Some(key_values))
            .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
            .build();
        let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(HashedFile::new(file), Arc::clone(&schema), options)
            .map_err(|error| parquet_error(path, error))?;
        Ok(Self { writer, schema, rows: 0, path: path.to_path_buf() })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn write_group(&mut self, columns: Vec<ArrayRef>) -> Result<()> {
        self.rows += columns.first().map_or(0, |column| column.len() as u64);
        RecordBatch::try_new(Arc::clone(&self.schema), columns)
            .map_err(ParquetError::from)
            .and_then(|batch| self.writer.write(&batch))
            .and_then(|()| self.writer.flush())
            .map_err(|error| parquet_error(&self.path, error))
    }

    pub(crate) fn finish(self) -> Result<Written> {
        let Self { writer, rows, path, .. } = self;
        writer.into_inner().map(|file| file.written(rows)).map_err(|error| parquet_error(&path, error))
    }
}

/// Writer properties of tables read by people's tools too: snappy, dictionaries, statistics by row group; columns of random values
/// plain and uncompressed.
pub(crate) fn table_properties(random: &[&str]) -> WriterPropertiesBuilder {
    let all = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk);
    random.iter().map(|column| ColumnPath::from(*column)).fold(all, |properties, column| {
        properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_compression(column, Compression::UNCOMPRESSED)
    })
}
