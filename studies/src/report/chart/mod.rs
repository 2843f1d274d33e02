//! Charts as static, fluid SVG: positions in per cent of the width, text in its own size.

mod bars;
mod interval;
mod scale;
mod svg;

use crate::disclose::{Chart, SafeTable};

/// Draws one chart of a table. `id` is unique on the page.
pub(super) fn draw(chart: Chart, table: &SafeTable, id: &str) -> String {
    match chart {
        Chart::Interval { measure, reference } => interval::draw(table, measure, reference, id),
        Chart::IntervalBySection { measure } => interval::by_section(table, measure, id),
        Chart::BeforeAfter { before, after } => bars::before_after(table, before, after, id),
        Chart::Bars { column } => bars::single(table, column, id),
    }
}
