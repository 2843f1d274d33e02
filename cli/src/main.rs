//! `dwlink`: link records across departments without showing anyone a name.

mod args;
mod clock;
mod commands;
mod crosswalk;
mod custody;
mod desk;
mod disk_space;
mod error;
mod hardening;
mod panics;
mod printer;
mod progress;
mod quality_page;
mod secrets;
mod signing;
mod unfinished;

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::{ContextKind, ContextValue};

use crate::args::Cli;
use crate::error::ExitStatus;
use crate::printer::Printer;

fn main() -> ExitCode {
    panics::withhold_messages();
    panics::caught(run)
}

fn run() -> ExitCode {
    let cli = command_line();
    let printer = Printer::new(&cli.common);
    hardening::forbid_looking_in(&printer);
    if commands::open_keys(&cli.command) {
        hardening::warn_of_swap(&printer);
    }
    match commands::run(&cli, &printer).and_then(|status| printer.finish().map(|()| status)) {
        Ok(status) => status.into(),
        Err(error) => {
            printer.error(&error);
            ExitStatus::from(&error).into()
        }
    }
}

/// The command line. What is wrong with it is told without the value at fault: somebody may give a secret by mistake.
fn command_line() -> Cli {
    Cli::try_parse().unwrap_or_else(|mut error| {
        if error.get(ContextKind::InvalidValue).is_some_and(|value| !value.to_string().is_empty()) {
            error.insert(ContextKind::InvalidValue, ContextValue::String("[withheld]".to_owned()));
        }
        error.exit()
    })
}
