//! `study validate`: every statistic beside its known answers.

use serde::Serialize;
use studies::validate::{Check, checks};

use crate::error::ExitStatus;
use crate::printer::Printer;

/// One row under `--json`.
#[derive(Serialize)]
struct Row<'a> {
    statistic: &'a str,
    quantity: &'a str,
    published: f64,
    /// `null` if this program finds nothing.
    ours: Option<f64>,
    difference: Option<f64>,
    tolerance: f64,
    source: &'a str,
    passes: bool,
}

pub(super) fn run(printer: &Printer) -> ExitStatus {
    let checks = checks();
    printer.line(format!("{:>13} {:>13} {:>10} {:>9}  check", "published", "ours", "difference", "tolerance"));
    let mut statistic = "";
    for check in &checks {
        if check.statistic != statistic {
            statistic = &check.statistic;
            printer.line(format!("\n{statistic}"));
        }
        let verdict = if check.passes() { "" } else { "   FAILS" };
        printer.line(format!(
            "{:>13.6} {:>13.6} {:>10.1e} {:>9.0e}  {} [{}]{verdict}",
            check.published,
            check.ours,
            check.difference(),
            check.tolerance,
            check.quantity,
            check.source
        ));
    }
    let failed = checks.iter().filter(|check| !check.passes()).count();
    printer.line(format!("\n{} checks, {failed} beyond their tolerance", checks.len()));
    printer.json(&checks.iter().map(row).collect::<Vec<_>>());
    if failed == 0 { ExitStatus::Done } else { ExitStatus::CheckFailed }
}

fn row(check: &Check) -> Row<'_> {
    Row {
        statistic: &check.statistic,
        quantity: &check.quantity,
        published: check.published,
        ours: check.ours.is_finite().then_some(check.ours),
        difference: check.ours.is_finite().then(|| check.difference()),
        tolerance: check.tolerance,
        source: &check.source,
        passes: check.passes(),
    }
}
