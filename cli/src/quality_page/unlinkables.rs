//! Unlinkables chart: rows that even a perfect partner could not link.

use linker::model::bits;
use linker::quality::WeightBin;
use studies::report::text::decimal;

use super::frame::{figure, folded_table};
use super::plot::{Axis, Plot};

/// By threshold, the share of rows whose weight with themselves lies below it.
pub(super) fn chart(rows: &[WeightBin], threshold: f64) -> String {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return String::new() };
    let total: u64 = rows.iter().map(|bin| bin.pairs).sum();
    let mut below = 0;
    let mut steps = vec![(first.low.min(0.0), 0.0)];
    for bin in rows {
        steps.push((bin.low, below as f64 / total as f64));
        below += bin.pairs;
        steps.push((bin.high, below as f64 / total as f64));
    }
    let most = last.high.max(1.0);
    let mut plot = Plot::new(
        Axis::linear("threshold: match weight, bits", first.low.min(0.0), most),
        Axis::share("share of rows that cannot reach it"),
    );
    plot.line("a", &steps);
    plot.threshold(bits(threshold), &format!("threshold {}", decimal(threshold, 3)));
    let cells: Vec<_> = steps
        .iter()
        .skip(1)
        .step_by(2)
        .map(|(weight, share)| vec![decimal(*weight, 0), decimal(100.0 * share, 1)])
        .collect();
    figure(
        "Unlinkables chart: rows whose best possible weight, that of the row with itself, lies under a threshold",
        &plot.finish("Share of rows that cannot be linked, by threshold; the figures are in the table below"),
    ) + &folded_table("Unlinkable rows by threshold", &["Match weight", "Rows under it, %"], &cells)
}
