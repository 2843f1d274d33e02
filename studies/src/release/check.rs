//! What an output checker looks for.

use std::collections::BTreeMap;

use super::figures::Figure;
use super::folder::{ReleaseFolder, Study};
use crate::disclose::ZeroPolicy;
use crate::report::FORMAT;

/// What was noticed, with its rule and its remedy.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Whether it stops the release.
    pub severity: Severity,
    /// Where.
    pub place: String,
    /// What, and what to do.
    pub message: String,
}

/// Whether a finding stops the release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It must not leave like this.
    Fault,
    /// A person must decide.
    Decision,
}

/// Limits of the `OpenSAFELY` airlock, which other bodies share.
pub(super) const MOST_BYTES: u64 = 16 << 20;
const MOST_ROWS: usize = 5000;
const TYPES: [&str; 4] = ["html", "json", "csv", "ods"];

/// Everything noticed, faults first.
#[must_use]
pub fn check(folder: &ReleaseFolder) -> Vec<Finding> {
    let mut findings = files(folder);
    for study in &folder.results.studies {
        findings.extend(counts(study));
        findings.extend(context(study));
        findings.extend(decisions(study));
    }
    findings.sort_by_key(|finding| finding.severity);
    findings
}

fn fault(place: impl Into<String>, message: impl Into<String>) -> Finding {
    Finding { severity: Severity::Fault, place: place.into(), message: message.into() }
}

fn decision(place: impl Into<String>, message: impl Into<String>) -> Finding {
    Finding { severity: Severity::Decision, place: place.into(), message: message.into() }
}

fn files(folder: &ReleaseFolder) -> Vec<Finding> {
    let mut findings = Vec::new();
    if folder.manifest.format != FORMAT {
        findings.push(fault("manifest.json", "is of another format; check it with the version that made it"));
    }
    for listed in &folder.manifest.files {
        match folder.files.get(&listed.path) {
            None => findings.push(fault(&listed.path, "is listed but missing; make the release again")),
            Some(found) if found.sha256 != listed.sha256 || found.bytes != listed.bytes => {
                findings.push(fault(&listed.path, "differs from its hash in the manifest; make the release again"));
            }
            Some(_) => {}
        }
    }
    for (path, found) in &folder.files {
        if !folder.manifest.files.iter().any(|listed| listed.path == *path) {
            findings.push(fault(path, "is not listed in the manifest; take it out of the folder"));
        }
        let extension = path.rsplit('.').next().unwrap_or_default();
        if !TYPES.contains(&extension) {
            findings.push(fault(path, "is of a type that is not released; release html, json, csv or ods"));
        }
        if found.bytes > MOST_BYTES {
            findings.push(fault(path, "is larger than 16 MiB; release fewer or coarser tables"));
        }
        let rows = found.text.as_deref().map_or(0, |text| text.lines().count());
        if extension == "csv" && rows > MOST_ROWS + 1 {
            findings.push(fault(path, "has more than 5,000 rows; release a coarser table"));
        }
    }
    findings
}

fn counts(study: &Study) -> Vec<Finding> {
    let policy = &study.policy;
    let (base, least) = (f64::from(policy.rounding_base), f64::from(policy.smallest_released()));
    let lowest_shown = (least / base).round() * base;
    let mut findings = Vec::new();
    for figure in study.tables.iter().flat_map(|table| table.counts(&study.kind)) {
        if (figure.value / base).fract().abs() > 1e-9 {
            findings
                .push(fault(figure.place(), format!("is not rounded to {base}; round it, and what is made from it")));
        }
        let is_shown_zero = figure.value == 0.0 && policy.zeros == ZeroPolicy::Show;
        if figure.value < lowest_shown && !is_shown_zero {
            findings.push(fault(figure.place(), "is below the threshold; hide it, and another of its total"));
        }
    }
    findings
}

fn context(study: &Study) -> Vec<Finding> {
    let mut findings = Vec::new();
    for table in &study.tables {
        let place = format!("{}/{}", study.kind, table.id);
        for (text, what) in [(&table.title, "title"), (&table.population, "population"), (&table.period, "period")] {
            if text.trim().is_empty() {
                findings.push(fault(&place, format!("has no {what}; a checker cannot judge it without")));
            }
        }
    }
    findings
}

fn decisions(study: &Study) -> Vec<Finding> {
    let mut findings = Vec::new();
    for table in &study.tables {
        let place = format!("{}/{}", study.kind, table.id);
        if table.unreliable() > 0 {
            let count = table.unreliable();
            findings.push(decision(&place, format!("{count} estimates rest on few events, [u]: are they needed?")));
        }
        if table.has_models() {
            findings.push(decision(&place, "estimates of models: are the groups they compare wide enough?"));
        }
        if table.hidden() > 0 && table.notes.is_empty() {
            findings.push(decision(&place, "has hidden cells and no note: does a reader understand it?"));
        }
    }
    let figures: Vec<Figure> = study.tables.iter().flat_map(|table| table.counts(&study.kind)).collect();
    findings.extend(differencing(study, &figures));
    findings
}

/// Equal rows and columns of two tables of one study that lie close together: their difference is a small group.
fn differencing(study: &Study, figures: &[Figure]) -> Vec<Finding> {
    let close = f64::from(study.policy.threshold + study.policy.rounding_base);
    let mut tables: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for (index, first) in figures.iter().enumerate() {
        for second in &figures[index + 1..] {
            let same = first.section == second.section && first.row == second.row && first.column == second.column;
            let apart = (first.value - second.value).abs();
            if same && first.table != second.table && apart > 0.0 && apart < close {
                tables.entry((&first.table, &second.table)).or_default().push(&first.row);
            }
        }
    }
    let finding = |((first, second), rows): ((&str, &str), Vec<&str>)| {
        decision(
            format!("{first} and {second}"),
            format!("{} equal rows differ by a small number: whose difference is it?", rows.len()),
        )
    };
    tables.into_iter().map(finding).collect()
}
