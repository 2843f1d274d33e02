//! The ratio of two rates of different people.

use statrs::function::beta::beta_reg;

use super::released_count::{conditional_limits, widened};
use super::{Interval, ReleasedCount};

/// The 95 % interval of the ratio of two Poisson means; the person-years only scale it. `None` if either count is 0.
///
/// Given their sum `n` the first of two Poisson counts is binomial, so the limits are those of Clopper and Pearson, as odds; given
/// also that the first count is shown, those of a truncated binomial; then widened by the rounding of both.
///
/// Source: Przyborowski J, Wilenski H (1940), Biometrika 31:313-323; as odds, Breslow NE, Day NE (1987), Statistical Methods in
/// Cancer Research II, p. 95. R's `poisson.test` gives the same limits for counts shown as they are.
#[must_use]
pub fn rate_ratio_interval(events: ReleasedCount, reference: ReleasedCount) -> Option<Interval> {
    if events.shown == 0 || reference.shown == 0 {
        return None;
    }
    let n = events.shown + reference.shown;
    let limits = conditional_limits(events, |count, odds| {
        let share = odds / (1.0 + odds);
        if count == 0 { 1.0 } else { beta_reg(count as f64, (n - count + 1) as f64, share) }
    });
    let estimate = events.shown as f64 / reference.shown as f64;
    Some(widened(limits, estimate, events.rounding_log_variance() + reference.rounding_log_variance()))
}

/// The standard error of the logarithm of the ratio.
///
/// Source: Rothman KJ, Greenland S, Lash TL (2008), Modern Epidemiology, 3rd ed., ch. 14 (person-time data, large sample).
#[must_use]
pub fn log_rate_ratio_standard_error(events: ReleasedCount, reference: ReleasedCount) -> f64 {
    (events.log_variance() + reference.log_variance()).sqrt()
}
