//! `study`: the analysis unit's act. Every figure that is written has passed disclosure control.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use exchange::document::read_text;
use exchange::{Hat, NewFile, NewFolder, Role, RunReport};
use studies::disclose::{P_TABLE_EXAMPLE, PTable, Policy};
use studies::inputs::{self, Delivery, Inputs, Needed, PassedOver, ReferenceRates, SeverityTable};
use studies::report::{self, InputFile, Provenance, Report};
use studies::{StudyFile, StudyKind, StudyResult};

use super::validate;
use crate::args::{Common, Study, StudyRun};
use crate::desk;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::signing::Signers;
use crate::unfinished;

pub(super) fn run(args: &Study, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    match args {
        Study::Reoffending(args) => study(StudyKind::Reoffending, args, common, printer),
        Study::Deaths(args) => study(StudyKind::Deaths, args, common, printer),
        Study::Employment(args) => study(StudyKind::Employment, args, common, printer),
        Study::Validate => Ok(validate::run(printer)),
    }
}

fn study(kind: StudyKind, args: &StudyRun, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let mut study = StudyFile::parse(&read_text(&args.file)?)?;
    for policy in &args.policy {
        study.policy = study.policy.strictest(&read_policy(policy)?);
    }
    if let Some(path) = &args.p_table {
        study.policy.perturbation = Some(PTable::parse(&p_table(path)?)?);
    }
    if study.kind() != kind {
        return Err(CliError::usage(
            format!("{}: this is a study of kind '{}'", args.file.display(), study.kind().name()),
            format!("run dwlink study {}", study.kind().name()),
        ));
    }
    let out = unfinished::begun(&args.out, args.analysis.iter().chain([&args.spine]), common, printer)?;
    let signers = Signers::parse(&args.signers)?;
    let mut received = open(&args.spine, &args.analysis, common.one_desk, Some(kind.needed()), &signers)?;
    if let Some(path) = &args.population {
        received.inputs.reference = Some(ReferenceRates::parse(&read_text(path)?)?);
    }
    if let Some(path) = &args.severity {
        received.inputs.severities = SeverityTable::parse(&read_text(path)?)?;
    }
    if args.dry_run {
        plan(&study, &received, printer);
    }
    let result = studies::run(&study, &received.inputs)?;
    printer.line(&result.summary);
    if args.dry_run {
        printer.note("Dry run: nothing was written.");
    } else {
        let title = result.study.name.clone();
        write(&report(&title, vec![result], &received, false), out)?;
        printer.note(format!("Next: open {}", args.out.join("report.html").display()));
    }
    Ok(ExitStatus::Done)
}

/// What a dry run would do, before it says whether the data support it.
fn plan(study: &StudyFile, opened: &Opened, printer: &Printer) {
    let payload = &opened.inputs.payload;
    printer.line(format!("{}: people who start treatment {}", study.name, study.cohort.in_words()));
    printer.line(format!("Data cut {}; release rule {}", study.data_cut.in_words(), study.policy.in_words()));
    let (needed, left_out) = (study.kind().needed(), payload.left_out);
    let rows = [
        (true, "episodes", payload.episodes.len(), PassedOver::default()),
        (needed.offences, "offences", payload.offences.len(), left_out.offences),
        (true, "deaths", payload.deaths.len(), left_out.deaths),
        (needed.work, "employment spells", payload.employment.len(), left_out.employment),
        (needed.work, "benefit spells", payload.benefits.len(), left_out.benefits),
    ];
    // Rounded: a dry run is no way round the release rule.
    let about =
        |kept: usize, passed_over: PassedOver| exchange::manifest::round_to_two_figures(kept as u64 + passed_over.rows);
    let rows = rows.into_iter().filter(|row| row.0);
    let rows: Vec<String> = rows.map(|(_, name, kept, rest)| format!("about {} {name}", about(kept, rest))).collect();
    printer.line(format!(
        "Reads {}; repeats the headline over {} draws of links",
        rows.join(", "),
        study.linkage.draws
    ));
}

