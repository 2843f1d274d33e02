//! `release`: what an output checker does with a folder that `study` made.

use std::fs::OpenOptions;
use std::path::Path;

use exchange::ExchangeError;
use studies::release::{Finding, Ledger, ReleaseFolder, Severity, check};

use crate::args::Release;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;

pub(super) fn run(args: &Release, printer: &Printer) -> Result<ExitStatus, CliError> {
    match args {
        Release::Check { dir, ledger } => check_folder(dir, ledger.as_deref(), printer),
        Release::Record { dir, ledger } => record(dir, ledger, printer),
    }
}

/// Figures closer than this to an earlier release's are shown to the checker: the default threshold and rounding base.
const CLOSE: f64 = 15.0;

fn check_folder(dir: &Path, ledger: Option<&Path>, printer: &Printer) -> Result<ExitStatus, CliError> {
    let folder = ReleaseFolder::read(dir)?;
    let mut findings = check(&folder);
    if let Some(path) = ledger {
        findings.extend(read_ledger(path)?.overlaps(&folder, CLOSE).into_iter().map(|overlap| Finding {
            severity: Severity::Decision,
            place: overlap.place,
            message: format!(
                "release {} shows nearly the same for another population: whose difference is it?",
                overlap.sequence
            ),
        }));
    }
    let of = |severity| findings.iter().filter(move |finding| finding.severity == severity);
    for (severity, heading) in
        [(Severity::Fault, "Must not leave like this"), (Severity::Decision, "A person must decide")]
    {
        if of(severity).next().is_some() {
            printer.line(format!("{heading}:"));
        }
        of(severity).for_each(|finding| printer.line(format!("  {}: {}", finding.place, finding.message)));
    }
    let faults = of(Severity::Fault).count();
    printer.line(format!(
        "{faults} faults, {} decisions. The program assists a checker; it replaces none.",
        findings.len() - faults
    ));
    let list = |severity| {
        let found = of(severity).map(|f| serde_json::json!({"place": f.place, "message": f.message}));
        found.collect::<Vec<_>>()
    };
    printer.json(&serde_json::json!({"faults": list(Severity::Fault), "decisions": list(Severity::Decision)}));
    Ok(if faults == 0 { ExitStatus::Done } else { ExitStatus::CheckFailed })
}

fn record(dir: &Path, path: &Path, printer: &Printer) -> Result<ExitStatus, CliError> {
    let folder = ReleaseFolder::read(dir)?;
    if check(&folder).iter().any(|finding| finding.severity == Severity::Fault) {
        return Err(CliError::usage(
            format!("{}: has faults and is not recorded", dir.display()),
            "run dwlink release check and make the release again",
        ));
    }
    let ledger = if path.exists() { read_ledger(path)? } else { Ledger::default() };
    let line = ledger.line(&folder)?;
    let failed = |source| ExchangeError::io(path, source);
    let mut file = OpenOptions::new().append(true).create(true).open(path).map_err(failed)?;
    exchange::chain::append(&mut file, &line).map_err(failed)?;
    printer.line(format!("Recorded in {}.", path.display()));
    Ok(ExitStatus::Done)
}

fn read_ledger(path: &Path) -> Result<Ledger, CliError> {
    let text = exchange::document::read_text(path)?;
    Ok(Ledger::parse(&text)?)
}
