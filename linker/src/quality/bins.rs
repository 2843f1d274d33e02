//! Histograms of match weights that show no small count.

use exchange::model::SMALLEST_PATTERN_COUNT;

use crate::model::probability;

/// Weights outside these bits lie in the outermost bins.
const RANGE: (i32, i32) = (-20, 40);

/// Pairs whose match weight lies in one bin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightBin {
    /// Least match weight, bits; the lowest bin also holds what lies below.
    pub low: f64,
    /// Match weight at which the bin ends; the highest bin also holds what lies above.
    pub high: f64,
    /// Pairs, at least ten.
    pub pairs: u64,
    /// Matches among them that the model expects: the sum of their match probabilities.
    pub expected_matches: f64,
}

/// Bins of one bit, by rising weight. Bins that would hold fewer than ten are joined to the next lower ones; empty bits are
/// left out, and fewer than ten pairs in all give no bin.
#[must_use]
pub fn weight_bins(weighted: impl IntoIterator<Item = (f64, u64)>) -> Vec<WeightBin> {
    let mut bits = vec![(0, 0.0); (RANGE.1 - RANGE.0) as usize];
    for (weight, pairs) in weighted {
        let bit = (weight.floor() - f64::from(RANGE.0)).clamp(0.0, (bits.len() - 1) as f64) as usize;
        bits[bit].0 += pairs;
        bits[bit].1 += probability(weight) * pairs as f64;
    }
    let single = (RANGE.0..).zip(bits).map(|(low, (pairs, expected_matches))| WeightBin {
        low: f64::from(low),
        high: f64::from(low + 1),
        pairs,
        expected_matches,
    });
    joined(single.filter(|bin| bin.pairs > 0).collect())
}

fn joined(mut rising: Vec<WeightBin>) -> Vec<WeightBin> {
    let mut bins: Vec<WeightBin> = Vec::new();
    while let Some(bin) = rising.pop() {
        match bins.last_mut() {
            Some(above) if above.pairs < SMALLEST_PATTERN_COUNT => above.take_in(bin),
            _ => bins.push(bin),
        }
    }
    if bins.last().is_some_and(|bin| bin.pairs < SMALLEST_PATTERN_COUNT) {
        let lowest = bins.pop();
        if let (Some(lowest), Some(above)) = (lowest, bins.last_mut()) {
            above.take_in(lowest);
        }
    }
    bins.reverse();
    bins
}

impl WeightBin {
    fn take_in(&mut self, lower: Self) {
        self.low = lower.low;
        self.pairs += lower.pairs;
        self.expected_matches += lower.expected_matches;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_bins_join_the_next_lower_ones() {
        let bins = weight_bins([(90.0, 4), (12.5, 3), (3.2, 20), (3.9, 1), (-0.5, 10), (-60.0, 2)]);
        let shown: Vec<_> = bins.iter().map(|bin| (bin.low, bin.high, bin.pairs)).collect();
        assert_eq!(shown, [(-20.0, 0.0, 12), (3.0, 40.0, 28)]);
        assert!(weight_bins([(1.0, 9)]).is_empty());
    }

    #[test]
    fn a_sure_pair_is_one_expected_match() {
        let bins = weight_bins([(0.0, 10), (30.0, 10)]);
        assert!((bins[0].expected_matches - 5.0).abs() < 1e-12 && (bins[1].expected_matches - 10.0).abs() < 1e-6);
    }

    proptest! {
        #[test]
        fn no_count_is_small_and_none_is_lost(weighted in prop::collection::vec((-70.0_f64..70.0, 0_u64..30), 0..60)) {
            let total: u64 = weighted.iter().map(|(_, pairs)| pairs).sum();
            let bins = weight_bins(weighted);
            prop_assert!(bins.iter().all(|bin| bin.pairs >= SMALLEST_PATTERN_COUNT));
            prop_assert!(bins.windows(2).all(|two| two[0].high <= two[1].low));
            let kept: u64 = bins.iter().map(|bin| bin.pairs).sum();
            prop_assert_eq!(kept, if total < SMALLEST_PATTERN_COUNT { 0 } else { total });
        }
    }
}
