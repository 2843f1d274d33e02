//! Counts of intervals that hold the planted value.

use super::estimates::Estimate;

/// How many of so many intervals may hold the truth, if a 95 % interval is what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// At least.
    pub least: usize,
    /// At most.
    pub most: usize,
}

impl Band {
    /// Of `worlds`: two standard deviations of a binomial count below its mean and three above it (465 to 490 of 500). Too short an
    /// interval misleads, one that is a little too long only says less: exact intervals of counts are.
    #[must_use]
    pub fn of(worlds: usize) -> Self {
        let (mean, deviation) = (0.95 * worlds as f64, (0.95 * 0.05 * worlds as f64).sqrt());
        let most = (mean + 3.09 * deviation).floor() as usize;
        Self { least: (mean - 2.06 * deviation).ceil() as usize, most: most.min(worlds) }
    }

    /// Of `worlds` without any effect, where the planted value is none: at most 8 % may see one.
    #[must_use]
    pub fn of_no_effect(worlds: usize) -> Self {
        Self { least: (0.92 * worlds as f64).ceil() as usize, most: worlds }
    }

    /// Of `worlds` with linkage error: three standard deviations below the mean (181 of 200), and no more is asked.
    #[must_use]
    pub fn at_least(worlds: usize) -> Self {
        let (mean, deviation) = (0.95 * worlds as f64, (0.95 * 0.05 * worlds as f64).sqrt());
        Self { least: (mean - 3.0 * deviation).ceil() as usize, most: worlds }
    }
}

/// One estimate over many worlds.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Worlds in which the estimate could be made.
    pub worlds: usize,
    /// Worlds whose interval holds the planted value.
    pub covered: usize,
    planted: f64,
    error: f64,
    squared: f64,
    width: f64,
}

impl Tally {
    /// Adds a world's estimate and what was planted in it.
    pub fn add(&mut self, found: Estimate, planted: f64) {
        self.worlds += 1;
        self.covered += usize::from((found.low..=found.high).contains(&planted));
        self.planted += planted;
        self.error += found.value - planted;
        self.squared += (found.value - planted).powi(2);
        self.width += found.high - found.low;
    }

    /// Mean planted value.
    #[must_use]
    pub fn planted(&self) -> f64 {
        self.mean(self.planted)
    }

    /// Mean of estimate less planted value.
    #[must_use]
    pub fn bias(&self) -> f64 {
        self.mean(self.error)
    }

    /// Standard deviation of the estimate around the planted value.
    #[must_use]
    pub fn spread(&self) -> f64 {
        (self.mean(self.squared) - self.bias().powi(2)).max(0.0).sqrt()
    }

    /// Mean width of the interval.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.mean(self.width)
    }

    /// Whether the count lies in the band.
    #[must_use]
    pub fn holds(&self, band: Band) -> bool {
        (band.least..=band.most).contains(&self.covered)
    }

    fn mean(&self, sum: f64) -> f64 {
        sum / self.worlds.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bands_are_those_agreed() {
        assert_eq!(Band::of(500), Band { least: 465, most: 490 });
        assert_eq!(Band::at_least(200), Band { least: 181, most: 200 });
        assert_eq!(Band::of(20).most, 20);
    }

    #[test]
    fn a_tally_knows_bias_spread_and_width() {
        let mut tally = Tally::default();
        for (value, planted) in [(2.0, 1.0), (4.0, 1.0)] {
            tally.add(Estimate { value, low: value - 1.0, high: value + 1.0 }, planted);
        }
        assert_eq!((tally.worlds, tally.covered), (2, 1));
        assert_eq!((tally.planted(), tally.bias(), tally.spread(), tally.width()), (1.0, 2.0, 1.0, 2.0));
    }
}
