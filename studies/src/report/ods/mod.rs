//! `tables.ods`: the tables as an accessible spreadsheet (`OpenDocument` 1.2), written and never read.
//!
//! Rules of the Analysis Function's "Releasing statistics in spreadsheets": a cover, contents and notes; one table a sheet from A1, its title,
//! a line that says what it is, then one header row; no merged cells, blank rows or columns, nothing said by colour; numbers as
//! numbers; shorthand in square brackets; each table marked up and named.
//!
//! Own writer on `zip` and `quick-xml`: `spreadsheet-ods` depends on a quick-xml with RUSTSEC-2026-0194 and 0195 and has no marked-up
//! tables. Files in the archive are stored uncompressed with a fixed date, so the same report gives the same bytes.

mod package;
mod sheets;
mod workbook;

pub use sheets::sheets;
pub use workbook::{Sheet, Value};

use super::Report;

/// The spreadsheet's bytes.
///
/// # Errors
/// Only if writing to memory fails, which the archive and XML writers cannot rule out by type.
pub fn ods(report: &Report) -> std::io::Result<Vec<u8>> {
    package::pack(&report.title, &sheets(report))
}
