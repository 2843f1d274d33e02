//! `evaluate`: declared links against the truth.

use std::collections::HashMap;
use std::path::Path;

use linker::evaluate::{Evaluation, ScoredPair, Truth, TruthKind, evaluate_clusters, evaluate_pairs};
use linker::input::CsvTable;

use crate::args;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;

const CHUNK_ROWS: usize = 1 << 16;

pub(super) fn run(args: &args::Evaluate, printer: &Printer) -> Result<ExitStatus, CliError> {
    let truth = Truth::read(&args.truth)?;
    let evaluation = if args.crosswalk.is_empty() {
        of_pairs(&args.pairs, &truth)?
    } else {
        super::spine::evaluate(&args.pairs, &args.crosswalk, &truth)?
    };
    for (what, found) in [
        ("as declared", evaluation.default),
        ("best threshold", evaluation.best.accuracy),
        ("after assignment", evaluation.one_to_one),
    ] {
        printer.line(format!(
            "{what:<22} F1 {:.4}  precision {:.4}  recall {:.4}",
            found.f1, found.precision, found.recall
        ));
    }
    printer.line(format!("{:.2} % of the true pairs are candidates", 100.0 * evaluation.candidate_recall));
    printer.json(&evaluation);
    Ok(ExitStatus::Done)
}

/// `pairs.csv` as a trial writes it.
fn of_pairs(path: &Path, truth: &Truth) -> Result<Evaluation, CliError> {
    let mut file = CsvTable::open(path)?;
    let [left, right, weight, class] =
        ["left_id", "right_id", "match_weight", "class"].map(|column| file.required(column));
    let (left, right, weight, class) = (left?, right?, weight?, class?);
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut number = |id: &str| {
        let next = numbers.len() as u32;
        *numbers.entry(id.to_owned()).or_insert(next)
    };
    let mut pairs = Vec::new();
    loop {
        let rows = file.chunk(CHUNK_ROWS)?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let (a, b) = (row.text(Some(left)), row.text(Some(right)));
            let match_weight = row.text(Some(weight)).parse().map_err(|_| {
                let what = format!("{}, row {}, column match_weight: this is not a number", path.display(), row.line());
                CliError::usage(what, "give pairs.csv as dwlink trial writes it")
            })?;
            let link = row.text(Some(class)) == "link";
            pairs.push(ScoredPair { left: number(a), right: number(b), match_weight, link, truth: truth.holds(a, b) });
        }
    }
    Ok(match truth.kind() {
        TruthKind::Pairs => evaluate_pairs(&pairs, truth.total(), truth.left_reused()),
        TruthKind::Entities => evaluate_clusters(&pairs, truth.total(), &joined(&pairs, &numbers, truth)),
    })
}

/// Connected components of the declared links, beside each record's true person.
fn joined(pairs: &[ScoredPair], numbers: &HashMap<String, u32>, truth: &Truth) -> Vec<(u32, u32)> {
    let decided: Vec<_> = pairs
        .iter()
        .filter(|pair| pair.link)
        .map(|pair| linker::union::Decided {
            candidate: linker::union::Candidate { left: pair.left, right: pair.right, match_weight: pair.match_weight },
            class: exchange::LinkClass::Link,
            leader_margin: None,
        })
        .collect();
    let clusters = linker::union::clusters(&decided, numbers.len());
    let mut persons: HashMap<&str, u32> = HashMap::new();
    let mut records = vec![(0, 0); numbers.len()];
    for (id, number) in numbers {
        let person = truth.entity(id).map_or(u32::MAX - number, |entity| {
            let next = persons.len() as u32;
            *persons.entry(entity).or_insert(next)
        });
        records[*number as usize] = (clusters[*number as usize], person);
    }
    records
}
