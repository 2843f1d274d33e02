//! Exact intervals of shares.

use serde::Serialize;
use statrs::function::beta::inv_beta_reg;

/// Half of what a 95 % interval leaves out.
const TAIL: f64 = 0.025;

/// A share of a count, with its exact 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// Counted.
    pub part: u64,
    /// Out of so many.
    pub whole: u64,
    /// `part / whole`; `None` of nothing.
    pub share: Option<f64>,
    /// Lower limit; 0 of nothing.
    pub low: f64,
    /// Upper limit; 1 of nothing.
    pub high: f64,
}

impl Share {
    /// `part` of `whole`, which is not smaller.
    ///
    /// Source: Clopper, Pearson (1934), "The use of confidence or fiducial limits illustrated in the case of the binomial",
    /// Biometrika 26:404-413. The limits are quantiles of beta distributions.
    #[must_use]
    pub fn of(part: u64, whole: u64) -> Self {
        let (k, n) = (part as f64, whole as f64);
        let low = if part == 0 { 0.0 } else { inv_beta_reg(k, n - k + 1.0, TAIL) };
        let high = if part >= whole { 1.0 } else { inv_beta_reg(k + 1.0, n - k, 1.0 - TAIL) };
        Self { part, whole, share: (whole > 0).then(|| k / n), low, high }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use statrs::function::beta::beta_reg;

    use super::*;

    #[test]
    fn known_values() {
        // Closed forms at the ends: 1 - (.025)^(1/n) and its mirror; 81 of 263 as in Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 5.
        let none = Share::of(0, 20);
        assert!(none.low.abs() < 1e-12 && (none.high - (1.0 - 0.025_f64.powf(1.0 / 20.0))).abs() < 1e-9, "{none:?}");
        let all = Share::of(20, 20);
        assert!((all.high - 1.0).abs() < 1e-12 && (all.low - 0.025_f64.powf(1.0 / 20.0)).abs() < 1e-9, "{all:?}");
        let most = Share::of(81, 263);
        assert!((most.low - 0.2527).abs() < 5e-5 && (most.high - 0.3676).abs() < 5e-5, "{most:?}");
        let nothing = Share::of(0, 0);
        assert_eq!((nothing.share, nothing.low, nothing.high), (None, 0.0, 1.0));
    }

    proptest! {
        /// Defines the limits: each leaves .025 of the binomial beyond what was counted.
        #[test]
        fn the_limits_leave_the_tails(whole in 1_u64..200_000, of in 0.0..1.0_f64) {
            let part = (of * whole as f64) as u64;
            let (k, n) = (part as f64, whole as f64);
            let found = Share::of(part, whole);
            prop_assert!(found.low <= k / n && k / n <= found.high);
            if part > 0 {
                prop_assert!((beta_reg(k, n - k + 1.0, found.low) - TAIL).abs() < 1e-6);
            }
            if part < whole {
                prop_assert!((1.0 - beta_reg(k + 1.0, n - k, found.high) - TAIL).abs() < 1e-6);
            }
        }
    }
}
