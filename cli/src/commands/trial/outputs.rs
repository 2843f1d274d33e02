//! What a trial writes: `pairs.csv`, `clusters.csv`, `metrics.json`.

use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Duration;

use exchange::{LinkClass, NewFolder, RunReport};
use linker::encode::Delivery;
use linker::evaluate::{Accuracy, Best, Evaluation, ScoredPair, Truth, evaluate_clusters, evaluate_pairs};
use linker::link::{Linked, LinkedPass};
use linker::model::{Status, probability};
use linker::union::Decided;
use serde::Serialize;

use crate::commands::evaluate::show_accuracy;
use crate::error::CliError;
use crate::printer::Printer;

/// Decided pairs by record id, and how they compare with the truth.
pub(super) struct Outcome {
    left_ids: Vec<String>,
    right_ids: Vec<String>,
    pub(super) decided: Vec<Decided>,
    clusters: Option<Vec<u32>>,
    pub(super) scored: Option<Vec<ScoredPair>>,
    pub(super) evaluation: Option<Evaluation>,
}

impl Outcome {
    pub(super) fn new(
        left_ids: &[String],
        right_ids: &[String],
        decided: Vec<Decided>,
        clusters: Option<Vec<u32>>,
        truth: Option<&Truth>,
    ) -> Self {
        let scored = truth.map(|truth| scored(&decided, left_ids, right_ids, truth));
        let evaluation = truth.zip(scored.as_ref()).map(|(truth, scored)| match &clusters {
            None => evaluate_pairs(scored, truth.total(), truth.left_reused()),
            Some(clusters) => {
                let persons = truth.persons(left_ids.iter().map(String::as_str));
                let records: Vec<_> = clusters.iter().copied().zip(persons).collect();
                evaluate_clusters(scored, truth.total(), &records)
            }
        });
        Self { left_ids: left_ids.to_vec(), right_ids: right_ids.to_vec(), decided, clusters, scored, evaluation }
    }

    pub(super) fn links(&self) -> usize {
        self.decided.iter().filter(|decided| decided.class == LinkClass::Link).count()
    }
}

fn scored(decided: &[Decided], left_ids: &[String], right_ids: &[String], truth: &Truth) -> Vec<ScoredPair> {
    decided
        .iter()
        .map(|decided| {
            let candidate = decided.candidate;
            let (left, right) = (&left_ids[candidate.left as usize], &right_ids[candidate.right as usize]);
            ScoredPair {
                left: candidate.left,
                right: candidate.right,
                match_weight: candidate.match_weight,
                link: decided.class == LinkClass::Link,
                truth: truth.holds(left, right),
            }
        })
        .collect()
}

/// Wall seconds of the three hats.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Seconds {
    pub(super) pseudonymise: f64,
    pub(super) link: f64,
    pub(super) union: f64,
}

impl Seconds {
    /// `run.json`: it also tells `--force` that the folder is ours to replace.
    pub(super) fn run_report(self) -> RunReport {
        let mut report = RunReport::new("trial", rayon::current_num_threads(), env!("CARGO_PKG_VERSION"));
        for (stage, seconds) in [("pseudonymise", self.pseudonymise), ("link", self.link), ("union", self.union)] {
            report.add_stage(stage, Duration::from_secs_f64(seconds));
        }
        report
    }
}

/// What a trial cost.
pub(super) struct Costs {
    candidate_pairs: u64,
    seconds: Seconds,
    peak_rss_mib: Option<f64>,
    hmacs_per_record: f64,
    token_bytes_per_record: f64,
}

impl Costs {
    pub(super) fn of(deliveries: &[Delivery], linked: &Linked, seconds: Seconds, peak_rss_mib: Option<f64>) -> Self {
        let sum = |value: fn(&Delivery) -> u64| deliveries.iter().map(value).sum::<u64>() as f64;
        let records = sum(|delivery| delivery.variants).max(1.0);
        Self {
            candidate_pairs: linked.passes.iter().map(|pass| pass.comparisons).sum(),
            seconds,
            peak_rss_mib,
            hmacs_per_record: sum(|delivery| delivery.hmacs) / records,
            token_bytes_per_record: sum(Delivery::token_bytes) / records,
        }
    }
}

