//! Intervals for a count of events, such as deaths.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::{Interval, Z_95};

/// The exact 95 % interval of a Poisson mean given `events` seen.
///
/// `L = chi2inv(0.025, 2D) / 2`, `U = chi2inv(0.975, 2D + 2) / 2`; `L = 0` when `D = 0`.
/// Divide both by the person-years for the interval of a rate.
///
/// Source: Garwood F (1936), "Fiducial limits for the Poisson distribution", Biometrika 28:437-442;
/// the chi-squared form as in Public Health England's `PHEindicatormethods`.
#[must_use]
pub fn exact_poisson_interval(events: u64) -> Interval {
    let doubled = 2.0 * events as f64;
    Interval {
        low: if events == 0 { 0.0 } else { half_chi_squared(0.025, doubled) },
        high: half_chi_squared(0.975, doubled + 2.0),
    }
}

/// Byar's approximation to [`exact_poisson_interval`], which public-health bodies use from ten events up.
///
/// `L = D (1 - 1/(9D) - z/(3 sqrt D))^3`, `U = (D+1)(1 - 1/(9(D+1)) + z/(3 sqrt(D+1)))^3`.
///
/// Source: Breslow NE, Day NE (1987), Statistical Methods in Cancer Research II, p. 69.
#[must_use]
pub fn byar_interval(events: u64) -> Interval {
    let limit = |count: f64, z: f64| {
        if count == 0.0 { 0.0 } else { count * (1.0 - 1.0 / (9.0 * count) + z / (3.0 * count.sqrt())).powi(3) }
    };
    let events = events as f64;
    Interval { low: limit(events, -Z_95), high: limit(events + 1.0, Z_95) }
}

fn half_chi_squared(probability: f64, degrees: f64) -> f64 {
    let distribution = ChiSquared::new(degrees).expect("degrees of freedom are positive: 2D with D > 0, or 2D + 2");
    distribution.inverse_cdf(probability) / 2.0
}
