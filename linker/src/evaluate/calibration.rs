//! Are match probabilities what they say: reliability by band and the Brier score (Brier 1950; Dawid 1982).

use serde::Serialize;

use super::metrics::ScoredPair;
use crate::model::probability;

/// Lower edges of the bands of match probability; narrow where most pairs and all decisions lie.
const EDGES: [f64; 12] = [0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/// Pairs whose match probability lies in one band.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Band {
    /// Least match probability.
    pub low: f64,
    /// Match probability below which the band ends; the last includes 1.
    pub high: f64,
    /// Number of pairs.
    pub pairs: u64,
    /// Share of them that are matches; 0 without pairs.
    pub true_share: f64,
    /// Mean match probability; 0 without pairs.
    pub mean_probability: f64,
}

impl Band {
    /// Whether the true share lies within the band widened by `slack` on either side.
    #[must_use]
    pub fn holds(&self, slack: f64) -> bool {
        (self.low - slack..=self.high + slack).contains(&self.true_share)
    }
}

/// How far match probabilities can be taken at their word.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// By rising match probability.
    pub bands: Vec<Band>,
    /// Mean squared difference of match probability and truth; 0 is best, .25 is what always saying one half earns.
    pub brier: f64,
}

/// Calibration of scored pairs.
#[must_use]
pub fn calibration(pairs: &[ScoredPair]) -> Calibration {
    let mut bands: Vec<Band> = EDGES
        .iter()
        .zip(EDGES.iter().skip(1).chain([&1.0]))
        .map(|(low, high)| Band { low: *low, high: *high, ..Band::default() })
        .collect();
    let mut squares = 0.0;
    for pair in pairs {
        let (probability, truth) = (probability(pair.match_weight), f64::from(u8::from(pair.truth)));
        let band = &mut bands[EDGES.partition_point(|edge| *edge <= probability) - 1];
        band.pairs += 1;
        band.true_share += truth;
        band.mean_probability += probability;
        squares += (probability - truth).powi(2);
    }
    for band in bands.iter_mut().filter(|band| band.pairs > 0) {
        band.true_share /= band.pairs as f64;
        band.mean_probability /= band.pairs as f64;
    }
    Calibration { bands, brier: squares / pairs.len().max(1) as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(match_weight: f64, truth: bool) -> ScoredPair {
        ScoredPair { left: 0, right: 0, match_weight, link: false, truth }
    }

    #[test]
    fn worked_by_hand() {
        // Weights 0 and log2(3) are probabilities .5 and .75.
        let found = calibration(&[pair(0.0, true), pair(0.0, false), pair(3.0_f64.log2(), true), pair(60.0, true)]);
        let [half, three_quarters] = [6, 8].map(|band: usize| found.bands[band]);
        assert_eq!((half.low, half.pairs, half.true_share, half.mean_probability), (0.5, 2, 0.5, 0.5));
        assert!((three_quarters.mean_probability - 0.75).abs() < 1e-12 && three_quarters.pairs == 1);
        assert_eq!(found.bands[11].pairs, 1, "certainty belongs to the last band");
        assert!((found.brier - (0.25 + 0.25 + 0.0625) / 4.0).abs() < 1e-12);
        assert!(half.holds(0.0) && !three_quarters.holds(0.05));
        assert_eq!(calibration(&[]).brier.to_bits(), 0.0_f64.to_bits());
    }
}
