//! What may leave: figures that have passed the door, with the policy they passed under.

use super::measure::Released;
use super::policy::Policy;
use super::table::{Chart, ColumnId, RowId, Table};

/// A table that may be released. Made by [`disclose`](super::disclose) and [`gather`](super::gather) alone.
#[derive(Clone, Debug, PartialEq)]
pub struct SafeTable {
    id: String,
    title: String,
    population: String,
    period: String,
    columns: Vec<SafeColumn>,
    rows: Vec<SafeRow>,
    charts: Vec<Chart>,
    notes: Vec<String>,
    policy: Policy,
}

/// A column heading.
#[derive(Clone, Debug, PartialEq)]
pub struct SafeColumn {
    name: &'static str,
    label: String,
    unit: &'static str,
    decimals: usize,
}

/// A row of released figures.
#[derive(Clone, Debug, PartialEq)]
pub struct SafeRow {
    section: Option<String>,
    label: String,
    is_total: bool,
    cells: Vec<SafeCell>,
}

/// One released figure, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SafeCell {
    /// A rounded count, rounded person-years or a rounded standard error.
    Number(f64),
    /// An estimate with its interval.
    Estimate(Released),
    /// No figure.
    Absent(Absence),
}

/// Why there is no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Hidden to protect confidentiality: `[c]`.
    Hidden,
    /// Does not apply to this row: `[z]`.
    NotApplicable,
    /// Not available, since no estimate could be made from the data: `[x]`.
    NotAvailable,
}

impl SafeTable {
    pub(super) fn new(table: Table, columns: Vec<SafeColumn>, rows: Vec<SafeRow>, policy: Policy) -> Self {
        Self {
            id: table.id.to_owned(),
            title: table.title,
            population: table.population,
            period: table.period,
            columns,
            rows,
            charts: table.charts,
            notes: table.notes,
            policy,
        }
    }

    /// The name of its files.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The caption.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Whom the figures are about.
    #[must_use]
    pub fn population(&self) -> &str {
        &self.population
    }

    /// The period they cover.
    #[must_use]
    pub fn period(&self) -> &str {
        &self.period
    }

    /// Column headings, in order.
    #[must_use]
    pub fn columns(&self) -> &[SafeColumn] {
        &self.columns
    }

    /// Rows, in order.
    #[must_use]
    pub fn rows(&self) -> &[SafeRow] {
        &self.rows
    }

    /// Charts, in order.
    #[must_use]
    pub fn charts(&self) -> &[Chart] {
        &self.charts
    }

    /// Notes, in order.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The rule the table passed.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// How many cells are hidden.
    #[must_use]
    pub fn hidden_cells(&self) -> usize {
        self.rows
            .iter()
            .flat_map(|row| &row.cells)
            .filter(|cell| matches!(cell, SafeCell::Absent(Absence::Hidden)))
            .count()
    }

    /// One estimate, if it is shown.
    #[must_use]
    pub fn estimate(&self, row: RowId, column: ColumnId) -> Option<Released> {
        match self.cell(row, column)? {
            SafeCell::Estimate(released) => Some(*released),
            _ => None,
        }
    }

    /// One number, if it is shown.
    #[must_use]
    pub fn number(&self, row: RowId, column: ColumnId) -> Option<f64> {
        match self.cell(row, column)? {
            SafeCell::Number(value) => Some(*value),
            _ => None,
        }
    }

    fn cell(&self, row: RowId, column: ColumnId) -> Option<&SafeCell> {
        self.rows.get(row.0)?.cells.get(column.0)
    }
}

impl SafeColumn {
    pub(super) fn new(name: &'static str, label: String, unit: &'static str, decimals: usize) -> Self {
        Self { name, label, unit, decimals }
    }

    /// The machine name, as in CSV and JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The heading.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        self.unit
    }

    /// Decimals to print.
    #[must_use]
    pub fn decimals(&self) -> usize {
        self.decimals
    }
}

impl SafeRow {
    pub(super) fn new(section: Option<String>, label: String, is_total: bool, cells: Vec<SafeCell>) -> Self {
        Self { section, label, is_total, cells }
    }

    /// The heading the row stands under.
    #[must_use]
    pub fn section(&self) -> Option<&str> {
        self.section.as_deref()
    }

    /// The row's label.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Whether it sums other rows.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.is_total
    }

    /// Figures, one a column.
    #[must_use]
    pub fn cells(&self) -> &[SafeCell] {
        &self.cells
    }

    /// The figure in `column`.
    #[must_use]
    pub fn cell(&self, column: ColumnId) -> Option<&SafeCell> {
        self.cells.get(column.0)
    }
}

impl ColumnId {
    /// The heading this column has in `table`.
    #[must_use]
    pub fn of(self, table: &SafeTable) -> Option<&SafeColumn> {
        table.columns().get(self.0)
    }
}
