//! Pools estimates made on several drawn sets of links.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::Interval;

/// An estimate pooled over draws, on the scale the draws were given in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled {
    /// Mean of the estimates.
    pub estimate: f64,
    /// Square root of the total variance `T`.
    pub standard_error: f64,
    /// `estimate ± t sqrt(T)`.
    pub interval: Interval,
}

/// Rubin's rules over `(estimate, standard error)` of each draw, on a scale where the estimate is roughly normal.
///
/// `T = W + (1 + 1/m) B`, with `t` on `(m - 1)(1 + W / ((1 + 1/m) B))^2` degrees of freedom. `None` for fewer than two draws.
///
/// Source: Rubin DB (1987), Multiple Imputation for Nonresponse in Surveys, ch. 3; for drawing links by their probability,
/// Goldstein H, Harron K, Wade A (2012), Statistics in Medicine 31:3481-3493.
#[must_use]
pub fn pool(draws: &[(f64, f64)]) -> Option<Pooled> {
    if draws.len() < 2 {
        return None;
    }
    let m = draws.len() as f64;
    let estimate = draws.iter().map(|d| d.0).sum::<f64>() / m;
    let within = draws.iter().map(|d| d.1 * d.1).sum::<f64>() / m;
    let between = draws.iter().map(|d| (d.0 - estimate).powi(2)).sum::<f64>() / (m - 1.0);
    let inflated = (1.0 + 1.0 / m) * between;
    let standard_error = (within + inflated).sqrt();
    let reach = quantile(m, within, inflated) * standard_error;
    Some(Pooled { estimate, standard_error, interval: Interval { low: estimate - reach, high: estimate + reach } })
}

fn quantile(m: f64, within: f64, inflated: f64) -> f64 {
    if inflated <= 0.0 {
        return super::Z_95;
    }
    let degrees = (m - 1.0) * (1.0 + within / inflated).powi(2);
    StudentsT::new(0.0, 1.0, degrees.min(1e6)).map_or(super::Z_95, |t| t.inverse_cdf(0.975))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_a_hand_worked_pool() {
        // Worked by hand: W = 0.01, B = 0.01, T = 0.01 + 4/3 * 0.01, df = 2 * (1 + 0.75)^2 = 6.125; t(.975, 6.125) = 2.4351 by R's qt.
        let pooled = pool(&[(0.1, 0.1), (0.2, 0.1), (0.3, 0.1)]).unwrap();
        assert!((pooled.estimate - 0.2).abs() < 1e-12);
        assert!((pooled.standard_error - (0.07_f64 / 3.0).sqrt()).abs() < 1e-12);
        let reach = pooled.interval.high - pooled.estimate;
        assert!((reach / pooled.standard_error - 2.435).abs() < 2e-3);
    }

    #[test]
    fn identical_draws_add_nothing_to_the_sampling_error() {
        let pooled = pool(&[(1.0, 0.5), (1.0, 0.5)]).unwrap();
        assert!((pooled.standard_error - 0.5).abs() < 1e-12);
        assert!(pool(&[(1.0, 0.5)]).is_none());
    }
}
