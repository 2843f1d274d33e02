//! The files of a release, by name.

use exchange::manifest::sha256_of_bytes;
use serde_json::json;

use super::{Report, csv, csvw, html, json, ods};

/// The manifest's name in a release.
pub const MANIFEST: &str = "manifest.json";
/// The manifest's format.
pub const FORMAT: &str = "dwlink/release/1";

/// Every file of the release: its path under the release folder and its contents, in a fixed order, the manifest last. The caller writes
/// them, whole or not at all.
///
/// # Errors
/// As [`ods()`].
pub fn files(report: &Report) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut files = vec![
        ("report.html".to_owned(), html(report).into_bytes()),
        ("results.json".to_owned(), json(report).into_bytes()),
        ("tables.ods".to_owned(), ods(report)?),
    ];
    for result in &report.studies {
        for table in result.tables() {
            let name = format!("csv/{}/{}.csv", result.study.kind().name(), table.id());
            files.push((format!("{name}-metadata.json"), csvw(table).into_bytes()));
            files.push((name, csv(table).into_bytes()));
        }
    }
    let manifest = manifest(report, &files);
    files.push((MANIFEST.to_owned(), manifest.into_bytes()));
    Ok(files)
}

fn manifest(report: &Report, files: &[(String, Vec<u8>)]) -> String {
    let entries =
        files.iter().map(|(path, bytes)| json!({"path": path, "bytes": bytes.len(), "sha256": sha256_of_bytes(bytes)}));
    let document = json!({
        "format": FORMAT,
        "title": report.title,
        "software": report.provenance.software,
        "synthetic": report.provenance.synthetic,
        "files": entries.collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}
