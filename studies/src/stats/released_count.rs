//! A count as a release shows it.

/// A count of events that is known to lie within `reach` of `shown`, because it was rounded, or is a sum of rounded counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleasedCount {
    /// The count shown.
    pub shown: u64,
    /// How far the count itself may lie from it, either way.
    pub reach: u64,
}

impl ReleasedCount {
    /// A count shown as it is.
    #[must_use]
    pub fn exact(count: u64) -> Self {
        Self { shown: count, reach: 0 }
    }

    /// The smallest count it may be.
    #[must_use]
    pub fn least(self) -> u64 {
        self.shown.saturating_sub(self.reach)
    }

    /// The largest count it may be.
    #[must_use]
    pub fn most(self) -> u64 {
        self.shown + self.reach
    }

    /// Variance of the logarithm of a Poisson count known this far: `1/D`, and the variance `r (r + 1) / 3` of a whole number
    /// equally likely anywhere within the reach `r`, over `D^2`.
    #[must_use]
    pub fn log_variance(self) -> f64 {
        let (shown, reach) = (self.shown as f64, self.reach as f64);
        1.0 / shown + reach * (reach + 1.0) / 3.0 / (shown * shown)
    }
}
