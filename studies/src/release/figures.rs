//! Tables and figures of `results.json`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Table {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) population: String,
    pub(super) period: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pub(super) notes: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct Column {
    name: String,
    unit: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Row {
    section: Option<String>,
    label: String,
    total: bool,
    cells: Vec<Value>,
}

/// A count as it is released, with its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Kind of study and table.
    pub table: String,
    /// Section heading, or nothing.
    pub section: String,
    /// Row label.
    pub row: String,
    /// Column name.
    pub column: String,
    /// The number.
    pub value: f64,
    /// Whether it sums other rows.
    pub is_total: bool,
}

impl Figure {
    /// Where it stands, in words.
    #[must_use]
    pub fn place(&self) -> String {
        let section = if self.section.is_empty() { String::new() } else { format!("{}, ", self.section) };
        format!("{}: {section}{}, {}", self.table, self.row, self.column)
    }
}

impl Table {
    /// Counts of people and events: what thresholds and rounding are about.
    pub(super) fn counts(&self, kind: &str) -> Vec<Figure> {
        let mut figures = Vec::new();
        for row in &self.rows {
            for (column, cell) in self.columns.iter().zip(&row.cells) {
                let is_count = matches!(column.unit.as_str(), "count" | "people");
                let Some(value) = cell.as_f64().filter(|_| is_count) else { continue };
                figures.push(Figure {
                    table: format!("{kind}/{}", self.id),
                    section: row.section.clone().unwrap_or_default(),
                    row: row.label.clone(),
                    column: column.name.clone(),
                    value,
                    is_total: row.total,
                });
            }
        }
        figures
    }

    /// Estimates that are marked unreliable.
    pub(super) fn unreliable(&self) -> usize {
        self.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.get("unreliable").is_some()).count()
    }

    /// Estimates of models, which no released count gives again.
    pub(super) fn has_models(&self) -> bool {
        self.columns
            .iter()
            .any(|column| column.name.starts_with("adjusted") || column.unit == "per 1,000 person-years, standardised")
    }

    pub(super) fn hidden(&self) -> usize {
        self.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.as_str() == Some("[c]")).count()
    }
}
