//! `review score`: from two files of answers to agreement, precision and recall.

use exchange::review::ReviewKey;
use linker::evaluate::Share;
use linker::review::{Agreement, Answer, Estimate, LinkEstimate, agreement, estimate, read_answers};

use super::KEY_FILE;
use crate::args::ReviewScore;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;

pub(super) fn run(args: &ReviewScore, printer: &Printer) -> Result<ExitStatus, CliError> {
    let key = ReviewKey::read(&args.sample.join(KEY_FILE))?;
    let answers = |path| -> Result<Vec<Answer>, CliError> { Ok(read_answers(path, key.items.len())?) };
    let (one, other) = (answers(&args.labels_a)?, answers(&args.labels_b)?);
    let agreed = agreement(&one, &other);
    let links = estimate(&key, &one, &other);
    show_agreement(&agreed, printer);
    for link in &links {
        show_link(link, printer);
    }
    printer.note("Pairs are counted in every pass that kept them; recall is among the pairs that were kept.");
    printer.note("The answers stay at the linkage unit: no answer on a pair goes back to an owner.");
    printer.json(&serde_json::json!({ "agreement": agreed, "links": links }));
    Ok(ExitStatus::Done)
}

fn show_agreement(found: &Agreement, printer: &Printer) {
    let kappa = found.kappa.map_or_else(
        || "kappa is not defined: both gave one answer throughout".to_owned(),
        |kappa| format!("Cohen's kappa {:.3} ({:.3} to {:.3})", kappa.value, kappa.low, kappa.high),
    );
    printer.line(format!("The reviewers agree on {} of {} pairs; {kappa}", found.agreed, found.items));
    if !found.disagreements.is_empty() {
        let items: Vec<_> = found.disagreements.iter().map(usize::to_string).collect();
        printer.line(format!("They differ on items {}", items.join(", ")));
    }
}

fn show_link(link: &LinkEstimate, printer: &Printer) {
    printer.line(format!("\n{}, with 95 % intervals", link.link));
    printer.line(format!("  precision {}", shown(link.precision, "no pair is declared")));
    printer.line(format!("  recall    {}", shown(link.recall, "no match was seen")));
    if link.unresolved > 0 {
        let unresolved = link.unresolved;
        printer
            .line(format!("  {unresolved} pairs unresolved: half of each counts, and the intervals allow for either"));
    }
    for stratum in &link.strata {
        let (of, passes) = (&stratum.stratum, stratum.stratum.passes.len());
        let pass = if passes == 1 { of.passes[0].clone() } else { format!("{passes} passes") };
        let declared = if of.declared { "declared" } else { "" };
        printer.line(
            format!(
                "  {:.3} to {:.3}  {pass:<20} {:>9} pairs  matches {} {declared}",
                of.low,
                of.high,
                of.pairs,
                exact(stratum.matches)
            )
            .trim_end(),
        );
    }
}

fn shown(found: Option<Estimate>, absent: &str) -> String {
    found.map_or_else(
        || absent.to_owned(),
        |found| format!("{:.4} ({:.4} to {:.4})", found.value, found.low, found.high),
    )
}

/// Matches of those resolved, with the exact interval of the stratum alone.
fn exact(share: Share) -> String {
    format!("{:>4} of {:<4} ({:.3}-{:.3})", share.part, share.whole, share.low, share.high)
}
