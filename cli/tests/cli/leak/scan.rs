//! Looking for needles in a file: in its bytes, and in its columns once they are decompressed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use exchange::{Frame, Values, tokens};

use super::needles::Needles;

/// The first needle found in a file.
pub(super) fn file(path: &Path, needles: &Needles) -> Option<String> {
    let read = |path| columns(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let is_table = path.extension().is_some_and(|extension| extension == "parquet");
    needles.find(&fs::read(path).unwrap()).or_else(|| needles.find(&if is_table { read(path) } else { Vec::new() }))
}

/// The first needle found in a file that may have been cut short: in its columns only where they can be read.
pub(super) fn torn_file(path: &Path, needles: &Needles) -> Option<String> {
    needles.find(&fs::read(path).unwrap()).or_else(|| needles.find(&columns(path).unwrap_or_default()))
}

/// All cells one after the other: texts, numbers, and dates in the usual spellings.
fn columns(path: &Path) -> exchange::Result<Vec<u8>> {
    if let Ok((_, rows)) = tokens::read_all(path) {
        let numbers = rows.block.iter().chain(&rows.handle).chain(&rows.nulls);
        let mut bytes: Vec<u8> = numbers.flat_map(|number| forms_of_number(*number)).collect();
        bytes.extend(rows.tokens.iter().flat_map(|token: &u32| token.to_le_bytes()));
        bytes.extend(rows.tokens.iter().flat_map(|token| token.to_be_bytes()));
        return Ok(bytes);
    }
    let frame = Frame::read(path)?;
    Ok(frame.columns().iter().flat_map(|column| cells(&column.values)).collect())
}

fn cells(values: &Values) -> Vec<u8> {
    let mut text = String::new();
    match values {
        Values::Text(cells) => cells.iter().flatten().for_each(|cell| {
            let _ = writeln!(text, "{cell}");
        }),
        Values::Date(cells) => cells.iter().flatten().for_each(|days| {
            let date = jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(*days);
            let (year, month, day) = (date.year(), date.month(), date.day());
            let _ = writeln!(text, "{date} {day:02}/{month:02}/{year} {year}{month:02}{day:02}");
        }),
        Values::Integer(cells) => {
            return cells.iter().flatten().flat_map(|number| forms_of_number(number.cast_unsigned())).collect();
        }
        Values::Handle(cells) => return cells.iter().flat_map(|number| forms_of_number(*number)).collect(),
        // Of a real number only its bytes count: eight of the digits of a probability make many a date by chance.
        Values::Number(cells) => return cells.iter().flatten().flat_map(|number| number.to_le_bytes()).collect(),
    }
    text.into_bytes()
}

/// Bytes of either order; digits where the whole number could be a date. Among the digits of a longer, random number
/// eight that make a date are chance.
fn forms_of_number(number: u64) -> Vec<u8> {
    const LARGEST_DATE: u64 = 99_999_999;
    let digits = if number <= LARGEST_DATE { format!(" {number} ") } else { String::new() };
    [&number.to_le_bytes()[..], &number.to_be_bytes(), digits.as_bytes()].concat()
}
