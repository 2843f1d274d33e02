//! One Parquet table of an owner, read row by row as a CSV table is: its cells become the texts that a CSV file would hold.

use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::Path;

use exchange::{ExchangeError, Frame, FrameReader, Kind, Values};

use super::days::day_of;
use super::header::Header;
use super::row::Row;
use crate::error::{InputFault, LinkerError, Place, Result};

/// An open table whose columns have been read.
pub struct ParquetTable {
    header: Header,
    kinds: Vec<Kind>,
    reader: FrameReader,
    /// Some thousand rows in memory, and the next of them.
    frame: Frame,
    next: usize,
    /// Rows of the row groups that are not finished, the first of them being read.
    groups: std::vec::IntoIter<u64>,
    left_in_group: u64,
    place: Place,
    cell: String,
    bytes: u64,
    bytes_read: u64,
}

impl ParquetTable {
    /// Opens a table; columns may hold texts, whole numbers and dates, and nulls.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let reader = FrameReader::open(path).map_err(|error| fault(&file, error))?;
        let (names, kinds): (Vec<_>, Vec<_>) =
            reader.schema().into_iter().map(|(name, kind)| (name.to_owned(), kind)).unzip();
        let groups = reader.row_groups().to_vec().into_iter();
        Ok(Self {
            header: Header::new(file, names)?,
            kinds,
            groups,
            reader,
            frame: Frame::new(Vec::new())?,
            next: 0,
            left_in_group: 0,
            place: Place { group: Some(0), row: 0 },
            cell: String::new(),
            bytes: std::fs::metadata(path).map_or(0, |metadata| metadata.len()),
            bytes_read: 0,
        })
    }

    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    /// Position of a column that must be there and hold what can be written as text in one way.
    pub(super) fn required(&self, column: &str) -> Result<usize> {
        let position = self.header.required(column)?;
        if self.kinds[position] == Kind::Number {
            let remedy = "export it as text, whole numbers or dates";
            let fault = InputFault::of_file(self.header.file(), "the column holds fractional numbers", remedy);
            return Err(fault.in_column(column).into());
        }
        Ok(position)
    }

    /// Rows that the file states.
    pub(super) fn rows(&self) -> u64 {
        self.reader.rows()
    }

    /// Whether a column holds dates, rather than texts that are to be read as dates.
    pub(super) fn holds_dates(&self, position: usize) -> bool {
        self.kinds[position] == Kind::Date
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    pub(super) fn share_read(&self) -> f64 {
        self.place.row as f64 / self.rows().max(1) as f64
    }

    /// Reads the next row over an old one; `false` at the end.
    pub(super) fn read_into(&mut self, row: &mut Row) -> Result<bool> {
        while self.next == self.frame.rows() {
            let Some(frame) = self.reader.next() else { return Ok(false) };
            self.frame = frame.map_err(|error| self.fault_here(error))?;
            self.next = 0;
        }
        self.step();
        row.record.clear();
        for column in self.frame.columns() {
            self.cell.clear();
            push_text(&column.values, self.next, &mut self.cell);
            row.record.push_field(&self.cell);
        }
        self.next += 1;
        row.place = self.place;
        self.bytes_read += row.record.as_slice().len() as u64;
        self.header.refuse_nul(&row.record, row.place)?;
        Ok(true)
    }

    /// Goes on to the next row, and its row group.
    fn step(&mut self) {
        while self.left_in_group == 0 {
            let Some(rows) = self.groups.next() else { break };
            self.left_in_group = rows;
            self.place.group = self.place.group.map(|group| group + 1);
        }
        self.left_in_group = self.left_in_group.saturating_sub(1);
        self.place.row += 1;
    }

    /// What could not be read lies behind the last row.
    fn fault_here(&self, error: ExchangeError) -> LinkerError {
        match fault(self.header.file(), error) {
            LinkerError::Input(fault) => fault.at(Place { row: self.place.row + 1, ..self.place }).into(),
            other => other,
        }
    }
}

fn push_text(values: &Values, row: usize, text: &mut String) {
    // Writing to a `String` cannot fail.
    let _ = match values {
        Values::Text(cells) => text.write_str(cells[row].as_deref().unwrap_or_default()),
        Values::Integer(cells) => cells[row].map_or(Ok(()), |number| write!(text, "{number}")),
        Values::Date(cells) => cells[row].map_or(Ok(()), |days| push_date(days, text)),
        Values::Handle(cells) => write!(text, "{}", cells[row]),
        // Never asked for: `required` refuses the column.
        Values::Number(_) => Ok(()),
    };
}

