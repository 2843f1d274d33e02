//! One file per command. Each calls the library and prints.

mod attack;
mod check;
mod demo;
mod evaluate;
mod explain;
mod fixtures;
mod keys;
mod link;
mod plan;
mod pseudonymise;
mod relay;
mod release;
mod review;
mod spec;
mod study;
mod trial;
mod union;
mod unseal;
mod validate;

use std::path::Path;

use exchange::spec::Spec;

use crate::args::{Cli, Command, Keys};
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;

/// Runs the command.
pub(crate) fn run(cli: &Cli, printer: &Printer) -> Result<ExitStatus, CliError> {
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = cli.common.threads {
        pool = pool.num_threads(threads);
    }
    pool.build_global().map_err(|error| CliError::Bug(error.to_string()))?;
    let common = &cli.common;
    match &cli.command {
        Command::Demo(args) => demo::run(args, common, printer),
        Command::Fixtures(args) => fixtures::run(args, common, printer),
        Command::Keys(args) => keys::run(args, common, printer),
        Command::Spec(args) => spec::run(args, common, printer),
        Command::Check(args) => check::run(args, common, printer),
        Command::Pseudonymise(args) => pseudonymise::run(args, common, printer),
        Command::Relay(args) => relay::run(args, common, printer),
        Command::Plan(args) => plan::run(args, common, printer),
        Command::Link(args) => link::run(args, common, printer),
        Command::Union(args) => union::run(args, common, printer),
        Command::Unseal(args) => unseal::run(args, common, printer),
        Command::Evaluate(args) => evaluate::run(args, printer),
        Command::Explain(args) => explain::run(args, printer),
        Command::Review(args) => review::run(args, common, printer),
        Command::Trial(args) => trial::run(args, common, printer),
        Command::Study(args) => study::run(args, common, printer),
        Command::Release(args) => release::run(args, printer),
        Command::Attack(args) => attack::run(args, common, printer),
    }
}

/// Whether keys of a project or a study come to lie in memory.
pub(crate) fn open_keys(command: &Command) -> bool {
    match command {
        Command::Keys(act) => !matches!(act, Keys::Log(_)),
        Command::Pseudonymise(_) | Command::Relay(_) | Command::Union(_) | Command::Unseal(_) | Command::Attack(_) => {
            true
        }
        _ => false,
    }
}

/// Index of a source of the spec.
fn source_index(spec: &Spec, name: &str, file: &Path) -> Result<usize, CliError> {
    spec.source(name).map(|(index, _)| index).ok_or_else(|| {
        let names: Vec<_> = spec.sources.iter().map(|source| source.name.as_str()).collect();
        CliError::usage(
            format!("{}: no source is called '{name}'", file.display()),
            format!("use one of: {}", names.join(", ")),
        )
    })
}
