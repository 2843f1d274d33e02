//! `analysis/<table>.parquet`: the columns that the spec lets leave the owner, keyed by a random payload handle.

use std::path::Path;

use crate::frame::{Frame, FrameReader, FrameWriter, Kind};
use crate::{ExchangeError, PAYLOAD_FORMAT, Result, Written};

/// Name of the first column of every payload table.
pub const PAYLOAD_HANDLE: &str = "payload_handle";

/// The declared columns of one payload table, after the payload handle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayloadSchema {
    /// In file order.
    pub columns: Vec<PayloadColumn>,
}

/// A column that the spec declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayloadColumn {
    /// Name in the file.
    pub name: String,
    /// Type of its values.
    pub kind: Kind,
}

/// Name of the payload file of `table`.
#[must_use]
pub fn file_name(table: &str) -> String {
    format!("{table}.parquet")
}

/// Writes a payload table to the new file `path`; anything the schema does not declare is refused.
pub fn write(path: &Path, frame: &Frame, schema: &PayloadSchema) -> Result<Written> {
    schema.check(path, &frame.schema())?;
    frame.write_as(path, PAYLOAD_FORMAT)
}

/// Reads a payload table, which must have exactly the declared columns.
pub fn read(path: &Path, schema: &PayloadSchema) -> Result<Frame> {
    open(path, schema)?.read_to_end()
}

/// Starts a payload table to be written chunk by chunk.
pub fn create(path: &Path, schema: &PayloadSchema) -> Result<FrameWriter> {
    FrameWriter::create_as(path, &schema.all().collect::<Vec<_>>(), PAYLOAD_FORMAT)
}

/// Opens a payload table to be read chunk by chunk.
pub fn open(path: &Path, schema: &PayloadSchema) -> Result<FrameReader> {
    let reader = FrameReader::open_as(path, PAYLOAD_FORMAT)?;
    schema.check(path, &reader.schema())?;
    Ok(reader)
}

impl PayloadSchema {
    /// Checks columns, in order, against the payload handle and the declared ones. `path` is for the message.
    ///
    /// # Errors
    /// [`ExchangeError::Schema`] naming the first column that is undeclared, absent, out of place or of another type.
    pub fn check(&self, path: &Path, columns: &[(&str, Kind)]) -> Result<()> {
        let undeclared = columns.iter().find(|(name, _)| !self.all().any(|(declared, _)| declared == *name));
        if let Some((name, _)) = undeclared {
            return Err(ExchangeError::schema(path, *name, "only columns that the spec declares"));
        }
        for (index, (name, kind)) in self.all().enumerate() {
            if columns.get(index) != Some(&(name, kind)) {
                let expected = format!("type {kind}, as column {} of the table", index + 1);
                return Err(ExchangeError::schema(path, name, expected));
            }
        }
        Ok(())
    }

    fn all(&self) -> impl Iterator<Item = (&str, Kind)> {
        let declared = self.columns.iter().map(|column| (column.name.as_str(), column.kind));
        std::iter::once((PAYLOAD_HANDLE, Kind::Handle)).chain(declared)
    }
}

#[cfg(test)]
mod tests {
    use tempfile::tempdir;

    use super::*;
    use crate::frame::{Column, Values};

    fn schema() -> PayloadSchema {
        let column = |name: &str, kind| PayloadColumn { name: name.to_owned(), kind };
        PayloadSchema { columns: vec![column("SEX", Kind::Text), column("START", Kind::Date)] }
    }

    fn frame(columns: &[(&str, Kind)]) -> Frame {
        let column = |(name, kind): &(&str, Kind)| Column::new(*name, kind.empty());
        Frame::new(columns.iter().map(column).collect()).expect("frame")
    }

    #[test]
    fn declared_columns_read_back() {
        let folder = tempdir().expect("folder");
        let path = folder.path().join(file_name("journeys"));
        let frame = Frame::new(vec![
            Column::new(PAYLOAD_HANDLE, Values::Handle(vec![9, 3])),
            Column::new("SEX", Values::Text(vec![Some("F".to_owned()), None])),
            Column::new("START", Values::Date(vec![None, Some(19_000)])),
        ])
        .expect("frame");
        write(&path, &frame, &schema()).expect("write");
        assert_eq!(read(&path, &schema()).expect("read"), frame);

        let chunked = folder.path().join("chunked.parquet");
        let mut writer = create(&chunked, &schema()).expect("create");
        writer.append(&frame).expect("append");
        writer.finish().expect("finish");
        assert_eq!(std::fs::read(&chunked).expect("chunked"), std::fs::read(&path).expect("whole"));
    }

    #[test]
    fn anything_undeclared_is_refused_both_ways() {
        let folder = tempdir().expect("folder");
        let (handle, sex, start) = ((PAYLOAD_HANDLE, Kind::Handle), ("SEX", Kind::Text), ("START", Kind::Date));
        for (index, (columns, named)) in [
            (vec![handle, sex, start, ("SURNAME", Kind::Text)], "SURNAME"),
            (vec![sex, start], PAYLOAD_HANDLE),
            (vec![handle, sex], "START"),
            (vec![handle, start, sex], "SEX"),
            (vec![handle, ("SEX", Kind::Integer), start], "SEX"),
            (vec![("payload_handle", Kind::Integer), sex, start], PAYLOAD_HANDLE),
        ]
        .into_iter()
        .enumerate()
        {
            let path = folder.path().join(index.to_string());
            let refused = write(&path, &frame(&columns), &schema());
            assert!(matches!(&refused, Err(ExchangeError::Schema { column, .. }) if column == named), "{refused:?}");
            frame(&columns).write_as(&path, PAYLOAD_FORMAT).expect("write unchecked");
            let refused = read(&path, &schema());
            assert!(matches!(&refused, Err(ExchangeError::Schema { column, .. }) if column == named), "{refused:?}");
        }
    }

    #[test]
    fn an_undeclared_table_is_no_payload() {
        let folder = tempdir().expect("folder");
        let path = folder.path().join("a.parquet");
        frame(&[(PAYLOAD_HANDLE, Kind::Handle), ("SEX", Kind::Text), ("START", Kind::Date)])
            .write(&path)
            .expect("write");
        assert!(matches!(read(&path, &schema()), Err(ExchangeError::OtherFormat { .. })));
    }
}
