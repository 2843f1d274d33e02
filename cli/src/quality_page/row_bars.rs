//! Horizontal bars by row, in groups: levels of comparisons, passes, fields.

use std::fmt::Write as _;

use studies::report::text::escape;

const WIDTH: f64 = 760.0;
const LEFT: f64 = 210.0;
const RIGHT: f64 = 96.0;
const THICKNESS: f64 = 13.0;

/// A row: what it is, its bars by class, and the figure at its end.
pub(super) struct Row {
    pub(super) label: String,
    pub(super) bars: Vec<(&'static str, f64)>,
    pub(super) figure: String,
}

/// Draws rows under the heading of their group, where it has one. Bars start at 0, which lies inside when values fall on
/// either side; the scale reaches `least_high` at least. `said` is what a screen reader says.
pub(super) fn draw(groups: &[(String, Vec<Row>)], least_high: f64, said: &str) -> String {
    let values = || groups.iter().flat_map(|(_, rows)| rows).flat_map(|row| row.bars.iter().map(|bar| bar.1));
    let (low, high) = (values().fold(0.0, f64::min), values().fold(least_high, f64::max));
    if low >= high {
        return String::new();
    }
    let at = |value: f64| LEFT + (WIDTH - LEFT - RIGHT) * (value - low) / (high - low);
    let (mut body, mut y) = (String::new(), 4.0);
    for (group, rows) in groups {
        if !group.is_empty() {
            let _ = write!(body, "<text class=\"group\" x=\"0\" y=\"{:.0}\">{}</text>", y + 15.0, escape(group));
            y += 22.0;
        }
        for row in rows {
            let (top, height) = (y, THICKNESS * row.bars.len().max(1) as f64);
            let middle = top + height / 2.0 + 4.5;
            let _ = write!(body, "<text x=\"12\" y=\"{middle:.1}\">{}</text>", escape(&row.label));
            for (class, value) in &row.bars {
                let (from, to) = (at(value.min(0.0)), at(value.max(0.0)));
                let _ = write!(
                    body,
                    "<rect class=\"{class}\" x=\"{from:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{}\"/>",
                    to - from,
                    THICKNESS - 2.0
                );
                y += THICKNESS;
            }
            let figure = escape(&row.figure);
            let _ = write!(body, "<text class=\"end\" x=\"{WIDTH}\" y=\"{middle:.1}\">{figure}</text>");
            y += 6.0;
        }
        y += 6.0;
    }
    let (zero, said) = (at(0.0), escape(said));
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {y:.0}\" role=\"img\" aria-label=\"{said}\"><title>{said}</title>{body}\
         <line class=\"axis\" x1=\"{zero:.1}\" x2=\"{zero:.1}\" y1=\"0\" y2=\"{y:.0}\"/></svg>"
    )
}