/// As ISO 8601 writes it; days beyond the calendar stay a number, which no reader takes for a date.
fn push_date(days: i32, text: &mut String) -> std::fmt::Result {
    match day_of(days) {
        Some(date) => write!(text, "{date}"),
        None => write!(text, "{days}"),
    }
}

fn fault(file: &str, error: ExchangeError) -> LinkerError {
    let (what, remedy) = match error {
        ExchangeError::Missing { .. } => NOT_THERE,
        ExchangeError::Io { source, .. } if source.kind() == ErrorKind::NotFound => NOT_THERE,
        ExchangeError::Io { .. } => ("the file cannot be opened", "check its permissions"),
        ExchangeError::Truncated { .. } => ("the file is cut short", "export it again"),
        ExchangeError::OtherFormat { .. } => (
            "this is not a Parquet file, plain or snappy, without delta-encoded texts",
            "export it as one, or name a CSV file in the spec",
        ),
        ExchangeError::Schema { column, .. } => {
            let what = "the column holds something else than texts, whole numbers or dates";
            return InputFault::of_file(file, what, "leave it out, or export it as text").in_column(&column).into();
        }
        ExchangeError::Compression { column, codec, .. } => {
            let what = format!("the column is compressed by {codec}, which is not read");
            let remedy = "write the table with snappy compression, or with none";
            return InputFault::of_file(file, what, remedy).in_column(&column).into();
        }
        _ => ("the file contradicts itself", "check the disk and export it again"),
    };
    InputFault::of_file(file, what, remedy).into()
}

const NOT_THERE: (&str, &str) = ("the file is not there", "put it into the source folder, or correct the spec");

#[cfg(test)]
mod tests {
    use exchange::{Column, ROW_GROUP_ROWS};

    use super::*;

    fn table(columns: Vec<Column>) -> Result<ParquetTable> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.parquet");
        Frame::new(columns).unwrap().write(&path).unwrap();
        ParquetTable::open(&path)
    }

    #[test]
    fn a_compression_is_no_damage() {
        let error = ExchangeError::Compression { path: "t".into(), column: "surname".to_owned(), codec: "zstd" };
        let said = fault("table.parquet", error).to_string();
        assert!(said.starts_with("table.parquet, column surname: the column is compressed by zstd"), "{said}");
        assert!(said.contains("snappy") && !said.contains("disk"), "{said}");
    }

    #[test]
    fn rows_know_their_row_group_across_groups() {
        let rows = ROW_GROUP_ROWS + 2;
        let mut table = table(vec![Column::new("id", Values::Integer((0..).take(rows).map(Some).collect()))]).unwrap();
        let (mut row, mut places) = (Row::default(), Vec::new());
        while table.read_into(&mut row).unwrap() {
            assert_eq!(row.text(Some(0)), (row.place().row - 1).to_string());
            places.push(row.place());
        }
        assert_eq!(places.len(), rows);
        let group = |at: usize| (places[at].group, places[at].row);
        assert_eq!(group(ROW_GROUP_ROWS - 1), (Some(1), ROW_GROUP_ROWS as u64));
        assert_eq!(group(ROW_GROUP_ROWS), (Some(2), ROW_GROUP_ROWS as u64 + 1));
    }

    #[test]
    fn typed_cells_become_the_texts_of_a_csv() {
        let mut table = table(vec![
            Column::new("text", Values::Text(vec![Some("a, b".into()), None])),
            Column::new("date", Values::Date(vec![Some(-3088), Some(i32::MAX)])),
            Column::new("number", Values::Integer(vec![Some(-7), None])),
        ])
        .unwrap();
        let mut row = Row::default();
        let mut texts = || {
            assert!(table.read_into(&mut row).unwrap());
            [0, 1, 2].map(|column| row.text(Some(column)).to_owned())
        };
        assert_eq!(texts(), ["a, b", "1961-07-19", "-7"]);
        assert_eq!(texts(), ["", &i32::MAX.to_string(), ""]);
    }
}
