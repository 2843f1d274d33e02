//! `keys log`.

use std::path::Path;

use exchange::ExchangeError;
use exchange::chain::{Chain, Chained};
use exchange::custody::{Act, CustodyLog, Entry, signed_bytes};
use keys::VerifyingKey;

use crate::args::KeysLog;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;

pub(super) fn run(args: &KeysLog, printer: &Printer) -> Result<ExitStatus, CliError> {
    let KeysLog::Verify { file, head, signer } = args;
    let signers = signer.iter().map(|text| text.parse()).collect::<Result<Vec<VerifyingKey>, _>>()?;
    let (chain, faults) = match CustodyLog::read(file) {
        Ok(chain) => {
            let faults = faults(file, &chain, head.as_deref(), &signers);
            (chain, faults)
        }
        Err(broken @ ExchangeError::BrokenLog { .. }) => (Chain::default(), vec![broken.to_string()]),
        Err(error) => return Err(error.into()),
    };
    chain.lines().iter().for_each(|line| printer.line(in_words(line)));
    if faults.is_empty() {
        // Part of the result, which nobody should read without: `--quiet` does not withhold it.
        if head.is_none() {
            printer.line("Not checked: whether lines were taken off the end; give the head written down last (--head)");
        }
        if signers.is_empty() {
            printer.line(
                "Not checked: whether hashes were computed anew; ask for the signatures of desks you know (--signer)",
            );
        }
        printer.line(format!("{} lines, each follows from the one before; head {}", chain.lines().len(), chain.head()));
    }
    for fault in &faults {
        printer.line(fault);
    }
    let lines: Vec<_> = chain.lines().iter().collect();
    let signers: Vec<_> = signers.iter().map(ToString::to_string).collect();
    let checked = serde_json::json!({ "chain": true, "head": head, "signers": signers });
    printer.json(&serde_json::json!({ "lines": lines, "head": chain.head(), "checked": checked, "faults": faults }));
    Ok(if faults.is_empty() { ExitStatus::Done } else { ExitStatus::CheckFailed })
}

/// What is wrong with a log whose chain holds.
fn faults(file: &Path, chain: &Chain<Entry>, head: Option<&str>, signers: &[VerifyingKey]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut is_signed_by_now = false;
    let at = |line: &Chained<Entry>, what: &str| format!("{}, line {}: {what}", file.display(), line.sequence);
    for line in chain.lines() {
        match signer_of(line) {
            Err(()) => faults.push(at(line, "its signature does not hold; restore the log from its copy")),
            Ok(None) if !signers.is_empty() => faults.push(at(line, "is not signed")),
            // Who signs, signs everything from then on: else a signature could be left away from a line that was changed.
            Ok(None) if is_signed_by_now => faults.push(at(line, "is not signed, but a line before it is")),
            Ok(Some(signer)) if !signers.is_empty() && !signers.contains(&signer) => {
                faults.push(at(line, "is signed by another desk than those given"));
            }
            Ok(_) => {}
        }
        is_signed_by_now |= line.body.signer.is_some();
    }
    if head.is_some_and(|head| !chain.has_had_head(head)) {
        let what = "never had this head: lines were taken off its end, or it is another log; restore it from its copy";
        faults.push(format!("{}: {what}", file.display()));
    }
    faults
}

/// Whose valid signature a line has.
fn signer_of(line: &Chained<Entry>) -> Result<Option<VerifyingKey>, ()> {
    match (&line.body.signer, &line.body.signature) {
        (None, None) => Ok(None),
        (Some(signer), Some(signature)) => {
            let signer: VerifyingKey = signer.parse().map_err(|_| ())?;
            if signer.verifies(&signed_bytes(line), signature) { Ok(Some(signer)) } else { Err(()) }
        }
        _ => Err(()),
    }
}

fn in_words(line: &Chained<Entry>) -> String {
    let entry = &line.body;
    let signed = entry.signer.as_ref().map_or_else(|| "unsigned".to_owned(), |signer| format!("signed by {signer}"));
    let subject = &entry.subject;
    let [project, check_value] = [&subject.project, &subject.check_value].map(|value| value.as_deref().unwrap_or("-"));
    let (sequence, time, act) = (line.sequence, subject.time, entry.act.name());
    let (actor, file) = (&subject.actor, &subject.file);
    let relayed = match &entry.act {
        Act::Relay { source, rows, .. } => format!("; {rows} rows of {source}"),
        _ => String::new(),
    };
    let test = if subject.test { "; for a test, with clock or key fixed" } else { "" };
    format!("{sequence:>3} {time} {act:<8} {file} {project} {check_value} by {actor}, {signed}{relayed}{test}")
}
