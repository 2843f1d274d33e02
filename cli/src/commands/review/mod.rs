//! `review`: clerical review by agreement levels, at the linkage unit.

mod form;
mod sample;
mod score;
mod sheet;

use crate::args::{Common, Review};
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;

/// The key to a sample, which reviewers do not get.
const KEY_FILE: &str = "review.json";

pub(super) fn run(args: &Review, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    match args {
        Review::Sample(args) => sample::run(args, common, printer),
        Review::Score(args) => score::run(args, printer),
    }
}
