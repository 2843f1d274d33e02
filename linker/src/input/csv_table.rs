//! One CSV table (RFC 4180, UTF-8, a header row), read row by row.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord, Terminator};

use super::header::Header;
use super::line_cap::{LONGEST_LINE, LineCap};
use super::row::Row;
use crate::error::{InputFault, Place, Result};

/// Bytes that are read from the file at once.
const BUFFER_BYTES: usize = 1 << 16;

/// An open table whose header has been checked.
pub struct CsvTable {
    header: Header,
    reader: Reader<LineCap<File>>,
    bytes: u64,
}

impl CsvTable {
    /// Opens a table and checks its header.
    pub fn open(path: &Path) -> Result<Self> {
        let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let handle = File::open(path).map_err(|error| {
            let (what, remedy) = match error.kind() {
                io::ErrorKind::NotFound => {
                    ("the file is not there", "put it into the source folder, or correct the spec")
                }
                _ => ("the file cannot be opened", "check its permissions"),
            };
            InputFault::of_file(&file, what, remedy)
        })?;
        let bytes = handle.metadata().map_or(0, |metadata| metadata.len());
        let mut reader = ReaderBuilder::new()
            .buffer_capacity(BUFFER_BYTES)
            .flexible(true)
            // The reader's own CRLF ends a row at the carriage return and counts its line one short, and takes a lone one for a row's end.
            .terminator(Terminator::Any(b'\n'))
            .from_reader(LineCap::new(handle));
        let header = reader.headers().map_err(|error| fault(&file, 1, &error))?.clone();
        let header: Vec<String> =
            header.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect();
        if header.iter().any(|name| name.contains('\r')) {
            let remedy = "export the table with line feeds, or carriage returns and line feeds, at the ends of rows";
            return Err(InputFault::of_file(&file, "the header does not end with a line feed", remedy)
                .at_row(1)
                .into());
        }
        Ok(Self { header: Header::new(file, header)?, reader, bytes })
    }

    /// File name, for errors.
    #[must_use]
    pub fn file(&self) -> &str {
        self.header.file()
    }

    /// Position of a column that must be there.
    pub fn required(&self, column: &str) -> Result<usize> {
        self.header.required(column)
    }

    /// Position of a column that may be absent.
    #[must_use]
    pub fn optional(&self, column: &str) -> Option<usize> {
        self.header.optional(column)
    }

    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    /// The rows that are left, one by one.
    pub fn rows(&mut self) -> impl Iterator<Item = Result<Row>> {
        std::iter::from_fn(|| self.next_row().transpose())
    }

    /// Rows of the file, at most: its line feeds, since the header has one and the last row may have none.
    #[expect(
        clippy::naive_bytecount,
        reason = "read from a disk, and the compiler takes many bytes at a time as it is"
    )]
    pub(super) fn rows_at_most(path: &Path) -> io::Result<u64> {
        let (mut file, mut buffer, mut lines) = (File::open(path)?, vec![0; 16 * BUFFER_BYTES], 0);
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                return Ok(lines);
            }
            lines += buffer[..read].iter().filter(|byte| **byte == b'\n').count() as u64;
        }
    }

    /// Bytes of the file.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Bytes of the file that have been read.
    pub(super) fn bytes_read(&self) -> u64 {
        self.reader.position().byte()
    }

    /// Share of the file that has been read, 0 to 1.
    pub(super) fn share_read(&self) -> f64 {
        (self.bytes_read() as f64 / self.bytes.max(1) as f64).min(1.0)
    }

    /// Reads the next row over an old one; `false` at the end.
    pub(super) fn read_into(&mut self, row: &mut Row) -> Result<bool> {
        let next_line = self.reader.position().line();
        loop {
            if !self
                .reader
                .read_record(&mut row.record)
                .map_err(|error| fault(self.header.file(), next_line, &error))?
            {
                return Ok(false);
            }
            drop_carriage_return(&mut row.record);
            if !(row.record.len() == 1 && row.record[0].is_empty()) {
                break;
            }
        }
        let line = row.record.position().map_or(0, csv::Position::line);
        row.place = Place { group: None, row: line };
        let (cells, columns) = (row.record.len(), self.header.columns().len());
        if cells != columns {
            let what = format!("the row has {cells} cells, the header {columns}");
            let remedy = "check for unquoted commas or a cut line";
            return Err(InputFault::of_file(self.header.file(), what, remedy).at_row(line).into());
        }
        self.header.refuse_nul(&row.record, row.place)?;
        Ok(true)
    }

    fn next_row(&mut self) -> Result<Option<Row>> {
        let mut row = Row::default();
        Ok(self.read_into(&mut row)?.then_some(row))
    }
}

/// The first half of a row's CRLF.
fn drop_carriage_return(record: &mut StringRecord) {
    let Some(last) = record.len().checked_sub(1) else { return };
    if let Some(cell) = record[last].strip_suffix('\r').map(str::to_owned) {
        record.truncate(last);
        record.push_field(&cell);
    }
}

/// `line` is where the reader stood when it failed; an encoding error knows its own row better.
fn fault(file: &str, line: u64, error: &csv::Error) -> InputFault {
    let line = error.position().map_or(line, csv::Position::line);
    let fault = match error.kind() {
        ErrorKind::Utf8 { .. } => InputFault::of_file(
            file,
            "the text is not UTF-8",
            "save the table as UTF-8 (it may be windows-1252: iconv -f windows-1252 -t utf-8)",
        ),
        ErrorKind::Io(io) if io.kind() == io::ErrorKind::FileTooLarge => InputFault::of_file(
            file,
            format!("a line is longer than {LONGEST_LINE} bytes"),
            "look for a quotation mark that is never closed",
        ),
        _ => InputFault::of_file(file, "the file cannot be read to its end", "check the disk and export it again"),
    };
    fault.at_row(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Result<CsvTable> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.csv");
        std::fs::write(&path, text).unwrap();
        CsvTable::open(&path)
    }

    fn lines(text: &str) -> std::result::Result<Vec<u64>, String> {
        let mut table = table(text).map_err(|error| error.to_string())?;
        table.rows().map(|row| row.map(|row| row.place().row).map_err(|error| error.to_string())).collect()
    }

    #[test]
    fn rows_know_their_line_whatever_ends_it() {
        assert_eq!(lines("a,b\n1,\"2\n3\"\n4,5\n").unwrap(), [2, 4]);
        assert_eq!(lines("a,b\r\n1,\"2\r\n3\"\r\n4,5\r\n").unwrap(), [2, 4]);
        assert_eq!(lines("a,b\r\n1,\r\n\r\n3,4").unwrap(), [2, 4]);
    }

    #[test]
    fn a_row_that_ends_with_crlf_has_the_cells_of_one_that_does_not() {
        let cells = |text: &str| {
            let mut table = table(text).unwrap();
            table.rows().map(|row| row.unwrap().record.iter().map(str::to_owned).collect()).collect::<Vec<Vec<_>>>()
        };
        let rows = cells("a,b\r\n1,\"x, y\"\r\n\r\n2,\r\n");
        assert_eq!(rows, [["1", "x, y"], ["2", ""]]);
        assert_eq!(rows, cells("a,b\n1,\"x, y\"\n\n2,\n"));
    }

    /// Found by fuzzing: every row of such a file was said to be on line 1.
    #[test]
    fn rows_ended_by_carriage_returns_alone_are_refused() {
        let error = lines("a,b\r1,2\r3,4").unwrap_err();
        assert!(error.contains("does not end with a line feed") && !error.contains("1,2"), "{error}");
    }
}