/// The p-table in a file, or the shipped example.
fn p_table(path: &Path) -> Result<String, CliError> {
    if path == Path::new("example") { Ok(P_TABLE_EXAMPLE.to_owned()) } else { Ok(read_text(path)?) }
}

/// A policy by its shipped name, or from a file.
fn read_policy(name: &str) -> Result<Policy, CliError> {
    if let Some(text) = Policy::shipped(name) {
        return Ok(Policy::parse(text)?);
    }
    Ok(Policy::parse(&read_text(Path::new(name))?)?)
}

/// What the analysis unit received.
pub(super) struct Opened {
    pub(super) inputs: Inputs,
    files: Vec<InputFile>,
}

/// Opens a spine and the payload folders that belong to it; reads what one study needs, or for several everything.
pub(super) fn open(
    spine: &Path,
    analysis: &[PathBuf],
    one_desk: bool,
    needed: Option<Needed>,
    signers: &Signers,
) -> Result<Opened, CliError> {
    let open = |folder: &Path, role| desk::open_one(Hat::AnalysisUnit, role, folder, one_desk);
    let spine = open(spine, Role::Spine)?;
    let payload = analysis.iter().map(|folder| open(folder, Role::Analysis)).collect::<Result<Vec<_>, _>>()?;
    let mut all = vec![spine.clone()];
    all.extend(payload.iter().cloned());
    all.iter().try_for_each(|folder| signers.check(folder))?;
    exchange::agree(&all, exchange::Deliveries::MayDiffer)?;
    let of = |name: &str| payload.iter().find(|folder| folder.manifest.source.as_deref() == Some(name));
    let treatment = of("ndtms").ok_or_else(|| {
        CliError::usage("no payload folder of source 'ndtms' was given", "add it to --analysis: it is the cohort")
    })?;
    let delivery = Delivery { spine: &spine, treatment, police: of("pnc"), deaths: of("deaths"), work: of("dwp") };
    let files = all
        .iter()
        .flat_map(|folder| {
            let from = folder.manifest.source.clone().unwrap_or_else(|| folder.manifest.role.folder_name().to_owned());
            folder
                .manifest
                .files
                .iter()
                .map(move |file| InputFile { name: format!("{from}/{}", file.name), sha256: file.sha256.clone() })
        })
        .collect();
    let inputs = needed.map_or_else(|| inputs::read(&delivery), |needed| inputs::read_needed(&delivery, needed))?;
    Ok(Opened { inputs, files })
}

/// Runs one study.
pub(super) fn perform(text: &str, opened: &Opened) -> Result<StudyResult, CliError> {
    Ok(studies::run(&StudyFile::parse(text)?, &opened.inputs)?)
}

/// A report on several studies.
pub(super) fn report(title: &str, studies: Vec<StudyResult>, opened: &Opened, synthetic: bool) -> Report {
    let software = format!("dwlink {}", env!("CARGO_PKG_VERSION"));
    Report {
        title: title.to_owned(),
        studies,
        provenance: Provenance { software, synthetic, inputs: opened.files.clone() },
    }
}

/// Writes every file of the release; they appear together or not at all.
pub(super) fn write(report: &Report, out: NewFolder) -> Result<(), CliError> {
    let files = report::files(report).map_err(|source| exchange::ExchangeError::io(out.path(), source))?;
    for (name, bytes) in files {
        let path = out.path().join(&name);
        let failed = |source| exchange::ExchangeError::io(&path, source);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        let mut file = NewFile::begin(&path, false)?;
        file.write_all(&bytes).map_err(failed)?;
        file.commit()?;
    }
    RunReport::new("study", rayon::current_num_threads(), env!("CARGO_PKG_VERSION")).write(out.path())?;
    Ok(out.commit()?)
}
