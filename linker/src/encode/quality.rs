//! What a data-quality report counts: by table and column, which rules were broken and where first. Never a value.

use serde::Serialize;

use crate::standardise::{Finding, Findings};

/// Counts of one column while a table is read.
#[derive(Clone, Debug)]
pub(crate) struct ColumnCounts {
    column: String,
    rows: u64,
    usable: u64,
    findings: Vec<(u64, u64)>,
}

impl ColumnCounts {
    pub(crate) fn new(column: &str) -> Self {
        Self { column: column.to_owned(), rows: 0, usable: 0, findings: vec![(0, 0); Finding::ALL.len()] }
    }

    pub(crate) fn add(&mut self, findings: Findings, usable: bool, line: u64) {
        self.rows += 1;
        self.usable += u64::from(usable);
        for finding in findings.iter() {
            let (count, first) = &mut self.findings[finding as usize];
            if *count == 0 {
                *first = line;
            }
            *count += 1;
        }
    }

    /// Adds the counts of later rows of the same column.
    pub(crate) fn merge(&mut self, later: &Self) {
        self.rows += later.rows;
        self.usable += later.usable;
        for (mine, theirs) in self.findings.iter_mut().zip(&later.findings) {
            if mine.0 == 0 {
                mine.1 = theirs.1;
            }
            mine.0 += theirs.0;
        }
    }

    pub(crate) fn report(&self, table: &str) -> Option<ColumnQuality> {
        (self.rows > 0).then(|| ColumnQuality {
            table: table.to_owned(),
            column: self.column.clone(),
            rows: self.rows,
            usable: self.usable,
            findings: Finding::ALL
                .iter()
                .zip(&self.findings)
                .filter(|(_, (count, _))| *count > 0)
                .map(|(finding, (count, first_row))| FindingCount {
                    rule: finding.rule(),
                    explanation: finding.explanation(),
                    count: *count,
                    first_row: *first_row,
                })
                .collect(),
        })
    }
}

/// Quality of one column.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnQuality {
    /// Table file.
    pub table: String,
    /// Column.
    pub column: String,
    /// Rows read.
    pub rows: u64,
    /// Rows with a usable value.
    pub usable: u64,
    /// Rules that were broken, in a fixed order.
    pub findings: Vec<FindingCount>,
}

/// How often one rule was broken.
#[derive(Clone, Debug, Serialize)]
pub struct FindingCount {
    /// Stable name of the rule.
    pub rule: &'static str,
    /// The rule in one sentence.
    pub explanation: &'static str,
    /// Rows.
    pub count: u64,
    /// Line of the first, from 1.
    pub first_row: u64,
}

/// Quality of a whole source.
#[derive(Clone, Debug, Default, Serialize)]
pub struct QualityReport {
    /// Entities kept.
    pub entities: u64,
    /// Identity variants kept.
    pub variants: u64,
    /// Rows dropped for want of consent.
    pub refused_rows: u64,
    /// Rows dropped because the entity was withdrawn.
    pub withdrawn_rows: u64,
    /// Rows of an earlier registration of the same entity.
    pub superseded_rows: u64,
    /// Rows that repeat an identity the entity already has.
    pub repeated_rows: u64,
    /// Values that did not fit their fixed number of token slots.
    pub truncated_values: u64,
    /// By table and column.
    pub columns: Vec<ColumnQuality>,
}
