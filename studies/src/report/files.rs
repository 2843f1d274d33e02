//! The files of a release, by name.

use super::{Report, csv, html, json};

/// Every file of the release: its path under the release folder and its contents, in a fixed order. The caller writes them, whole or
/// not at all.
#[must_use]
pub fn files(report: &Report) -> Vec<(String, String)> {
    let mut files = vec![("report.html".to_owned(), html(report)), ("results.json".to_owned(), json(report))];
    for result in &report.studies {
        for table in result.tables() {
            files.push((format!("tables/{}/{}.csv", result.study.kind().name(), table.id()), csv(table)));
        }
    }
    files
}
