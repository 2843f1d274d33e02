//! The steps of the demonstration, each printed as the command a person would type.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use exchange::spec::{FOUR_DEPARTMENTS, Spec};
use exchange::{Hat, NewFolder, Role, RunReport, run::peak_rss_mib};
use fixtures::{Effects, WorldSpec, write_departments};
use keys::{Keyring, KeyringFile, Lock, StudyKey, SystemRandom, WorkFactor};
use linker::encode::{Order, pseudonymise};
use linker::evaluate::{TruthFolder, pooled};
use linker::quality::LinkQuality;
use linker::union;
use secrecy::SecretString;
use studies::disclose::{SafeCell, SafeTable};
use studies::study_file::EXAMPLES;

use super::truth::perfect_spine;
use crate::args::{self, Common};
use crate::commands::evaluate::{show_cases, spine_cases};
use crate::commands::study;
use crate::desk::Opener;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::quality_page;
use crate::secrets;
use crate::signing::Signers;
use crate::unfinished;

/// Worthless by design, and written beside the keys so that every printed command can be run again.
const PASSPHRASE: &str = "demonstration only";
const STUDY: &str = "first-results";
const SPEC: &str = "four_departments.toml";

pub(in crate::commands) fn run(args: &args::Demo, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    let clock = Instant::now();
    let folder = unfinished::begun(&args.dir, None::<&std::path::Path>, common, printer)?;
    let demo = Demo { root: folder.path().to_path_buf(), shown: args.dir.clone(), common, printer };
    demo.world(args)?;
    let spec = demo.spec()?;
    let (keyring, study_key) = demo.keys(&spec)?;
    demo.make("owners")?;
    for source in 0..spec.sources.len() {
        demo.pseudonymise(&spec, source, &keyring)?;
    }
    demo.link(&spec)?;
    demo.union(&spec, &study_key)?;
    let summaries = demo.studies(&spec)?;
    RunReport::new("demo", rayon::current_num_threads(), env!("CARGO_PKG_VERSION")).write(folder.path())?;
    folder.commit()?;
    printer.line("");
    printer.line(format!("Report: {}", args.dir.join("report.html").display()));
    let memory = peak_rss_mib().map_or(String::new(), |mib| format!(", {mib:.0} MiB at most"));
    printer.note(format!("{:.1} s{memory}. All people are invented.", clock.elapsed().as_secs_f64()));
    printer.json(&serde_json::json!({ "report": args.dir.join("report.html"), "results": summaries }));
    Ok(ExitStatus::Done)
}

/// Where the demonstration works, and where it will appear.
struct Demo<'a> {
    root: PathBuf,
    shown: PathBuf,
    common: &'a Common,
    printer: &'a Printer,
}

