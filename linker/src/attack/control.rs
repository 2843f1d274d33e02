//! The positive control: attacks that must succeed, on made-up people under plain global tokens.

use std::iter;

use rayon::prelude::*;
use serde::Serialize;

use super::counting::counting;
use super::expected::{expected_counting, expected_known_rows};
use super::known_rows::known_rows;
use super::outcome::share;
use super::view::PassView;
use crate::random::{SplitMix64, mix};

/// What the suite measured where the answer is known. Rates are shares of people, means over the repetitions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Control {
    /// A, measured.
    pub counting: f64,
    /// Standard error of `counting` over the repetitions; 0 for a single one.
    pub counting_standard_error: f64,
    /// A, in closed form.
    pub expected_counting: f64,
    /// B, measured.
    pub known_rows: f64,
    /// B, in closed form.
    pub expected_known_rows: f64,
}

/// Runs A and B on `repetitions` pairs of files of `people` drawn with `shares` (summing to 1) from `seed`, where the
/// value itself is the block token: one global token a person, such as her surname. `known` people are known in B.
///
/// A few common names decide A, right or wrong, so one run scatters by a third or more of its mean: take a hundred.
#[must_use]
pub fn positive_control(shares: &[f64], people: usize, known: usize, repetitions: usize, seed: u64) -> Control {
    let measured: Vec<(f64, f64)> = (0..repetitions as u64)
        .into_par_iter()
        .map(|r| {
            let draw = |file: u64| plain_tokens(shares, people, mix(seed).wrapping_add(2 * r + file));
            let (file, sample) = (draw(0), draw(1));
            (counting(&file, &sample).rate, known_rows(&file, known, 1, seed.wrapping_add(r)).rate)
        })
        .collect();
    let (counting, counting_standard_error) = mean_and_error(measured.iter().map(|m| m.0));
    Control {
        counting,
        counting_standard_error,
        expected_counting: expected_counting(shares, people),
        known_rows: mean_and_error(measured.iter().map(|m| m.1)).0,
        expected_known_rows: expected_known_rows(shares, known),
    }
}

impl Control {
    /// Whether both attacks came within `tolerance` of the closed form, relative (0.15 = 15 %). A suite that fails this
    /// is broken and none of its figures may be used. Nothing expected, or nothing measured, is a failure too.
    #[must_use]
    pub fn holds(&self, tolerance: f64) -> bool {
        let near = |measured: f64, expected: f64| expected > 0.0 && (measured / expected - 1.0).abs() <= tolerance;
        near(self.counting, self.expected_counting) && near(self.known_rows, self.expected_known_rows)
    }
}

fn mean_and_error(rates: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let n = rates.clone().count();
    let mean = share(rates.clone().sum(), n);
    let squares: f64 = rates.map(|rate| (rate - mean).powi(2)).sum();
    (mean, share(share(squares, n.saturating_sub(1)), n).sqrt())
}

/// A file in which everybody shows the value itself as block token. People are numbered in order of their values.
fn plain_tokens(shares: &[f64], people: usize, seed: u64) -> PassView {
    let cumulative: Vec<f64> = shares
        .iter()
        .scan(0.0, |sum, p| {
            *sum += p;
            Some(*sum)
        })
        .collect();
    let total = cumulative.last().copied().unwrap_or(0.0);
    let mut draws = SplitMix64::new(mix(seed));
    let mut counts = vec![0; shares.len() + 1];
    for _ in 0..people {
        let x = draws.unit() * total;
        counts[cumulative.partition_point(|&c| c <= x)] += 1;
    }
    let block = (0..).zip(counts).flat_map(|(value, count)| iter::repeat_n(value, count)).collect();
    PassView {
        block,
        person: (0..people as u32).collect(),
        nulls: vec![0; people],
        persons: people,
        ..PassView::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shares that fall as `1 / (rank + shift)^power`.
    fn zipf(values: usize, shift: f64, power: f64) -> Vec<f64> {
        let weights: Vec<f64> = (1..=values).map(|r| (r as f64 + shift).powf(-power)).collect();
        let sum: f64 = weights.iter().sum();
        weights.iter().map(|w| w / sum).collect()
    }

    #[test]
    fn closed_form_meets_direct_simulation() {
        for (values, shift, power, people) in
            [(26, 1.0, 1.0, 2_000), (400, 2.0, 1.0, 20_000), (3_000, 8.0, 0.9, 20_000), (50, 30.0, 1.0, 5_000)]
        {
            let control = positive_control(&zipf(values, shift, power), people, 100, 200, 9);
            let (a, b) =
                (control.counting - control.expected_counting, control.known_rows / control.expected_known_rows);
            assert!(a.abs() < 4.0 * control.counting_standard_error + 0.01 * control.expected_counting, "{control:?}");
            assert!(control.counting_standard_error < 0.08 * control.counting, "{control:?}");
            assert!((b - 1.0).abs() < 0.02, "{control:?}");
        }
    }

    #[test]
    fn a_broken_suite_does_not_hold() {
        let good = Control {
            counting: 0.06,
            counting_standard_error: 0.001,
            expected_counting: 0.06,
            known_rows: 0.3,
            expected_known_rows: 0.3,
        };
        assert!(good.holds(0.15));
        assert!(!Control { counting: 0.0, ..good }.holds(0.15));
        assert!(!Control { counting: 0.07, ..good }.holds(0.15));
        assert!(!Control { known_rows: 0.25, ..good }.holds(0.15));
        assert!(!Control { counting: 0.0, expected_counting: 0.0, ..good }.holds(0.15));
        assert!(!positive_control(&[1.0], 100, 10, 0, 1).holds(0.15));
    }

    #[test]
    fn draws_follow_the_shares() {
        let view = plain_tokens(&[0.5, 0.0, 0.5], 1000, 4);
        let first = view.blocks()[0].len() as f64;
        assert!((first - 500.0).abs() < 80.0 && view.block.iter().all(|&b| b != 1));
    }
}
