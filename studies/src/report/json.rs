//! `results.json`: every figure of the report, with its policy.

use serde_json::{Value, json};

use super::Report;
use super::shorthand::in_place;
use crate::disclose::{Released, SafeCell, SafeRow, SafeTable};
use crate::run::{Finding, StudyResult};

/// The report as JSON, keys in a fixed order.
#[must_use]
pub fn json(report: &Report) -> String {
    let document = json!({
        "title": report.title,
        "synthetic": report.provenance.synthetic,
        "software": report.provenance.software,
        "inputs": report.provenance.inputs.iter().map(|i| json!({"name": i.name, "sha256": i.sha256})).collect::<Vec<_>>(),
        "studies": report.studies.iter().map(study).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

fn study(result: &StudyResult) -> Value {
    json!({
        "kind": result.study.kind().name(),
        "name": result.study.name,
        "cohort": {"from": result.study.cohort.from.to_string(), "until": result.study.cohort.until.to_string()},
        "data_cut": result.study.data_cut.to_string(),
        "summary": result.summary,
        "policy": result.study.policy,
        "linkage": {
            "strict_probability": result.study.linkage.strict_probability,
            "loose_probability": result.study.linkage.loose_probability,
            "draws": result.study.linkage.draws,
            "seed": result.study.linkage.seed,
        },
        "findings": result.findings.iter().map(finding).collect::<Vec<_>>(),
        "tables": result.tables().into_iter().map(table).collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "key": finding.key.name(),
        "label": finding.label,
        "declared": finding.declared.map(released),
        "strict": finding.strict.map(released),
        "loose": finding.loose.map(released),
        "drawn": finding.drawn.map(released),
        "adjusted": finding.adjusted.map(released),
        "perfect": finding.perfect.map(released),
    })
}

fn released(released: Released) -> Value {
    let interval = released.interval();
    let mut value =
        json!({"estimate": rounded(released.estimate()), "low": rounded(interval.low), "high": rounded(interval.high)});
    if released.is_unreliable() {
        value["unreliable"] = json!(true);
    }
    value
}

fn table(table: &SafeTable) -> Value {
    let columns = table.columns();
    json!({
        "id": table.id(),
        "title": table.title(),
        "population": table.population(),
        "period": table.period(),
        "columns": columns.iter().map(|c| json!({"name": c.name(), "label": c.label(), "unit": c.unit()})).collect::<Vec<_>>(),
        "rows": table.rows().iter().map(row).collect::<Vec<_>>(),
        "notes": table.notes(),
        "sdc": {"policy": table.policy().name, "threshold": table.policy().threshold, "round": table.policy().rounding_base,
                "suppressed": table.hidden_cells()},
    })
}

fn row(row: &SafeRow) -> Value {
    let cells = row.cells().iter().map(|cell| match cell {
        SafeCell::Number(value) => json!(rounded(*value)),
        SafeCell::Estimate(estimate) => released(*estimate),
        SafeCell::Absent(absence) => json!(in_place(*absence).0),
    });
    json!({"section": row.section(), "label": row.label(), "total": row.is_total(), "cells": cells.collect::<Vec<_>>()})
}

/// Six decimals: every figure comes from rounded counts, so more would be noise.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
