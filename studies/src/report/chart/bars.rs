//! Horizontal bars, one a row or a pair of before and after, each with its figure at its end.

use super::svg::Drawing;
use crate::disclose::{ColumnId, SafeCell, SafeRow, SafeTable};
use crate::report::shorthand::HIDDEN;
use crate::report::text::count;

/// Width of the longest bar, in per cent: the rest is for its figure.
const LONGEST: f64 = 62.0;
const THICKNESS: f64 = 16.0;

/// One bar a row.
pub(super) fn single(table: &SafeTable, column: ColumnId, id: &str) -> String {
    draw(table, &[Series { column, class: "bar", word: "" }], column, id)
}

/// Two bars a row.
pub(super) fn before_after(table: &SafeTable, before: ColumnId, after: ColumnId, id: &str) -> String {
    let series = [
        Series { column: before, class: "bar before", word: "before" },
        Series { column: after, class: "bar after", word: "after" },
    ];
    draw(table, &series, before, id)
}

struct Series {
    column: ColumnId,
    class: &'static str,
    word: &'static str,
}

/// Totals are left out: beside a total, its parts would be too short to compare.
fn draw(table: &SafeTable, series: &[Series], first: ColumnId, id: &str) -> String {
    let rows: Vec<&SafeRow> = table.rows().iter().filter(|row| !row.is_total()).collect();
    let values = rows.iter().flat_map(|row| series.iter().filter_map(|s| number(row, s.column)));
    let longest = values.fold(0.0_f64, f64::max);
    let mut drawing = Drawing::new();
    let mut spoken = Vec::new();
    let mut section = None;
    for row in rows {
        if row.section() != section {
            section = row.section();
            drawing.text("section", 0.0, drawing.height + 22.0, section.unwrap_or_default());
            drawing.height += 32.0;
        }
        spoken.push(draw_row(&mut drawing, row, series, longest));
    }
    let heading = first.of(table).map_or("", |column| column.label());
    let title = format!("{}: {heading}", table.title());
    drawing.finish(&Drawing::new(), id, &title, &spoken.join("; "))
}

/// Draws one row and returns it as words.
fn draw_row(drawing: &mut Drawing, row: &SafeRow, series: &[Series], longest: f64) -> String {
    drawing.text("label", 0.0, drawing.height + 16.0, row.label());
    let mut y = drawing.height + 23.0;
    let mut words = Vec::new();
    for bar in series {
        let value = number(row, bar.column);
        let width = value.map_or(0.0, |value| if longest > 0.0 { LONGEST * value / longest } else { 0.0 });
        let text = format!("{} {}", value.map_or(HIDDEN.0.into(), count), bar.word).trim_end().to_owned();
        drawing.bar(bar.class, y, width, THICKNESS);
        drawing.text_after("bar-value", width, 8.0, y + 13.0, &text);
        words.push(text);
        y += THICKNESS + 3.0;
    }
    drawing.height = y + 10.0;
    format!("{}: {}", row.label(), words.join(", "))
}

fn number(row: &SafeRow, column: ColumnId) -> Option<f64> {
    match row.cell(column)? {
        SafeCell::Number(value) => Some(*value),
        _ => None,
    }
}
