//! One row of a table.

use csv::StringRecord;

use crate::error::Place;

/// One row, as texts, and where it stands.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub(super) record: StringRecord,
    pub(super) place: Place,
}

impl Row {
    /// Text of a column; empty for a column the file does not have.
    #[must_use]
    pub fn text(&self, position: Option<usize>) -> &str {
        position.and_then(|position| self.record.get(position)).unwrap_or_default()
    }

    /// Where the row stands.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }
}
