//! Tidy CSV: one row a figure.

use std::fmt::Write;

use super::shorthand::{in_place, marks_text};
use crate::disclose::{SafeCell, SafeTable};

/// The table as tidy CSV: `table,section,row,is_total,column,unit,value,low,high,marker`. A figure that is absent has a
/// marker and no value.
#[must_use]
pub fn csv(table: &SafeTable) -> String {
    let mut text = String::from("table,section,row,is_total,column,unit,value,low,high,marker\n");
    for row in table.rows() {
        for (column, cell) in table.columns().iter().zip(row.cells()) {
            let decimals = column.decimals();
            let [value, low, high, marker] = match cell {
                SafeCell::Number(value) => [fixed(*value, decimals), String::new(), String::new(), String::new()],
                SafeCell::Estimate(released) => {
                    let interval = released.interval();
                    let number = |value| fixed(value, decimals);
                    let marks = marks_text(column, released);
                    [number(released.estimate()), number(interval.low), number(interval.high), marks]
                }
                SafeCell::Absent(absence) => [String::new(), String::new(), String::new(), in_place(*absence).0.into()],
            };
            let (id, section, label) =
                (quote(table.id()), quote(row.section().unwrap_or_default()), quote(row.label()));
            let (total, name, unit) = (row.is_total(), column.name(), quote(column.unit()));
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{id},{section},{label},{total},{name},{unit},{value},{low},{high},{marker}");
        }
    }
    text
}

fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.')) { text.trim_start_matches('-').to_owned() } else { text }
}

/// A cell of text (RFC 4180). One that a spreadsheet would run as a formula starts with an apostrophe instead (OWASP ASVS
/// 1.2.10).
fn quote(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return quote(&format!("'{text}"));
    }
    if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
