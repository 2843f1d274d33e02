//! Intervals for a share of people and for the difference between two shares.

use statrs::function::beta::inv_beta_reg;

use super::{Interval, Z_95};

/// Wilson's 95 % score interval for `part` of `whole` people, as shares between 0 and 1; `None` unless `0 < whole` and `part <= whole`.
///
/// Source: Wilson EB (1927), "Probable inference, the law of succession, and statistical inference", JASA 22:209-212;
/// method 3 of Newcombe RG (1998), Statistics in Medicine 17:857-872.
#[must_use]
pub fn wilson_interval(part: u64, whole: u64) -> Option<Interval> {
    if whole == 0 || part > whole {
        return None;
    }
    let n = whole as f64;
    let p = part as f64 / n;
    let z2 = Z_95 * Z_95;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let reach = Z_95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
    Some(Interval { low: (centre - reach).max(0.0), high: (centre + reach).min(1.0) })
}

/// The exact 95 % interval for `part` of `whole` people, as shares; `None` as for [`wilson_interval`]. Wider than Wilson's: it covers
/// at least as often as it says.
///
/// Source: Clopper CJ, Pearson ES (1934), Biometrika 26:404-413.
#[must_use]
pub fn exact_interval(part: u64, whole: u64) -> Option<Interval> {
    if whole == 0 || part > whole {
        return None;
    }
    let (x, n) = (part as f64, whole as f64);
    let low = if part == 0 { 0.0 } else { inv_beta_reg(x, n - x + 1.0, 0.025) };
    let high = if part == whole { 1.0 } else { inv_beta_reg(x + 1.0, n - x, 0.975) };
    Some(Interval { low, high })
}

/// Newcombe's hybrid-score 95 % interval for `p1 - p2`, the difference of two independent shares, each given as `(part, whole)`.
///
/// `L = d - sqrt((p1 - l1)^2 + (u2 - p2)^2)`, `U = d + sqrt((u1 - p1)^2 + (p2 - l2)^2)` with the Wilson limits of each share.
///
/// Source: method 10 of Newcombe RG (1998), "Interval estimation for the difference between independent proportions",
/// Statistics in Medicine 17:873-890.
#[must_use]
pub fn newcombe_difference(first: (u64, u64), second: (u64, u64)) -> Option<Interval> {
    let (w1, w2) = (wilson_interval(first.0, first.1)?, wilson_interval(second.0, second.1)?);
    let p1 = first.0 as f64 / first.1 as f64;
    let p2 = second.0 as f64 / second.1 as f64;
    let difference = p1 - p2;
    Some(Interval {
        low: difference - (p1 - w1.low).hypot(w2.high - p2),
        high: difference + (w1.high - p1).hypot(p2 - w2.low),
    })
}
