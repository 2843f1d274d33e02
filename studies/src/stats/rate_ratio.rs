//! The ratio of two rates of different people.

use statrs::distribution::{Beta, ContinuousCDF};

use super::{Interval, ReleasedCount};

/// The 95 % interval of the ratio of two independent Poisson rates, as factors on the ratio of the two counts: times the
/// reference's person-years over the others' it is the interval of the rate ratio. `None` if either count may be nought.
///
/// Given their sum the first of two Poisson counts is binomial, so the limits are those of Clopper and Pearson, as odds:
/// exact, where the log-normal interval is too narrow for counts of a dozen. Of all pairs of counts that a release may stand
/// for, the lower limit takes the pair that makes it lowest and the upper limit the one that makes it highest.
///
/// Source: Przyborowski J, Wilenski H (1940), Biometrika 31:313-323; as odds, Breslow NE, Day NE (1987), Statistical Methods
/// in Cancer Research II, p. 95. R's `poisson.test` gives the same limits.
#[must_use]
pub fn rate_ratio_interval(events: ReleasedCount, reference: ReleasedCount) -> Option<Interval> {
    if events.least() == 0 || reference.least() == 0 {
        return None;
    }
    let odds = |a: u64, b: u64, probability: f64| {
        let share = Beta::new(a as f64, b as f64).ok()?.inverse_cdf(probability);
        Some(share / (1.0 - share))
    };
    Some(Interval {
        low: odds(events.least(), reference.most() + 1, 0.025)?,
        high: odds(events.most() + 1, reference.least(), 0.975)?,
    })
}

/// The standard error of the logarithm of the ratio: `sqrt(1/D1 + 1/D0)` and what rounding adds to it.
///
/// Source: Rothman KJ, Greenland S, Lash TL (2008), Modern Epidemiology, 3rd ed., ch. 14 (person-time data, large sample).
#[must_use]
pub fn log_rate_ratio_standard_error(events: ReleasedCount, reference: ReleasedCount) -> f64 {
    (events.log_variance() + reference.log_variance()).sqrt()
}
