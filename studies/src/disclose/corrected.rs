//! A rate of events some of which were missed.

use super::measure::{Released, Scale};
use crate::stats::{Interval, Z_95};

/// `rate` as it would be had every event been found, given the percentage `found` of events known from elsewhere that were: `rate / found`.
/// The interval holds the uncertainty of both, taken as independent. `None` if none was found.
///
/// Limits on the log scale by the method of variance estimates recovery, so that a percentage of 100 is as uncertain as its own interval
/// says. Source: Zou GY, Donner A (2008), Statistics in Medicine 27:1693-1702, equation 3.
#[must_use]
pub fn corrected(rate: Released, found: Released) -> Option<Released> {
    let log = |value: f64| value.ln();
    let (r, f) = (log(rate.estimate), log(found.estimate / 100.0));
    let (r_low, r_high) = (log(rate.interval.low), log(rate.interval.high));
    let (f_low, f_high) = (log(found.interval.low / 100.0), log(found.interval.high / 100.0));
    let low = r - f - (r - r_low).hypot(f_high - f);
    let high = r - f + (r_high - r).hypot(f - f_low);
    let standard_error = rate.standard_error.hypot((f_high - f_low) / (2.0 * Z_95));
    let is_finite = [r, f, low, high, standard_error].iter().all(|value| value.is_finite());
    (rate.scale == Scale::Log && is_finite).then(|| Released {
        estimate: (r - f).exp(),
        interval: Interval { low: low.exp(), high: high.exp() },
        standard_error,
        scale: Scale::Log,
        is_unreliable: rate.is_unreliable || found.is_unreliable,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Released = Released {
        estimate: 8.0,
        interval: Interval { low: 6.0, high: 10.0 },
        standard_error: 0.13,
        scale: Scale::Log,
        is_unreliable: false,
    };

    fn share(estimate: f64, low: f64, high: f64) -> Released {
        let interval = Interval { low, high };
        Released { estimate, interval, standard_error: 1.0, scale: Scale::Identity, is_unreliable: false }
    }

    #[test]
    fn a_share_known_exactly_scales_the_rate_and_its_limits() {
        let found = corrected(RATE, share(80.0, 80.0, 80.0)).unwrap();
        assert!((found.estimate - 10.0).abs() < 1e-12);
        assert!((found.interval.low - 7.5).abs() < 1e-12 && (found.interval.high - 12.5).abs() < 1e-12);
        assert!((found.standard_error - 0.13).abs() < 1e-12);
    }

    #[test]
    fn an_uncertain_share_widens_the_interval_even_if_all_were_found() {
        let found = corrected(RATE, share(100.0, 80.0, 100.0)).unwrap();
        assert!((found.estimate - 8.0).abs() < 1e-12);
        assert!((found.interval.low - 6.0).abs() < 1e-12, "no more than all can have been found");
        // ln 1.25 = .22314 twice over: exp(.223144 sqrt 2) = 1.371044.
        assert!((found.interval.high - 8.0 * 1.371_044).abs() < 1e-4);
        assert!(found.standard_error > RATE.standard_error);
    }

    #[test]
    fn nothing_found_corrects_nothing() {
        assert_eq!(corrected(RATE, share(0.0, 0.0, 20.0)), None);
    }
}
