//! `keys`: what a key custodian and the holders of shares do. One file an act.

mod combine;
mod destroy;
mod generate;
mod identity;
mod inspect;
mod log;
mod recipients;
mod rows;
mod share;
mod split;

use jiff::civil::Date;

use crate::args::{Common, Keys};
use crate::clock;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;

pub(super) fn run(args: &Keys, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    match args {
        Keys::Identity { file } => identity::run(file, common, printer),
        Keys::Generate(args) => generate::run(args, common, printer),
        Keys::Inspect { file } => inspect::run(file, common, printer),
        Keys::Share(args) => share::run(args, common, printer),
        Keys::Split(args) => split::run(args, common, printer),
        Keys::Combine(args) => combine::run(args, common, printer),
        Keys::Rows(args) => rows::run(args, common, printer),
        Keys::Destroy(args) => destroy::run(args, common, printer),
        Keys::Log(args) => log::run(args, printer),
    }
}

/// A last day that is over already is a slip: nobody could use the key.
fn refuse_past(use_until: Option<Date>, common: &Common) -> Result<(), CliError> {
    if use_until.is_some_and(|day| day < clock::today(common)) {
        return Err(CliError::usage("--use-until: this day is over", "give today or a later day"));
    }
    Ok(())
}
