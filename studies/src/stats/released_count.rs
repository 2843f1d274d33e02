//! A count of events as a release shows it, and what a reader of the release can say of its mean.

use statrs::function::gamma::gamma_lr;

use super::{Interval, Z_95};

/// A count that was rounded, or is a sum of rounded counts, and is shown only because it was large enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReleasedCount {
    /// The count shown; above 0.
    pub shown: u64,
    /// Variance of the rounding error: `(b^2 - 1) / 12` for each count rounded to a multiple of `b`.
    pub rounding_variance: f64,
    /// Counts below this are hidden; 0 or 1 where none is.
    pub smallest: u64,
}

impl ReleasedCount {
    /// A count shown as it is, whatever it is.
    #[must_use]
    pub fn exact(shown: u64) -> Self {
        Self { shown, rounding_variance: 0.0, smallest: 0 }
    }

    /// Variance of the logarithm of the count: `1/D` for a Poisson count, and that of the rounding error over `D^2`.
    #[must_use]
    pub fn log_variance(self) -> f64 {
        1.0 / self.shown as f64 + self.rounding_log_variance()
    }

    /// The 95 % interval of the Poisson mean: exact *given that the count is shown*, then widened by the rounding error.
    ///
    /// A small count that is shown was large by chance. The tails are therefore those of a Poisson count known to be `smallest` at
    /// least; far above it the limits are Garwood's ([`super::exact_poisson_interval`]).
    ///
    /// Source: the truncated Poisson distribution, David FN, Johnson NL (1952), Biometrics 8:275-285.
    #[must_use]
    pub fn mean_interval(self) -> Interval {
        let at_least = |count: u64, mean: f64| if count == 0 { 1.0 } else { gamma_lr(count as f64, mean) };
        let limits = conditional_limits(self, at_least);
        widened(limits, self.shown as f64, self.rounding_log_variance())
    }

    pub(super) fn rounding_log_variance(self) -> f64 {
        self.rounding_variance / (self.shown as f64).powi(2)
    }
}

/// Where, on the log scale, 2.5 % lie beyond the count in either tail, given that it is not below the smallest shown.
/// `at_least(k, parameter)` is the chance of a count of `k` or more; it rises with the parameter.
pub(super) fn conditional_limits(count: ReleasedCount, at_least: impl Fn(u64, f64) -> f64) -> Interval {
    let given_shown = |least: u64, parameter: f64| at_least(least, parameter) / at_least(count.smallest, parameter);
    Interval {
        low: rises_above(0.025, |parameter| given_shown(count.shown, parameter)),
        high: rises_above(0.975, |parameter| given_shown(count.shown + 1, parameter)),
    }
}

/// Where a rising function passes `target`. A parameter so small that the chance underflows to 0/0 is below it.
fn rises_above(target: f64, function: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (-30.0_f64, 30.0_f64);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if function(middle.exp()) > target { high = middle } else { low = middle }
    }
    high.exp()
}

/// An interval of a positive quantity, with an independent error of its logarithm added to each limit's distance.
///
/// Source: Zou GY, Donner A (2008), Statistics in Medicine 27:1693-1702 (variance recovered from limits).
pub(super) fn widened(interval: Interval, estimate: f64, log_variance: f64) -> Interval {
    let reach = |limit: f64| ((limit / estimate).ln().powi(2) + Z_95 * Z_95 * log_variance).sqrt();
    Interval { low: estimate * (-reach(interval.low)).exp(), high: estimate * reach(interval.high).exp() }
}
