//! Which truth is given, and what is said of it.

use linker::evaluate::{Accuracy, CaseAccuracy, Evaluation, Truth, TruthFolder};
use serde::Serialize;

use super::cases::show_cases;
use super::{pairs, spine};
use crate::args;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;

/// What a truth says of declared links.
#[derive(Debug, Serialize)]
pub(super) struct Judged {
    #[serde(flatten)]
    pub(super) evaluation: Evaluation,
    /// By kind of person, where the truth knows kinds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cases: Vec<CaseAccuracy>,
}

pub(in crate::commands) fn run(args: &args::Evaluate, printer: &Printer) -> Result<ExitStatus, CliError> {
    let judged = if args.truth.is_dir() {
        let mut truth = TruthFolder::open(&args.truth)?;
        if args.crosswalk.is_empty() {
            pairs::by_people(&args.pairs, &mut truth)?
        } else {
            spine::by_people(&args.pairs, &args.crosswalk, &mut truth)?
        }
    } else {
        let truth = Truth::read(&args.truth)?;
        let evaluation = if args.crosswalk.is_empty() {
            pairs::evaluate(&args.pairs, &truth)?
        } else {
            spine::evaluate(&args.pairs, &args.crosswalk, &truth)?
        };
        Judged { evaluation, cases: Vec::new() }
    };
    let evaluation = &judged.evaluation;
    show_accuracy(printer, evaluation.default, evaluation.best.accuracy, evaluation.one_to_one);
    printer.line(format!("{:.2} % of the true pairs are candidates", 100.0 * evaluation.candidate_recall));
    show_cases(printer, &judged.cases);
    printer.json(&judged);
    Ok(ExitStatus::Done)
}

/// The three accuracies that a truth gives, a line each.
pub(in crate::commands) fn show_accuracy(printer: &Printer, default: Accuracy, best: Accuracy, one_to_one: Accuracy) {
    for (what, found) in [("as declared", default), ("best threshold", best), ("after assignment", one_to_one)] {
        printer.line(format!(
            "{what:<22} F1 {:.4}  precision {:.4}  recall {:.4}",
            found.f1, found.precision, found.recall
        ));
    }
}
