//! Intervals of totals over strata, and of one total as a share of two.

use crate::evaluate::Share;

/// What a sample says of one stratum.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    /// Pairs in the stratum.
    pub(super) pairs: u64,
    /// Pairs drawn from it.
    pub(super) sampled: u64,
    /// Matches among those.
    pub(super) matches: u64,
}

/// An estimated number of matches, with its 95 % limits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Total {
    pub(super) value: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// The stratified estimate of a total, its limits recovered from the exact ones of each stratum, so that a stratum in which
/// all drawn pairs are alike still counts as uncertain. A stratum drawn whole is not.
///
/// Source: Zou, Huang, Zhang (2009), "A note on confidence interval estimation for a linear function of binomial
/// proportions", Computational Statistics & Data Analysis 53:1080-1085, with Clopper and Pearson's limits for Wilson's; the
/// finite population correction of Cochran (1977), Sampling Techniques, 3.2.
pub(super) fn total(strata: &[Counted]) -> Total {
    let (mut value, mut below, mut above) = (0.0, 0.0, 0.0);
    let (mut seen, mut possible) = (0, 0);
    for stratum in strata.iter().filter(|stratum| stratum.sampled > 0) {
        let share = Share::of(stratum.matches, stratum.sampled);
        let (pairs, found) = (stratum.pairs as f64, share.share.unwrap_or(0.0));
        let unseen = (pairs - stratum.sampled as f64) / (pairs - 1.0).max(1.0);
        value += pairs * found;
        below += (pairs * (found - share.low)).powi(2) * unseen;
        above += (pairs * (share.high - found)).powi(2) * unseen;
        seen += stratum.matches;
        possible += stratum.pairs - (stratum.sampled - stratum.matches);
    }
    Total { value, low: (value - below.sqrt()).max(seen as f64), high: (value + above.sqrt()).min(possible as f64) }
}

/// 95 % limits of `part / (part + rest)`, two independent totals: the shares r for which the interval of
/// `(1 - r) part - r rest` holds nought.
///
/// Source: Fieller (1954), JRSS B 16:175-185, with limits recovered as in Donner, Zou (2012), Statistical Methods in Medical
/// Research 21:347-359.
pub(super) fn limits_of_share(part: Total, rest: Total) -> (f64, f64) {
    let middle = |r: f64| (1.0 - r) * part.value - r * rest.value;
    let lower = |r: f64| middle(r) - ((1.0 - r) * (part.value - part.low)).hypot(r * (rest.high - rest.value));
    let upper = |r: f64| middle(r) + ((1.0 - r) * (part.high - part.value)).hypot(r * (rest.value - rest.low));
    (crossing(|r| lower(r) > 0.0), crossing(|r| upper(r) >= 0.0))
}

/// Where on [0, 1] a condition that holds below ceases to.
fn crossing(holds: impl Fn(f64) -> bool) -> f64 {
    if holds(1.0) {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(pairs: u64, sampled: u64, matches: u64) -> Counted {
        Counted { pairs, sampled, matches }
    }

    #[test]
    fn one_large_stratum_is_the_exact_interval() {
        let found = total(&[counted(1_000_000_000, 20, 20)]);
        let exact = Share::of(20, 20);
        assert!((found.low / 1e9 - exact.low).abs() < 1e-6 && (found.high / 1e9 - 1.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn a_stratum_drawn_whole_is_certain_and_no_total_contradicts_what_was_seen() {
        assert_eq!(total(&[counted(12, 12, 5)]), Total { value: 5.0, low: 5.0, high: 5.0 });
        let found = total(&[counted(12, 11, 11)]);
        assert!(found.low >= 11.0 && found.high <= 12.0, "{found:?}");
        assert_eq!(total(&[]), Total::default());
    }

    #[test]
    fn a_share_of_certain_totals_is_certain() {
        let sure = |value: f64| Total { value, low: value, high: value };
        let (low, high) = limits_of_share(sure(30.0), sure(10.0));
        assert!((low - 0.75).abs() < 1e-9 && (high - 0.75).abs() < 1e-9, "{low} {high}");
        let (low, high) = limits_of_share(sure(30.0), Total { value: 0.0, low: 0.0, high: 10.0 });
        assert!((low - 0.75).abs() < 1e-9 && high > 1.0 - 1e-9, "{low} {high}");
        assert!(limits_of_share(sure(0.0), sure(5.0)).1 < 1e-9);
    }
}
