//! One known answer beside ours.

/// A known answer, what this program finds, and how far they may lie apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The statistic.
    pub statistic: String,
    /// Which of its results, on which input.
    pub quantity: String,
    /// The known answer.
    pub published: f64,
    /// What this program finds; not a number if it finds nothing.
    pub ours: f64,
    /// The largest difference that passes.
    pub tolerance: f64,
    /// Who published the answer.
    pub source: String,
}

impl Check {
    /// Ours less the published value.
    #[must_use]
    pub fn difference(&self) -> f64 {
        self.ours - self.published
    }

    /// Whether the difference is within the tolerance.
    #[must_use]
    pub fn passes(&self) -> bool {
        // Half a unit of the last decimal of a tolerance must not fail for its own binary representation.
        self.difference().abs() <= self.tolerance * (1.0 + 1e-9)
    }
}
