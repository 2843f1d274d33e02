//! What one cell of a source gave.

use super::finding::{Finding, Findings};

/// The standardised value of one cell, or none, with everything the data-quality report counts about it.
///
/// `value` is `None` exactly when the cell must be treated as null from here on; the findings then say why.
/// A value with findings was kept: it was repaired, or it is doubtful enough to be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<T> {
    /// The value to use, or `None` for null.
    pub value: Option<T>,
    /// What was noticed on the way; empty for a clean cell.
    pub findings: Findings,
}

impl<T> Reading<T> {
    /// A value with nothing to report.
    pub fn clean(value: T) -> Self {
        Self::found(value, Findings::default())
    }

    /// A value kept in spite of the findings.
    pub fn found(value: T, findings: Findings) -> Self {
        Self { value: Some(value), findings }
    }

    /// No value, for one reason.
    #[must_use]
    pub fn null(finding: Finding) -> Self {
        Self::nothing(Findings::of(finding))
    }

    /// No value, for several reasons.
    #[must_use]
    pub fn nothing(findings: Findings) -> Self {
        Self { value: None, findings }
    }

    /// The same findings with the value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Reading<U> {
        Reading { value: self.value.map(change), findings: self.findings }
    }
}
