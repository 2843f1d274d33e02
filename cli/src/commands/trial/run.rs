//! The steps of a trial.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use exchange::spec::{self, PERSON, PERSON_DEDUPE, Spec};
use exchange::{Desk, NewFolder, Role, receive, run::peak_rss_mib};
use linker::Watch as _;
use linker::evaluate::Truth;
use linker::link::{Linked, QUALITY_PAGE, link};
use linker::union::{Candidate, Decided, Decision, Entities, candidates, clusters, decide, links};

use super::deliveries;
use super::outputs::{self, Costs, Outcome, Seconds};
use super::records::Records;
use super::report;
use crate::args::{self, Common, Profile};
use crate::commands::check;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::quality_page::{self, Judged};
use crate::unfinished;

/// Token files of a trial lie here while it runs, and are gone before its results appear.
const WORK_FOLDER: &str = "work";

pub(in crate::commands) fn run(args: &args::Trial, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let progress = Progress::new(printer)?;
    let inputs = [&args.left].into_iter().chain(&args.right).chain(&args.truth);
    let out = unfinished::begun(&args.out, inputs, common, printer)?;
    let files = Files::new(args)?;
    let spec = trial_spec(args, &files)?;
    let truth = args.truth.as_deref().map(Truth::read).transpose()?;
    let work = out.folder(WORK_FOLDER)?;
    let mut seconds = Seconds::default();

    let clock = Instant::now();
    let folders: Vec<_> = files.sides.iter().map(|(folder, _)| folder.as_path()).collect();
    let deliveries = deliveries::pseudonymise_all(&spec, &folders, &work, common, &progress)?;
    seconds.pseudonymise = clock.elapsed().as_secs_f64();

    let clock = Instant::now();
    let linked_folder = work.join("linked");
    let linked = link_all(&spec, &work, &linked_folder, common, &progress)?;
    seconds.link = clock.elapsed().as_secs_f64();

    progress.reached("deciding", 0.0)?;
    let clock = Instant::now();
    let outcome = decide_all(&spec, &work, &linked_folder, truth.as_ref())?;
    seconds.union = clock.elapsed().as_secs_f64();

    std::fs::remove_dir_all(&work).map_err(|source| exchange::ExchangeError::io(&work, source))?;
    let costs = Costs::of(&deliveries, &linked, seconds, peak_rss_mib());
    let metrics = outputs::write(&out, &outcome, &costs)?;
    quality(&out, &spec, &linked, &outcome)?;
    report::write(&out, &spec, &outcome, &linked, &deliveries, &metrics)?;
    seconds.run_report().write(out.path())?;
    out.commit()?;
    for delivery in &deliveries {
        check::warn(&delivery.quality, printer);
    }
    outputs::show(&metrics, &outcome, &linked, &args.out, printer);
    Ok(ExitStatus::Done)
}

fn quality(out: &NewFolder, spec: &Spec, linked: &Linked, outcome: &Outcome) -> Result<(), CliError> {
    let judged = Judged { link: &spec.links[0], decided: &outcome.decided, truth: outcome.scored.as_deref() };
    Ok(out.write_text(QUALITY_PAGE, &quality_page::of_trial(spec, &linked.quality, &judged))?)
}

/// The input files: folder and file name of each side.
struct Files {
    sides: Vec<(PathBuf, String)>,
}

impl Files {
    fn new(args: &args::Trial) -> Result<Self, CliError> {
        let sides = std::iter::once(&args.left)
            .chain(&args.right)
            .map(|path| {
                let name = path.file_name().and_then(|name| name.to_str());
                let name = name.ok_or_else(|| {
                    CliError::usage(format!("{}: this is no file", path.display()), "give the path of a CSV file")
                })?;
                Ok((path.parent().unwrap_or(Path::new("")).to_path_buf(), name.to_owned()))
            })
            .collect::<Result<_, CliError>>()?;
        Ok(Self { sides })
    }
}

/// The spec, with its person tables pointed at the files given.
fn trial_spec(args: &args::Trial, files: &Files) -> Result<Spec, CliError> {
    let (text, path) = match &args.spec {
        Some(path) => (std::fs::read_to_string(path).ok(), path.clone()),
        None if args.right.is_some() => (Some(PERSON.to_owned()), PathBuf::from("person.toml")),
        None => (Some(PERSON_DEDUPE.to_owned()), PathBuf::from("person_dedupe.toml")),
    };
    let mut spec = match (text, args.profile) {
        (Some(text), Some(profile)) => Spec::parse_with_profile(&text, &path, chosen(profile))?,
        (Some(text), None) => Spec::parse(&text, &path)?,
        (None, _) => Spec::read(&path)?,
    };
    if spec.sources.len() != files.sides.len() || spec.links.len() != 1 {
        let what =
            format!("{}: a trial of {} files needs as many sources and one link", path.display(), files.sides.len());
        return Err(CliError::usage(what, "give another spec, or leave --spec out"));
    }
    if spec.relay {
        let what = format!("{}: a trial is one desk, and a relay protects nobody there", path.display());
        return Err(CliError::usage(what, "take `relay = true` out of the trial's spec: links are the same without"));
    }
    for (source, (_, name)) in spec.sources.iter_mut().zip(&files.sides) {
        for table in &mut source.tables {
            table.file.clone_from(name);
        }
    }
    Ok(spec)
}

fn chosen(profile: Profile) -> spec::Profile {
    match profile {
        Profile::Guarded => spec::Profile::Guarded,
        Profile::Joint => spec::Profile::Joint,
        Profile::Open => spec::Profile::Open,
    }
}

fn link_all(spec: &Spec, work: &Path, out: &Path, common: &Common, progress: &Progress) -> Result<Linked, CliError> {
    let folders = spec
        .sources
        .iter()
        .map(|source| receive(&work.join(&source.name).join("linkage"), Role::Linkage, Desk::OneHat))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(link(spec, &folders, &BTreeMap::new(), NewFolder::begin_inside_unfinished(out)?, None, common.memory, progress)?)
}

fn decide_all(spec: &Spec, work: &Path, linked: &Path, truth: Option<&Truth>) -> Result<Outcome, CliError> {
    let link = &spec.links[0];
    let linked = receive(linked, Role::Pairs, Desk::OneHat)?;
    let side = |source: usize| -> Result<(Entities, Records), CliError> {
        let folder = work.join(&spec.sources[source].name);
        let entities = Entities::read(&receive(&folder.join("union"), Role::Union, Desk::OneHat)?)?;
        let records = Records::read(&folder.join("owner"), &entities)?;
        Ok((entities, records))
    };
    let (left_entities, left) = side(link.left)?;
    let right = if link.is_deduplication() { None } else { Some(side(link.right)?) };
    let (right_entities, right) =
        right.as_ref().map_or((&left_entities, &left), |(entities, records)| (entities, records));
    let mut found: Vec<Candidate> = candidates(0, link, &linked, &left_entities, right_entities)?
        .into_iter()
        .map(|candidate| {
            let (a, b) = (left.rank(candidate.left), right.rank(candidate.right));
            let (a, b) = if link.is_deduplication() { (a.min(b), a.max(b)) } else { (a, b) };
            Candidate { left: a, right: b, ..candidate }
        })
        .collect();
    found.sort_unstable_by_key(|candidate| (candidate.left, candidate.right));
    let decided: Vec<Decided> = decide(&found, Decision::of(link));
    let clusters = link.is_deduplication().then(|| clusters(links(&decided), left_entities.len()));
    Ok(Outcome::new(left.ids(), right.ids(), decided, clusters, truth))
}
