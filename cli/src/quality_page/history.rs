//! Parameter estimate history: the log-likelihood by round of EM.

use studies::report::text::{count, decimal};

use super::frame::{figure, folded_table};
use super::plot::{Axis, Plot};

/// Nothing where EM made fewer than two rounds.
pub(super) fn chart(log_likelihood: &[f64]) -> String {
    let (Some(first), Some(last)) = (log_likelihood.first(), log_likelihood.last()) else { return String::new() };
    if log_likelihood.len() < 2 {
        return String::new();
    }
    let gains: Vec<f64> = log_likelihood.iter().map(|value| value - first).collect();
    let (low, high) = (gains.iter().copied().fold(0.0, f64::min), gains.iter().copied().fold(1e-3, f64::max));
    let mut plot = Plot::new(
        Axis::linear("round of EM", 1.0, log_likelihood.len() as f64),
        Axis::linear("gain in log-likelihood since the first round", low, high),
    );
    plot.line("a", &(1..).zip(&gains).map(|(round, gain)| (f64::from(round), *gain)).collect::<Vec<_>>());
    let rows: Vec<_> = [1, 2, 5, 10, 20, 50, 100, 200, log_likelihood.len()]
        .into_iter()
        .filter(|round| *round < log_likelihood.len())
        .chain([log_likelihood.len()])
        .map(|round| vec![count(round as f64), decimal(log_likelihood[round - 1], 2)])
        .collect();
    let caption = format!("Estimate history: log-likelihood by round of EM, {} in the end", decimal(*last, 1));
    figure(&caption, &plot.finish("Log-likelihood by round; figures of some rounds are in the table below"))
        + &folded_table("Log-likelihood", &["Round", "Log-likelihood"], &rows)
}
