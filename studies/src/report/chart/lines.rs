//! Two measures as lines over the rows of a table, each named at its end.

use super::scale::ScaleX;
use super::svg::Drawing;
use crate::disclose::{ColumnId, Released, SafeCell, SafeRow, SafeTable};
use crate::report::text::decimal;

const HEIGHT: f64 = 280.0;
const TOP: f64 = 30.0;
/// Room for the figures of the vertical axis, in per cent of the width.
const LEFT: f64 = 7.0;

/// Draws `measures` with their intervals over the rows, in order.
pub(super) fn draw(table: &SafeTable, measures: [ColumnId; 2], id: &str) -> String {
    let rows = table.rows();
    let values = rows.iter().flat_map(|row| measures.iter().filter_map(|&m| estimate(row, m)));
    let reach = values.flat_map(|released| [released.interval().low, released.interval().high]).chain([0.0]);
    let Some(scale) = ScaleX::around(reach, false).filter(|_| rows.len() > 1) else { return String::new() };
    let across = |place: usize| LEFT + (98.0 - LEFT) * place as f64 / (rows.len() - 1) as f64;
    let up = |value: f64| {
        TOP + HEIGHT
            * (1.0
                - (scale.at(value) - scale.at(scale.ticks[0]))
                    / (scale.at(scale.ticks[scale.ticks.len() - 1]) - scale.at(scale.ticks[0])))
    };
    let (mut marks, mut grid, mut spoken) = (Drawing::new(), Drawing::new(), Vec::new());
    for &tick in &scale.ticks {
        grid.line("grid", (LEFT, up(tick)), (98.0, up(tick)));
        marks.text("tick left", 0.0, up(tick) + 5.0, &format!("{}%", decimal(tick, 0)));
    }
    for (place, row) in rows.iter().enumerate().filter(|(place, _)| place % ((rows.len() - 1) / 4).max(1) == 0) {
        grid.line("grid", (across(place), TOP), (across(place), TOP + HEIGHT));
        marks.text("tick", across(place), TOP + HEIGHT + 20.0, row.label());
    }
    for (series, measure) in measures.into_iter().enumerate() {
        let class = ["first", "second"][series];
        let points: Vec<(usize, Released)> =
            rows.iter().enumerate().filter_map(|(place, row)| Some((place, estimate(row, measure)?))).collect();
        for (place, released) in &points {
            let interval = released.interval();
            grid.line(
                &format!("band {class}"),
                (across(*place), up(interval.low)),
                (across(*place), up(interval.high)),
            );
        }
        for pair in points.windows(2).filter(|pair| pair[1].0 == pair[0].0 + 1) {
            let at = |point: &(usize, Released)| (across(point.0), up(point.1.estimate()));
            marks.line(&format!("line {class}"), at(&pair[0]), at(&pair[1]));
        }
        let label = measure.of(table).map_or("", |column| column.label()).split(',').next().unwrap_or_default();
        if let Some((place, released)) = points.get(points.len() / 6) {
            marks.text(&format!("series {class}"), across(*place), up(released.interval().high) - 8.0, label);
        }
        let words = points.iter().map(|(place, r)| format!("{} {}%", rows[*place].label(), decimal(r.estimate(), 0)));
        spoken.push(format!("{label}: {}", words.collect::<Vec<_>>().join(", ")));
    }
    marks.height = TOP + HEIGHT + 30.0;
    marks.finish(&grid, id, table.title(), &spoken.join("; "))
}

fn estimate(row: &SafeRow, measure: ColumnId) -> Option<Released> {
    match row.cell(measure)? {
        SafeCell::Estimate(released) => Some(*released),
        _ => None,
    }
}
