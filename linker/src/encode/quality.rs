//! What a data-quality report counts: by table and column, which rules were broken and where first. Never a value.

use std::collections::BTreeSet;
use std::fs;

use exchange::Received;
use serde::{Deserialize, Serialize};

use super::folders::CHECK_FILE;
use crate::error::{InputFault, Result};
use crate::standardise::{Finding, FindingKind, Findings};

/// Unusable values are a matter of the spec, not of the data, from this share of a column's values on: the wrong column, a form not declared.
const DOUBTFUL_SHARE: f64 = 0.1;

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
                    kind: finding.kind(),
                })
                .collect(),
        })
    }
}

/// Columns of which the report that `pseudonymise` wrote into an owner's folder counts a usable value, whatever their table.
///
/// # Errors
/// A missing file, or one that is no such report.
pub fn usable_columns(owner: &Received) -> Result<BTreeSet<String>> {
    #[derive(Deserialize)]
    struct Report {
        columns: Vec<Column>,
    }
    #[derive(Deserialize)]
    struct Column {
        column: String,
        usable: u64,
    }
    let path = owner.file(CHECK_FILE)?;
    let text = fs::read(&path).map_err(|source| exchange::ExchangeError::io(&path, source))?;
    let report: Report = serde_json::from_slice(&text).map_err(|_| {
        let remedy = "pseudonymise the source again; the owner's folder must stay as it was written";
        InputFault::of_file(CHECK_FILE, "is not a data-quality report", remedy)
    })?;
    Ok(report.columns.into_iter().filter(|column| column.usable > 0).map(|column| column.column).collect())
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
    /// What it costs the record.
    #[serde(skip)]
    pub kind: FindingKind,
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

impl ColumnQuality {
    /// Rows that hold a value, be it one that cannot be read; empty cells and placeholders hold none.
    #[must_use]
    pub fn held(&self) -> u64 {
        let without = [FindingKind::Missing, FindingKind::Placeholder];
        let findings = self.findings.iter().filter(|finding| without.contains(&finding.kind));
        self.rows.saturating_sub(findings.map(|finding| finding.count).sum())
    }

    /// Values that cannot be used.
    #[must_use]
    pub fn unusable(&self) -> u64 {
        self.held().saturating_sub(self.usable)
    }

    /// The rule that they break most often.
    #[must_use]
    pub fn commonest(&self) -> Option<&FindingCount> {
        let broken = self.findings.iter().filter(|finding| finding.kind == FindingKind::Invalid);
        broken.max_by_key(|finding| finding.count)
    }
}

impl QualityReport {
    /// Columns of whose values more than a tenth cannot be used. Who does not look into the report would not see why links are few.
    pub fn doubtful(&self) -> impl Iterator<Item = &ColumnQuality> {
        self.columns.iter().filter(|column| column.unusable() as f64 > DOUBTFUL_SHARE * column.held() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_doubtful_by_the_values_it_holds() {
        let column = |missing: usize, unreadable: usize, usable: usize| {
            let mut counts = ColumnCounts::new("dob");
            let mut add = |times, finding: Option<Finding>, usable| {
                for _ in 0..times {
                    counts.add(finding.map(Findings::of).unwrap_or_default(), usable, 2);
                }
            };
            add(missing, Some(Finding::Missing), false);
            add(missing, Some(Finding::PlaceholderDate), false);
            add(unreadable, Some(Finding::UnreadableDate), false);
            add(usable, None, true);
            counts.report("left.csv").unwrap()
        };
        // A column without values is not doubtful, it is empty.
        let columns = vec![column(50, 0, 0), column(0, 1, 9), column(80, 2, 9)];
        let report = QualityReport { columns, ..QualityReport::default() };
        let doubtful: Vec<_> = report.doubtful().collect();
        assert_eq!(doubtful.len(), 1);
        assert_eq!((doubtful[0].held(), doubtful[0].usable), (11, 9));
        assert_eq!(doubtful[0].commonest().unwrap().rule, Finding::UnreadableDate.rule());
    }
}
