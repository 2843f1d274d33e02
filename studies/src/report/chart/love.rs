//! The love plot: standardised differences before and after matching.

use super::scale::ScaleX;
use super::svg::Drawing;
use crate::disclose::{ColumnId, SafeCell, SafeRow, SafeTable};
use crate::report::shorthand::HIDDEN;
use crate::report::text::decimal;

const ROW: f64 = 48.0;
const AXIS: f64 = 30.0;
/// Beyond this a difference is poor.
const POOR: f64 = 0.1;

/// Draws both differences of every row on one axis, with lines at no and at poor balance.
pub(super) fn draw(table: &SafeTable, before: ColumnId, after: ColumnId, id: &str) -> String {
    let (mut marks, mut grid, mut spoken) = (Drawing::new(), Drawing::new(), Vec::new());
    let mut values = table.rows().iter().flat_map(|row| [number(row, before), number(row, after)]).flatten().peekable();
    if values.peek().is_none() {
        return String::new();
    }
    let Some(scale) = ScaleX::around(values.chain([-POOR, POOR]), false) else { return String::new() };
    marks.height = 26.0;
    marks.dot("mark hollow", 1.5, 12.0);
    marks.text_after("legend", 1.5, 12.0, 17.0, "before matching");
    marks.dot("mark", 35.0, 12.0);
    marks.text_after("legend", 35.0, 12.0, 17.0, "after matching");
    let top = marks.height;
    for row in table.rows() {
        let (y, middle) = (marks.height, marks.height + 29.0);
        marks.text("label", 0.0, y + 16.0, row.label());
        marks.line("track", (0.0, middle), (100.0, middle));
        let mut words = Vec::new();
        for (column, class, word) in [(before, "mark hollow", "before"), (after, "mark", "after")] {
            let value = number(row, column);
            if let Some(value) = value {
                marks.dot(class, scale.at(value), middle);
            }
            words.push(format!("{word} {}", value.map_or(HIDDEN.0.into(), |value| decimal(value, 2))));
        }
        spoken.push(format!("{}: {}", row.label(), words.join(", ")));
        marks.height += ROW;
    }
    for &tick in &scale.ticks {
        grid.line("grid", (scale.at(tick), top), (scale.at(tick), marks.height));
        marks.text("tick", scale.at(tick), marks.height + 18.0, &decimal(tick, 2));
    }
    for (limit, row) in [-POOR, POOR].into_iter().flat_map(|limit| (0..table.rows().len()).map(move |row| (limit, row)))
    {
        let middle = top + ROW * row as f64 + 29.0;
        grid.line("reference", (scale.at(limit), middle - 9.0), (scale.at(limit), middle + 9.0));
    }
    marks.height += AXIS;
    marks.finish(&grid, id, table.title(), &spoken.join("; "))
}

fn number(row: &SafeRow, column: ColumnId) -> Option<f64> {
    match row.cell(column)? {
        SafeCell::Number(value) => Some(*value),
        _ => None,
    }
}
