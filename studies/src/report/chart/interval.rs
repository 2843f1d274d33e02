//! Dots with intervals: a row each, label above, figure beside it.

use super::scale::ScaleX;
use super::svg::Drawing;
use crate::disclose::{Absence, ColumnId, Released, SafeCell, SafeRow, SafeTable};
use crate::report::shorthand::HIDDEN;
use crate::report::text::decimal;

const ROW: f64 = 56.0;
const SECTION: f64 = 34.0;
const AXIS: f64 = 30.0;

/// Draws `measure` for every row it applies to, with a line at `reference`.
pub(super) fn draw(table: &SafeTable, measure: ColumnId, reference: Option<f64>, id: &str) -> String {
    let rows = rows_with(table, measure);
    draw_panels(table, measure, reference, &[&rows], id)
}

/// Draws `measure` with an axis for each section.
pub(super) fn by_section(table: &SafeTable, measure: ColumnId, id: &str) -> String {
    let rows = rows_with(table, measure);
    let panels: Vec<&[&SafeRow]> = rows.chunk_by(|a, b| a.section() == b.section()).collect();
    draw_panels(table, measure, None, &panels, id)
}

fn rows_with(table: &SafeTable, measure: ColumnId) -> Vec<&SafeRow> {
    let shows = |row: &&SafeRow| match row.cell(measure) {
        None | Some(SafeCell::Absent(Absence::NotApplicable | Absence::NotAvailable)) => false,
        Some(SafeCell::Number(_) | SafeCell::Estimate(_) | SafeCell::Absent(Absence::Hidden)) => true,
    };
    table.rows().iter().filter(shows).collect()
}

/// Draws groups of rows one under the other, each over its own axis. Empty if no row has an estimate to show.
fn draw_panels(
    table: &SafeTable,
    measure: ColumnId,
    reference: Option<f64>,
    panels: &[&[&SafeRow]],
    id: &str,
) -> String {
    let Some(column) = measure.of(table) else { return String::new() };
    let is_ratio = column.unit() == "ratio";
    let (mut marks, mut grid, mut spoken) = (Drawing::new(), Drawing::new(), Vec::new());
    for rows in panels {
        let mut estimates = rows.iter().filter_map(|row| estimate(row, measure)).peekable();
        if estimates.peek().is_none() {
            continue;
        }
        let values = estimates.flat_map(|r| [r.interval().low, r.interval().high]).chain(reference);
        let Some(scale) = ScaleX::around(values, is_ratio) else { continue };
        let top = marks.height + if reference.is_some() { 22.0 } else { 4.0 };
        marks.height = top;
        let (mut section, mut tops) = (None, Vec::new());
        for row in *rows {
            if row.section() != section {
                section = row.section();
                marks.text("section", 0.0, marks.height + 22.0, section.unwrap_or_default());
                marks.height += SECTION;
            }
            tops.push(marks.height);
            spoken.push(draw_row(&mut marks, row, measure, &scale, column.decimals()));
        }
        draw_axis(&mut marks, &mut grid, &scale, reference, (top, &tops), is_ratio);
    }
    if spoken.is_empty() {
        return String::new();
    }
    let title = format!("{}: {}", table.title(), column.label());
    marks.finish(&grid, id, &title, &spoken.join("; "))
}

/// Draws one row and returns it as words.
fn draw_row(marks: &mut Drawing, row: &SafeRow, measure: ColumnId, scale: &ScaleX, decimals: usize) -> String {
    let y = marks.height;
    let total = if row.is_total() { " total" } else { "" };
    marks.line("track", (0.0, y + 29.0), (100.0, y + 29.0));
    marks.text(&format!("label{total}"), 0.0, y + 16.0, row.label());
    let words = match estimate(row, measure) {
        Some(released) => {
            let interval = released.interval();
            let (x, middle) = (scale.at(released.estimate()), y + 29.0);
            marks.line("whisker", (scale.at(interval.low), middle), (scale.at(interval.high), middle));
            if row.is_total() {
                marks.diamond("mark", x, middle);
            } else {
                marks.dot("mark", x, middle);
            }
            let number = |value| decimal(value, decimals);
            format!("{} ({} to {})", number(released.estimate()), number(interval.low), number(interval.high))
        }
        None => HIDDEN.0.into(),
    };
    marks.text(&format!("value{total}"), 100.0, y + 16.0, &words);
    marks.height += ROW;
    format!("{}: {words}", row.label())
}

fn draw_axis(
    marks: &mut Drawing,
    grid: &mut Drawing,
    scale: &ScaleX,
    reference: Option<f64>,
    (top, rows): (f64, &[f64]),
    is_ratio: bool,
) {
    let bottom = marks.height;
    let places = if is_ratio { 1 } else { tick_decimals(&scale.ticks) };
    for &tick in &scale.ticks {
        let x = scale.at(tick);
        grid.line("grid", (x, top), (x, bottom));
        marks.text("tick", x, bottom + 18.0, &decimal(tick, places));
    }
    if let Some(value) = reference {
        let x = scale.at(value);
        // Only across the tracks: text at the right edge stays clear where the value lies near it.
        for &y in rows {
            grid.line("reference", (x, y + 20.0), (x, y + 38.0));
        }
        let side = if x > 50.0 { "end" } else { "start" };
        marks.text(&format!("reference-label {side}"), x, 14.0, "No difference");
    }
    marks.height = bottom + AXIS;
}

fn tick_decimals(ticks: &[f64]) -> usize {
    (0..3).find(|&places| ticks.iter().all(|t| (t * 10_f64.powi(places)).fract().abs() < 1e-6)).unwrap_or(3) as usize
}

fn estimate(row: &SafeRow, column: ColumnId) -> Option<Released> {
    match row.cell(column)? {
        SafeCell::Estimate(released) => Some(*released),
        _ => None,
    }
}
