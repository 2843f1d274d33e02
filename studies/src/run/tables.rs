//! What a study hands over for one set of links.

use crate::disclose::{ColumnId, Policy, Released, RowId, SafeTable, Table, disclose};

/// Tables that have not passed the door, and where the headline results stand in them.
pub struct Tables<R> {
    /// The tables, in order of reading.
    pub tables: Vec<Table>,
    /// Where the headline results stand.
    pub located: R,
}

/// A figure's place among a study's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located {
    /// Which table, in the order the study gives them.
    pub table: usize,
    /// Which row.
    pub row: RowId,
    /// Which column.
    pub column: ColumnId,
}

impl Located {
    /// The estimate that stands here, if it is shown.
    #[must_use]
    pub fn estimate(self, tables: &[SafeTable]) -> Option<Released> {
        tables.get(self.table)?.estimate(self.row, self.column)
    }

    /// The number that stands here, if it is shown.
    #[must_use]
    pub fn number(self, tables: &[SafeTable]) -> Option<f64> {
        tables.get(self.table)?.number(self.row, self.column)
    }
}

impl<R> Tables<R> {
    /// Every table through the door.
    pub fn disclose(self, policy: &Policy) -> (Vec<SafeTable>, R) {
        (self.tables.into_iter().map(|table| disclose(table, policy)).collect(), self.located)
    }
}
