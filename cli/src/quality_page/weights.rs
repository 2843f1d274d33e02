//! Match weight histogram, with the threshold.

use linker::model::bits;
use linker::quality::WeightBin;
use studies::report::text::{count, decimal};

use super::frame::{figure, folded_table, key};
use super::plot::{Axis, Plot};

/// `pairs` says in words what was counted. Bars are pairs a bit, so that joined bins do not look fuller than they are.
pub(super) fn chart(bins: &[WeightBin], threshold: f64, pairs: &str) -> String {
    let (Some(first), Some(last)) = (bins.first(), bins.last()) else { return String::new() };
    let a_bit = |bin: &WeightBin, of: f64| of / (bin.high - bin.low);
    let most = bins.iter().map(|bin| a_bit(bin, bin.pairs as f64)).fold(0.0, f64::max);
    let mut plot = Plot::new(
        Axis::linear("match weight, bits (0 is even odds)", first.low.min(-1.0), last.high.max(1.0)),
        Axis::root("pairs a bit, square-root scale", most),
    );
    for bin in bins {
        plot.bar("c", bin.low, bin.high, a_bit(bin, bin.pairs as f64));
        plot.bar("a", bin.low, bin.high, a_bit(bin, bin.expected_matches));
    }
    plot.threshold(bits(threshold), &format!("threshold {}", decimal(threshold, 3)));
    let rows: Vec<_> = bins.iter().rev().map(row).collect();
    let caption = format!(
        "Match weight histogram: {pairs} {}, of them {}",
        key(&[("c", "all")]),
        key(&[("a", "matches, as the model expects")])
    );
    let said = format!("Histogram of match weights of {pairs}; the figures are in the table below");
    let columns = ["Match weight from", "to", "Pairs", "Expected matches, %"];
    figure(&caption, &plot.finish(&said)) + &folded_table("Pairs by match weight", &columns, &rows)
}

fn row(bin: &WeightBin) -> Vec<String> {
    let share = 100.0 * bin.expected_matches / bin.pairs as f64;
    vec![decimal(bin.low, 0), decimal(bin.high, 0), count(bin.pairs as f64), decimal(share, 1)]
}