impl Demo<'_> {
    fn says(&self, who: &str, command: &str) {
        let command = command.replace("@/", &format!("{}/", self.shown.display()));
        self.printer.line(format!("\n{who}\n$ dwlink {command}"));
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn opener<'s>(&self, hat: Hat, spec: &'s Spec) -> Opener<'s> {
        Opener::of(hat, spec, self.at(SPEC), self.common).with_one_desk(false)
    }

    fn world(&self, args: &args::Demo) -> Result<(), CliError> {
        self.printer.line(format!("An invented country of four departments, seed {}.", args.seed));
        let mut world = WorldSpec::demo(args.seed);
        if let Some(treated) = args.treated {
            let share = treated as f64 / world.treated as f64;
            let scaled = |people: usize| (people as f64 * share).round() as usize;
            world = WorldSpec {
                treated,
                offenders: scaled(world.offenders),
                deaths: scaled(world.deaths),
                claimants: scaled(world.claimants),
                ..world
            };
        }
        if args.null_effects {
            world.effects = Effects::null();
        }
        let extracts = self.at("extracts");
        self.make("extracts")?;
        write_departments(&world, &extracts, &|_| ())?;
        let (from, to) = (extracts.join("truth"), self.at("truth"));
        fs::rename(&from, &to).map_err(|source| exchange::ExchangeError::io(&to, source))?;
        Ok(())
    }

    fn spec(&self) -> Result<Spec, CliError> {
        self.says("Everyone signs the spec", &format!("spec show @/{SPEC}"));
        let path = self.at(SPEC);
        fs::write(&path, FOUR_DEPARTMENTS).map_err(|source| exchange::ExchangeError::io(&path, source))?;
        let spec = Spec::read(&path)?;
        for source in &spec.sources {
            let files: Vec<_> = source.tables.iter().map(|table| table.file.as_str()).collect();
            self.printer.line(format!("  {:<8} {}", source.name, files.join(", ")));
        }
        Ok(spec)
    }

    fn keys(&self, spec: &Spec) -> Result<(Keyring, StudyKey), CliError> {
        self.says("Key custodian", &format!("keys generate --project {} --out @/keys/project.age", spec.project));
        let (keyring, study_key) = match self.common.test_seed {
            Some(seed) => {
                (Keyring::from_test_seed(&spec.project, seed)?, StudyKey::from_test_seed(&spec.project, STUDY, seed)?)
            }
            None => (
                Keyring::generate(&spec.project, &SystemRandom::new())?,
                StudyKey::generate(&spec.project, STUDY, &SystemRandom::new())?,
            ),
        };
        self.printer.line(format!("  check value {}", keyring.check_value()));
        let folder = self.at("keys");
        self.make("keys")?;
        let note = folder.join("passphrase.txt");
        fs::write(&note, format!("{PASSPHRASE}\n")).map_err(|source| exchange::ExchangeError::io(&note, source))?;
        let passphrase = SecretString::from(PASSPHRASE);
        let lock = Lock::Passphrase { passphrase: &passphrase, work: WorkFactor::from_log2(15)? };
        let (keyring, study_key) = (KeyringFile::from(keyring), KeyringFile::from(study_key));
        keyring.seal(&folder.join("project.age"), &lock)?;
        study_key.seal(&folder.join("study.age"), &lock)?;
        match (keyring, study_key) {
            (KeyringFile::Project(keyring), KeyringFile::Study(study_key)) => Ok((keyring, study_key)),
            _ => Err(CliError::Bug("a keyring changed its kind".to_owned())),
        }
    }

    fn pseudonymise(&self, spec: &Spec, source: usize, keyring: &Keyring) -> Result<(), CliError> {
        let name = &spec.sources[source].name;
        let command = format!(
            "pseudonymise @/extracts/{name} --spec @/{SPEC} --source {name} --keys @/keys/project.age --out @/owners/{name}"
        );
        self.says(&format!("Data owner: {name}"), &command);
        let folder = self.at("extracts").join(name);
        let order = Order { spec, source, folder: &folder, keyring, memory_bytes: self.common.memory };
        let out = NewFolder::begin_inside_unfinished(self.at("owners").join(name))?;
        let delivery =
            pseudonymise(&order, out, secrets::randomness(self.common, name)?, &Progress::new(self.printer)?)?;
        self.printer.line(format!(
            "  {} records of {} entities; leaves with {:.1} MB of tokens",
            delivery.variants,
            delivery.quality.entities,
            delivery.token_bytes() as f64 / 1e6
        ));
        Ok(())
    }

    fn link(&self, spec: &Spec) -> Result<(), CliError> {
        let folders: Vec<_> = spec.sources.iter().map(|source| format!("@/owners/{}/linkage", source.name)).collect();
        self.says("Linkage unit", &format!("link --spec @/{SPEC} {} --out @/linked", folders.join(" ")));
        let folders: Vec<_> =
            spec.sources.iter().map(|source| self.at("owners").join(&source.name).join("linkage")).collect();
        let folders = self.opener(Hat::LinkageUnit, spec).open(Role::Linkage, &folders)?;
        let out = NewFolder::begin_inside_unfinished(self.at("linked"))?;
        let page = |links: &[LinkQuality]| quality_page::of_links(spec, links);
        let (memory, progress) = (self.common.memory, Progress::new(self.printer)?);
        let linked = linker::link::link(spec, &folders, &BTreeMap::new(), out, Some(&page), memory, &progress)?;
        for link in &spec.links {
            let passes = linked.passes.iter().filter(|pass| pass.link == link.name);
            let (compared, kept) =
                passes.fold((0, 0), |(compared, kept), pass| (compared + pass.comparisons, kept + pass.pairs));
            self.printer.line(format!("  {:<14} {compared:>9} pairs compared, {kept:>9} kept", link.name));
        }
        Ok(())
    }

    fn union(&self, spec: &Spec, study_key: &StudyKey) -> Result<(), CliError> {
        let folders: Vec<_> = spec.sources.iter().map(|source| format!("@/owners/{}/union", source.name)).collect();
        let command = format!(
            "union --spec @/{SPEC} --linked @/linked {} --study {STUDY} --study-key @/keys/study.age --out @/spine",
            folders.join(" ")
        );
        self.says("Union desk", &command);
        let opener = self.opener(Hat::UnionDesk, spec);
        let linked = opener.open(Role::Pairs, &[self.at("linked")])?;
        let folders: Vec<_> =
            spec.sources.iter().map(|source| self.at("owners").join(&source.name).join("union")).collect();
        let folders = opener.open(Role::Union, &folders)?;
        let out = NewFolder::begin_inside_unfinished(self.at("spine"))?;
        let memory_bytes = self.common.memory;
        let order = union::Order { spec, linked: &linked[0], folders: &folders, study_key, memory_bytes };
        let found = union::union(&order, out, &Progress::new(self.printer)?)?;
        for link in &found.links {
            let classes: Vec<_> = link.by_class.iter().map(|(class, people)| format!("{people} {class}")).collect();
            self.printer.line(format!("  {:<14} {}", link.link, classes.join(", ")));
        }
        Ok(())
    }

    /// Each study as its own release, and one report on all three, which also shows what perfect links would have given.
    fn studies(&self, spec: &Spec) -> Result<Vec<String>, CliError> {
        let folders: Vec<_> = spec.sources.iter().map(|source| format!("@/owners/{}/analysis", source.name)).collect();
        let analysis = folders.join(" ");
        let folders: Vec<_> =
            spec.sources.iter().map(|source| self.at("owners").join(&source.name).join("analysis")).collect();
        let mut opened = study::open(&self.at("spine"), &folders, false, None, &Signers::default())?;
        self.make("studies")?;
        self.make("results")?;
        for (name, text) in EXAMPLES {
            let path = self.at("studies").join(name);
            fs::write(&path, text).map_err(|source| exchange::ExchangeError::io(&path, source))?;
            let kind = name.trim_end_matches(".toml");
            self.says(
                "Analysis unit",
                &format!("study {kind} @/studies/{name} --spine @/spine --analysis {analysis} --out @/results/{kind}"),
            );
            let result = study::perform(text, &opened)?;
            self.printer.line(format!("  {}", result.summary));
            let report = study::report(&result.study.name.clone(), vec![result], &opened, true);
            study::write(&report, NewFolder::begin_inside_unfinished(self.at("results").join(kind))?)?;
        }
        opened.inputs.perfect = Some(perfect_spine(&self.at("truth"), &self.at("owners"))?);
        let results = EXAMPLES.iter().map(|(_, text)| study::perform(text, &opened)).collect::<Result<Vec<_>, _>>()?;
        let summaries = results.iter().map(|result| result.summary.clone()).collect();
        if let Some(accuracy) = results[0].quality.iter().find(|table| table.id() == "accuracy") {
            self.printer.line("\nLinks against the truth, which only a demonstration knows");
            self.accuracy(accuracy);
        }
        self.cases()?;
        let report = study::report("Drug treatment: convictions, deaths and work", results, &opened, true);
        let all = self.at("results").join("all");
        study::write(&report, NewFolder::begin_inside_unfinished(&all)?)?;
        copy(&all.join("report.html"), &self.at("report.html"))?;
        Ok(summaries)
    }

    fn accuracy(&self, accuracy: &SafeTable) {
        for row in accuracy.rows() {
            let figures = accuracy.columns().iter().zip(row.cells()).filter_map(|(column, cell)| match cell {
                SafeCell::Estimate(found) => Some(format!("{} {:.1} %", column.name(), found.estimate())),
                _ => None,
            });
            self.printer.line(format!("  {:<26} {}", row.label(), figures.collect::<Vec<_>>().join("  ")));
        }
    }

    /// The links to the three other departments together, by kind of person.
    fn cases(&self) -> Result<(), CliError> {
        let command = "evaluate @/spine --truth @/truth --crosswalk @/owners/ndtms @/owners/pnc";
        self.says("Evaluation (here of all three links together)", command);
        let mut truth = TruthFolder::open(&self.at("truth"))?;
        let links = ["pnc", "deaths", "dwp"]
            .map(|other| {
                spine_cases(&self.at("spine"), &[self.at("owners/ndtms"), self.at("owners").join(other)], &mut truth)
            })
            .into_iter()
            .collect::<Result<Vec<_>, _>>()?;
        show_cases(self.printer, &pooled(&links));
        Ok(())
    }

    fn make(&self, name: &str) -> Result<(), CliError> {
        let folder = self.at(name);
        Ok(fs::create_dir(&folder).map_err(|source| exchange::ExchangeError::io(&folder, source))?)
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), CliError> {
    fs::copy(from, to).map(|_| ()).map_err(|source| exchange::ExchangeError::io(to, source).into())
}
