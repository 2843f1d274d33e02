//! Pages whose counts are held against their bytes, before the Parquet library reserves memory by them.
//!
//! The library (60.1) takes three counts of a page on trust: the values of a dictionary and of a data page, for which it reserves room, and the
//! lengths of delta-encoded texts, for which it makes room. Three kilobytes could so ask for gigabytes.

use std::sync::Arc;
use std::vec::IntoIter;

use parquet::arrow::arrow_reader::RowGroups;
use parquet::basic::Encoding;
use parquet::column::page::{Page, PageIterator, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::serialized_reader::SerializedPageReader;

use super::bounded::BoundedFile;

/// Some row groups of a file.
#[derive(Clone)]
pub(super) struct CheckedGroups {
    pub(super) file: Arc<BoundedFile>,
    pub(super) metadata: Arc<ParquetMetaData>,
    /// Their numbers, each below the number of groups.
    pub(super) groups: Vec<usize>,
}

impl RowGroups for CheckedGroups {
    fn num_rows(&self) -> usize {
        let rows = self.row_groups().map(|group| usize::try_from(group.num_rows()).unwrap_or(0));
        rows.fold(0, usize::saturating_add)
    }

    fn column_chunks(&self, column: usize) -> Result<Box<dyn PageIterator>> {
        let Self { file, metadata, groups } = self.clone();
        Ok(Box::new(CheckedChunks { file, metadata, groups: groups.into_iter(), column }))
    }

    fn row_groups(&self) -> Box<dyn Iterator<Item = &RowGroupMetaData> + '_> {
        Box::new(self.groups.iter().map(|&group| self.metadata.row_group(group)))
    }

    fn metadata(&self) -> &ParquetMetaData {
        &self.metadata
    }
}

/// The chunks of one column.
struct CheckedChunks {
    file: Arc<BoundedFile>,
    metadata: Arc<ParquetMetaData>,
    groups: IntoIter<usize>,
    column: usize,
}

impl Iterator for CheckedChunks {
    type Item = Result<Box<dyn PageReader>>;

    fn next(&mut self) -> Option<Self::Item> {
        let group = self.metadata.row_group(self.groups.next()?);
        let chunk = group.column(self.column);
        let rows = usize::try_from(group.num_rows()).unwrap_or(0);
        let pages = SerializedPageReader::new(Arc::clone(&self.file), chunk, rows, None);
        Some(
            pages
                .map(|pages| Box::new(CheckedPages { pages, values: chunk.num_values().try_into().unwrap_or(0) }) as _),
        )
    }
}

impl PageIterator for CheckedChunks {}

/// The pages of one chunk, which holds `values` values.
struct CheckedPages {
    pages: SerializedPageReader<BoundedFile>,
    values: u64,
}

impl CheckedPages {
    fn check(&self, page: Page) -> Result<Page> {
        // A footer that tells has been refused already.
        if is_refused(page.encoding()) {
            return Err(ParquetError::NYI("delta-encoded texts".into()));
        }
        let values = u64::from(page.num_values());
        // No value of a dictionary takes less than a byte.
        let most = if page.is_dictionary_page() { page.buffer().len() as u64 } else { self.values };
        if values <= most {
            Ok(page)
        } else {
            Err(ParquetError::General("a page of more values than there are".into()))
        }
    }
}

/// Whether pages so encoded are not read.
pub(super) fn is_refused(encoding: Encoding) -> bool {
    matches!(encoding, Encoding::DELTA_BYTE_ARRAY | Encoding::DELTA_LENGTH_BYTE_ARRAY)
}

impl Iterator for CheckedPages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for CheckedPages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.pages.get_next_page()?;
        page.map(|page| self.check(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.pages.at_record_boundary()
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::{ArrayRef, RecordBatch, StringArray};
    use parquet::arrow::ArrowWriter;
    use parquet::file::properties::WriterProperties;

    use super::*;
    use crate::ExchangeError;
    use crate::columnar::TableFile;

    fn texts(encoding: Encoding) -> std::result::Result<usize, ExchangeError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("texts.parquet");
        let column: ArrayRef = Arc::new(StringArray::from(vec!["a", "b", "a"]));
        let batch = RecordBatch::try_from_iter([("text", column)]).unwrap();
        let properties = match encoding {
            Encoding::RLE_DICTIONARY => WriterProperties::builder(),
            other => WriterProperties::builder().set_dictionary_enabled(false).set_encoding(other),
        };
        let file = std::fs::File::create(&path).unwrap();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties.build())).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        TableFile::open(&path)?.batches(None)?.map(|batch| Ok(batch?.num_rows())).sum()
    }

    #[test]
    fn plain_and_dictionary_pages_are_read_and_delta_encoded_texts_are_not() {
        for encoding in [Encoding::PLAIN, Encoding::RLE_DICTIONARY] {
            assert_eq!(texts(encoding).unwrap(), 3, "{encoding}");
        }
        for encoding in [Encoding::DELTA_BYTE_ARRAY, Encoding::DELTA_LENGTH_BYTE_ARRAY] {
            let refused = texts(encoding);
            assert!(matches!(refused, Err(ExchangeError::OtherFormat { .. })), "{encoding}: {refused:?}");
        }
    }
}
