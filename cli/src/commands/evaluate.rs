//! `evaluate`: declared links against the truth.

use std::collections::HashMap;
use std::path::Path;

use linker::evaluate::{Accuracy, Evaluation, ScoredPair, Truth, TruthKind, evaluate_clusters, evaluate_pairs};
use linker::input::CsvTable;
use linker::union::clusters;

use crate::args;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;

pub(super) fn run(args: &args::Evaluate, printer: &Printer) -> Result<ExitStatus, CliError> {
    let truth = Truth::read(&args.truth)?;
    let evaluation = if args.crosswalk.is_empty() {
        of_pairs(&args.pairs, &truth)?
    } else {
        super::spine::evaluate(&args.pairs, &args.crosswalk, &truth)?
    };
    show_accuracy(printer, evaluation.default, evaluation.best.accuracy, evaluation.one_to_one);
    printer.line(format!("{:.2} % of the true pairs are candidates", 100.0 * evaluation.candidate_recall));
    printer.json(&evaluation);
    Ok(ExitStatus::Done)
}

/// The three accuracies that a truth gives, a line each.
pub(super) fn show_accuracy(printer: &Printer, default: Accuracy, best: Accuracy, one_to_one: Accuracy) {
    for (what, found) in [("as declared", default), ("best threshold", best), ("after assignment", one_to_one)] {
        printer.line(format!(
            "{what:<22} F1 {:.4}  precision {:.4}  recall {:.4}",
            found.f1, found.precision, found.recall
        ));
    }
}

/// `pairs.csv` as a trial writes it.
fn of_pairs(path: &Path, truth: &Truth) -> Result<Evaluation, CliError> {
    let mut file = CsvTable::open(path)?;
    let [left, right, weight, class] =
        ["left_id", "right_id", "match_weight", "class"].map(|column| file.required(column));
    let (left, right, weight, class) = (left?, right?, weight?, class?);
    let mut records = Records::default();
    let mut pairs = Vec::new();
    for row in file.rows() {
        let row = row?;
        let (a, b) = (row.text(Some(left)), row.text(Some(right)));
        let match_weight = row.text(Some(weight)).parse().map_err(|_| {
            let what =
                format!("{}, row {}, column match_weight: this is not a number", path.display(), row.place().row);
            CliError::usage(what, "give pairs.csv as dwlink trial writes it")
        })?;
        let link = row.text(Some(class)) == "link";
        let (left, right) = (records.number(a), records.number(b));
        pairs.push(ScoredPair { left, right, match_weight, link, truth: truth.holds(a, b) });
    }
    Ok(match truth.kind() {
        TruthKind::Pairs => evaluate_pairs(&pairs, truth.total(), truth.left_reused()),
        TruthKind::Entities => {
            let links = pairs.iter().filter(|pair| pair.link).map(|pair| (pair.left, pair.right));
            let clusters = clusters(links, records.ids.len());
            let persons = truth.persons(records.ids.iter().map(String::as_str));
            let records: Vec<_> = clusters.into_iter().zip(persons).collect();
            evaluate_clusters(&pairs, truth.total(), &records)
        }
    })
}

/// Record ids in order of first appearance.
#[derive(Default)]
struct Records {
    ids: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Records {
    fn number(&mut self, id: &str) -> u32 {
        *self.numbers.entry(id.to_owned()).or_insert_with(|| {
            self.ids.push(id.to_owned());
            self.ids.len() as u32 - 1
        })
    }
}
