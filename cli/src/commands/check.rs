//! `check`: data quality of one source; values withheld.

use exchange::spec::Spec;
use linker::encode::{QualityReport, Workspace, extract};

use super::source_index;
use crate::args::{self, Common};
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::progress::Progress;

pub(super) fn run(args: &args::Check, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let spec = Spec::read(&args.spec)?;
    let source = source_index(&spec, &args.source, &args.spec)?;
    let workspace = Workspace::temporary(common.memory)?;
    let progress = Progress::new(printer)?;
    let quality = extract(&spec.sources[source], &args.dir, &workspace, &progress)?.quality;
    drop(progress);
    show(&quality, printer);
    printer.json(&quality);
    Ok(ExitStatus::Done)
}

fn show(quality: &QualityReport, printer: &Printer) {
    printer.line(format!("{} people, {} identities", quality.entities, quality.variants));
    let dropped = [
        ("without consent", quality.refused_rows),
        ("withdrawn", quality.withdrawn_rows),
        ("of an earlier registration", quality.superseded_rows),
        ("that repeat an identity", quality.repeated_rows),
    ];
    for (why, rows) in dropped.into_iter().filter(|(_, rows)| *rows > 0) {
        printer.line(format!("  {rows} rows {why}"));
    }
    for column in &quality.columns {
        let share = 100.0 * column.usable as f64 / column.rows as f64;
        printer.line(format!("{}, {}: {share:.1} % usable of {} rows", column.table, column.column, column.rows));
        for finding in &column.findings {
            printer.line(format!(
                "  {:<22} {:>8}  first at row {:<8} {}",
                finding.rule, finding.count, finding.first_row, finding.explanation
            ));
        }
    }
}

/// Warns of columns whose values can hardly be used: otherwise nobody would know why there are few links.
pub(super) fn warn(quality: &QualityReport, printer: &Printer) {
    for column in quality.doubtful() {
        let (table, name, held) = (&column.table, &column.column, column.held());
        let why = column.commonest().map_or_else(String::new, |finding| {
            format!(", the first in row {}: {}", finding.first_row, finding.explanation.trim_end_matches('.'))
        });
        printer.note(format!(
            "warning: {table}, column {name}: {} of {held} values cannot be used{why}",
            column.unusable()
        ));
        printer.note("  remedy: declare the form of the column in the spec, or correct the table; `dwlink check` lists every rule");
    }
}
