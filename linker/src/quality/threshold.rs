//! Precision and recall by threshold, expected under the model or counted against a truth.

use super::bins::WeightBin;

/// What declaring every pair from a match weight on would give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtThreshold {
    /// Match weight, bits, from which pairs are declared.
    pub threshold: f64,
    /// Pairs declared.
    pub declared: u64,
    /// Share of the declared pairs that are matches.
    pub precision: f64,
    /// Share of the matches among the binned pairs that are declared: matches that met in no block are not counted.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

/// One entry a bin, by rising threshold. `matches` says how many of a bin's pairs are matches: the model's expectation
/// ([`WeightBin::expected_matches`]) or a count.
#[must_use]
pub fn by_threshold(bins: &[WeightBin], matches: impl Fn(&WeightBin) -> f64) -> Vec<AtThreshold> {
    let total: f64 = bins.iter().map(&matches).sum();
    let share = |of: f64, whole: f64| if whole > 0.0 { of / whole } else { 0.0 };
    let (mut declared, mut hits) = (0, 0.0);
    let mut falling: Vec<_> = bins
        .iter()
        .rev()
        .map(|bin| {
            declared += bin.pairs;
            hits += matches(bin);
            AtThreshold {
                threshold: bin.low,
                declared,
                precision: share(hits, declared as f64),
                recall: share(hits, total),
                f1: share(2.0 * hits, declared as f64 + total),
            }
        })
        .collect();
    falling.reverse();
    falling
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let bin = |low: f64, pairs, expected_matches| WeightBin { low, high: low + 1.0, pairs, expected_matches };
        let found = by_threshold(&[bin(-5.0, 60, 2.0), bin(1.0, 20, 8.0), bin(9.0, 30, 30.0)], |b| b.expected_matches);
        let at = |i: usize| (found[i].threshold, found[i].declared, found[i].precision, found[i].recall, found[i].f1);
        assert_eq!(at(2), (9.0, 30, 1.0, 0.75, 60.0 / 70.0));
        assert_eq!(at(1), (1.0, 50, 0.76, 0.95, 76.0 / 90.0));
        assert_eq!((found[0].declared, found[0].recall), (110, 1.0));
        assert!(by_threshold(&[], |bin| bin.expected_matches).is_empty());
    }
}