/// `metrics.json`: the names are fixed, outside checks read them.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Metrics {
    pub(super) best: Option<Best>,
    pub(super) default: Option<Accuracy>,
    pub(super) one_to_one: Option<Accuracy>,
    /// Comparisons made, over all passes.
    pub(super) candidate_pairs: u64,
    pub(super) candidate_recall: Option<f64>,
    pub(super) seconds: Seconds,
    pub(super) peak_rss_mib: Option<f64>,
    pub(super) hmacs_per_record: f64,
    pub(super) token_bytes_per_record: f64,
}

/// Writes every output but the report.
pub(super) fn write(out: &NewFolder, outcome: &Outcome, costs: &Costs) -> Result<Metrics, CliError> {
    pairs(out, outcome)?;
    if let Some(clusters) = &outcome.clusters {
        let rows = outcome.left_ids.iter().zip(clusters);
        lines(
            out,
            "clusters.csv",
            "rec_id,cluster_id",
            rows.map(|(id, cluster)| format!("{},{}", cell(id), cell(&outcome.left_ids[*cluster as usize]))),
        )?;
    }
    let evaluation = outcome.evaluation;
    let metrics = Metrics {
        best: evaluation.map(|found| found.best),
        default: evaluation.map(|found| found.default),
        one_to_one: evaluation.map(|found| found.one_to_one),
        candidate_pairs: costs.candidate_pairs,
        candidate_recall: evaluation.map(|found| found.candidate_recall),
        seconds: costs.seconds,
        peak_rss_mib: costs.peak_rss_mib,
        hmacs_per_record: costs.hmacs_per_record,
        token_bytes_per_record: costs.token_bytes_per_record,
    };
    let text = serde_json::to_string_pretty(&metrics).map_err(|error| CliError::Bug(error.to_string()))?;
    lines(out, "metrics.json", &text, std::iter::empty())?;
    Ok(metrics)
}

fn pairs(out: &NewFolder, outcome: &Outcome) -> Result<(), CliError> {
    let rows = outcome.decided.iter().map(|decided| {
        let candidate = decided.candidate;
        format!(
            "{},{},{:.6},{:.9},{}",
            cell(&outcome.left_ids[candidate.left as usize]),
            cell(&outcome.right_ids[candidate.right as usize]),
            candidate.match_weight,
            probability(candidate.match_weight),
            decided.class,
        )
    });
    lines(out, "pairs.csv", "left_id,right_id,match_weight,match_probability,class", rows)
}

fn lines(out: &NewFolder, name: &str, first: &str, rows: impl Iterator<Item = String>) -> Result<(), CliError> {
    let path = out.path().join(name);
    let failed = |source| exchange::ExchangeError::io(&path, source);
    let mut file = BufWriter::new(out.file(name)?);
    writeln!(file, "{first}").map_err(failed)?;
    for row in rows {
        writeln!(file, "{row}").map_err(failed)?;
    }
    file.flush().map_err(failed)?;
    Ok(())
}

/// A record id as a CSV cell (RFC 4180).
fn cell(id: &str) -> String {
    if id.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", id.replace('"', "\"\"")) } else { id.to_owned() }
}

/// Says what was found.
pub(super) fn show(metrics: &Metrics, outcome: &Outcome, linked: &Linked, out: &Path, printer: &Printer) {
    printer.line(format!("{} links declared among {} candidates", outcome.links(), outcome.decided.len()));
    if let (Some(best), Some(default), Some(one_to_one)) = (metrics.best, metrics.default, metrics.one_to_one) {
        show_accuracy(printer, default, best.accuracy, one_to_one);
    }
    let compared: Vec<_> = linked.passes.iter().filter(|pass| pass.comparisons > 0).collect();
    let is_shipped = |pass: &&&LinkedPass| matches!(pass.status, Status::TooFewPairs | Status::TooFewFields);
    let shipped = compared.iter().filter(is_shipped).count();
    if shipped > 0 {
        printer.line(format!(
            "{shipped} of {} passes kept the parameters shipped with the spec: too few pairs or fields to train on",
            compared.len()
        ));
    }
    printer.note(format!("Next: open {}", out.join("report.html").display()));
    printer.json(metrics);
}
