//! Charts as static, fluid SVG: positions in per cent of the width, text in its own size.

mod bars;
mod interval;
mod lines;
mod love;
mod scale;
mod svg;

use crate::disclose::{Chart, SafeTable};

/// Draws one chart of a table. `id` is unique on the page.
pub(super) fn draw(chart: Chart, table: &SafeTable, id: &str) -> String {
    match chart {
        Chart::Interval { measure, reference } => interval::draw(table, measure, reference, id),
        Chart::IntervalBySection { measure } => interval::by_section(table, measure, id),
        Chart::BeforeAfter { before, after } => bars::before_after(table, before, after, id),
        Chart::Love { before, after } => love::draw(table, before, after, id),
        Chart::Lines { measures } => lines::draw(table, measures, id),
        Chart::Bars { column } => bars::single(table, column, id),
    }
}
