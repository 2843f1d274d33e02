//! Threshold selection: precision and recall by threshold, expected under the model and, where given, counted.

use linker::model::{bits, probability};
use linker::quality::AtThreshold;
use studies::report::text::{count, decimal};

use super::frame::{figure, folded_table, key};
use super::plot::{Axis, Plot};

/// Precision and recall over thresholds, and one over the other. `counted` has the same thresholds as `expected`.
pub(super) fn charts(expected: &[AtThreshold], counted: Option<&[AtThreshold]>, threshold: f64) -> String {
    let (Some(first), Some(last)) = (expected.first(), expected.last()) else { return String::new() };
    let mut by_weight = Plot::new(
        Axis::linear("threshold: match weight, bits", first.threshold, last.threshold.max(first.threshold + 1.0)),
        Axis::share("share"),
    );
    let mut curve =
        Plot::new(Axis::share("recall"), Axis::linear("precision", lowest_precision(expected, counted), 1.0));
    let by = |of: fn(&AtThreshold) -> f64, at: &[AtThreshold]| -> Vec<(f64, f64)> {
        at.iter().map(|at| (at.threshold, of(at))).collect()
    };
    let one_by_other = |at: &[AtThreshold]| -> Vec<(f64, f64)> { at.iter().map(|a| (a.recall, a.precision)).collect() };
    by_weight.line("a", &by(|at| at.precision, expected));
    by_weight.line("b", &by(|at| at.recall, expected));
    curve.line("a", &one_by_other(expected));
    if let Some(counted) = counted {
        for at in counted {
            by_weight.dot("a", at.threshold, at.precision);
            by_weight.dot("b", at.threshold, at.recall);
            curve.dot("b", at.recall, at.precision);
        }
    }
    by_weight.threshold(bits(threshold), &format!("threshold {}", decimal(threshold, 3)));
    let dots = if counted.is_some() { "; dots: by the truth" } else { "" };
    let (precision, recall) = (key(&[("a", "precision")]), key(&[("b", "recall")]));
    let caption = format!("Threshold selection chart: expected {precision} and {recall} by threshold{dots}");
    let table = folded_table("Accuracy by threshold", &columns(counted.is_some()), &rows(expected, counted));
    let said = "the figures are in the table below";
    figure(&caption, &by_weight.finish(&format!("Expected precision and recall by threshold; {said}")))
        + &figure(
            &format!("Precision-recall chart, as the model expects it{dots}"),
            &curve.finish(&format!("Expected precision by recall; {said}")),
        )
        + &table
}

/// The axis starts where the curve does, in steps of a tenth: most of it lies above nine tenths.
fn lowest_precision(expected: &[AtThreshold], counted: Option<&[AtThreshold]>) -> f64 {
    let all = expected.iter().chain(counted.unwrap_or_default());
    let lowest = all.map(|at| at.precision).fold(1.0, f64::min);
    ((lowest * 10.0).floor() / 10.0).min(0.9)
}

fn columns(with_truth: bool) -> Vec<&'static str> {
    let model = ["Match weight from", "Match probability", "Pairs declared", "Precision, %", "Recall, %", "F1, %"];
    let truth = ["True precision, %", "True recall, %", "True F1, %"];
    model.into_iter().chain(truth.into_iter().filter(|_| with_truth)).collect()
}

fn rows(expected: &[AtThreshold], counted: Option<&[AtThreshold]>) -> Vec<Vec<String>> {
    let shares = |at: &AtThreshold| [at.precision, at.recall, at.f1].map(|share| decimal(100.0 * share, 1));
    let rows = expected.iter().enumerate().rev().map(|(index, at)| {
        let mut row = vec![decimal(at.threshold, 0), decimal(probability(at.threshold), 4), count(at.declared as f64)];
        row.extend(shares(at));
        row.extend(counted.iter().flat_map(|counted| shares(&counted[index])));
        row
    });
    rows.collect()
}
