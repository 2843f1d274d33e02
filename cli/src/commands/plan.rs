//! `plan`: comparisons, largest blocks, cost; before any work.

use exchange::spec::Spec;
use exchange::{Hat, Role};

use crate::args::{self, Common};
use crate::desk::Opener;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;

pub(super) fn run(args: &args::Plan, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let spec = Spec::read(&args.spec)?;
    let opener = Opener::of(Hat::LinkageUnit, &spec, &args.spec, common).signed_by(&args.signers)?;
    let folders = opener.open(Role::Linkage, &args.linkage)?;
    let plans = linker::link::plan(&spec, &folders)?;
    printer.line(format!(
        "{:<16} {:<18} {:>10} {:>10} {:>12} {:>14} {:>10}",
        "link", "pass", "left", "right", "shared", "comparisons", "largest"
    ));
    for plan in &plans {
        printer.line(format!(
            "{:<16} {:<18} {:>10} {:>10} {:>12} {:>14} {:>10}",
            plan.link, plan.pass, plan.rows.0, plan.rows.1, plan.shared_blocks, plan.comparisons, plan.largest_block
        ));
    }
    let total: u64 = plans.iter().map(|plan| plan.comparisons).sum();
    printer.line(format!("{total} comparisons in all"));
    printer.json(&plans);
    Ok(ExitStatus::Done)
}
