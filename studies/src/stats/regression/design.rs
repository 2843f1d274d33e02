//! The covariates of a model.

/// A matrix of covariates, a row an observation, with its constant column if the model has one.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    columns: usize,
    values: Vec<f64>,
}

impl Design {
    /// An empty matrix of `columns` covariates.
    #[must_use]
    pub fn new(columns: usize) -> Self {
        Self { columns, values: Vec::new() }
    }

    /// Adds an observation.
    ///
    /// # Panics
    /// If `row` does not hold a value for each column: the caller's code is wrong, not the data.
    pub fn push(&mut self, row: &[f64]) {
        assert_eq!(row.len(), self.columns, "a row holds a value for each covariate");
        self.values.extend_from_slice(row);
    }

    /// How many covariates there are.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many observations there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.columns).unwrap_or(0)
    }

    /// The covariates of one observation.
    #[must_use]
    pub fn row(&self, index: usize) -> &[f64] {
        &self.values[index * self.columns..(index + 1) * self.columns]
    }

    /// The linear predictor of one observation: its covariates times the coefficients, summed.
    #[must_use]
    pub fn predict(&self, index: usize, coefficients: &[f64]) -> f64 {
        self.row(index).iter().zip(coefficients).map(|(x, b)| x * b).sum()
    }
}
