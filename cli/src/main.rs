//! `dwlink`: link records across departments without showing anyone a name.

mod args;
mod clock;
mod commands;
mod crosswalk;
mod custody;
mod desk;
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

use crate::args::Cli;
use crate::error::ExitStatus;
use crate::printer::Printer;

fn main() -> ExitCode {
    panics::withhold_messages();
    panics::caught(run)
}

fn run() -> ExitCode {
    let cli = Cli::parse();
    let printer = Printer::new(&cli.common);
    hardening::forbid_looking_in(&printer);
    match commands::run(&cli, &printer).and_then(|status| printer.finish().map(|()| status)) {
        Ok(status) => status.into(),
        Err(error) => {
            printer.error(&error);
            ExitStatus::from(&error).into()
        }
    }
}
