//! Where a value stands across the width, and which values get a tick.

/// A horizontal axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ScaleX {
    low: f64,
    high: f64,
    is_log: bool,
    /// Values with a tick.
    pub(super) ticks: Vec<f64>,
}

/// Share of the width left free at each side, in per cent, so that end labels and marks are not cut.
const MARGIN: f64 = 3.0;

impl ScaleX {
    /// An axis that holds `values`, with round ticks; logarithmic for ratios. `None` without a finite value.
    pub(super) fn around(values: impl IntoIterator<Item = f64>, is_log: bool) -> Option<Self> {
        let usable = values.into_iter().filter(|v| v.is_finite() && (!is_log || *v > 0.0));
        let (low, high) = usable.fold(None, |range: Option<(f64, f64)>, v| {
            Some(range.map_or((v, v), |(low, high)| (low.min(v), high.max(v))))
        })?;
        Some(if is_log { Self::logarithmic(low, high) } else { Self::linear(low, high) })
    }

    /// Position of `value`, in per cent of the width.
    pub(super) fn at(&self, value: f64) -> f64 {
        let of = |v: f64| if self.is_log { v.ln() } else { v };
        MARGIN + (100.0 - 2.0 * MARGIN) * (of(value) - of(self.low)) / (of(self.high) - of(self.low))
    }

    fn linear(low: f64, high: f64) -> Self {
        let span = if high > low { high - low } else { high.abs().max(1.0) };
        let step = round_step(span / 4.0);
        let (first, last) = ((low / step).floor(), (high / step).ceil().max((low / step).floor() + 1.0));
        let ticks = (0..=(last - first) as i32).map(|i| (first + f64::from(i)) * step).collect();
        Self { low: first * step, high: last * step, is_log: false, ticks }
    }

    fn logarithmic(low: f64, high: f64) -> Self {
        let from = LOG_TICKS.iter().rev().find(|&&t| t <= low).copied().unwrap_or(LOG_TICKS[0]).min(low);
        let to = LOG_TICKS.iter().find(|&&t| t >= high && t > from).copied().unwrap_or(high).max(high);
        let ticks: Vec<f64> = LOG_TICKS.iter().copied().filter(|t| (from..=to).contains(t)).collect();
        Self { low: from, high: to, is_log: true, ticks }
    }
}

const LOG_TICKS: [f64; 14] = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0];

/// The nearest of 1, 2, 2.5, 5 times a power of ten at or above `rough`.
fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0].into_iter().find(|s| s * power >= rough * 0.999).unwrap_or(10.0);
    step * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_the_values() {
        let scale = ScaleX::around([-41.0, -3.0, 0.0], false).unwrap();
        assert_eq!(scale.ticks, [-60.0, -40.0, -20.0, 0.0]);
        assert!((scale.at(-60.0) - 3.0).abs() < 1e-9 && (scale.at(0.0) - 97.0).abs() < 1e-9);
    }

    #[test]
    fn a_ratio_and_its_inverse_are_equally_far_from_one() {
        let scale = ScaleX::around([0.5, 2.0], true).unwrap();
        let (left, one, right) = (scale.at(0.5), scale.at(1.0), scale.at(2.0));
        assert!((one - left - (right - one)).abs() < 1e-9);
    }

    #[test]
    fn one_value_still_makes_an_axis() {
        let scale = ScaleX::around([7.0], false).unwrap();
        assert!(scale.at(7.0).is_finite() && scale.ticks.len() >= 2);
        assert!(ScaleX::around([f64::NAN], false).is_none());
    }
}
