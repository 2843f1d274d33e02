//! What can go wrong in a study. A message says what, where and what to do; it never repeats a value from the data.

use std::path::PathBuf;

use crate::day::Day;

/// Why a study was not run or a report not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The study file is not valid TOML, or a key is missing, unknown or of the wrong type.
    #[error("study file: {reason}")]
    StudyFile {
        /// The TOML reader's own account, with line and key.
        reason: String,
    },
    /// A date range is empty.
    #[error("study file: {what} must start before it ends")]
    EmptyPeriod {
        /// Which range.
        what: &'static str,
    },
    /// A setting is out of range.
    #[error("study file: {key} {rule}")]
    Setting {
        /// Key in the study file.
        key: &'static str,
        /// What it must be.
        rule: &'static str,
    },
    /// The disclosure policy is not a rule.
    #[error("study file, [policy]: {fault}")]
    Policy {
        /// What is wrong.
        fault: &'static str,
    },
    /// A p-table is not a rule for perturbing counts.
    #[error("p-table: {fault}")]
    PTable {
        /// What is wrong, and where.
        fault: String,
    },
    /// A policy file is not valid TOML, or a key is unknown or of the wrong type.
    #[error("policy file: {reason}")]
    PolicyFile {
        /// The TOML reader's own account, with line and key.
        reason: String,
    },
    /// The data stop before the follow-up does.
    #[error(
        "refused: {needed} runs to {last_day} but the data are cut on {data_cut}; end the cohort earlier, shorten the follow-up, or use later data"
    )]
    FollowUpBeyondData {
        /// What the definition needs.
        needed: &'static str,
        /// The last day it needs.
        last_day: Day,
        /// The day the data end.
        data_cut: Day,
    },
    /// Nobody qualifies.
    #[error("refused: nobody starts treatment in the cohort window; check the window against the episode dates")]
    EmptyCohort,
    /// A source the study needs has no rows.
    #[error("refused: the {source_name} source is empty; the study needs it linked and released")]
    MissingSource {
        /// Name of the source.
        source_name: &'static str,
    },
    /// An input table could not be read.
    #[error("{}: {reason}", path.display())]
    Input {
        /// File that was read.
        path: PathBuf,
        /// What the reader said.
        reason: String,
    },
    /// The release ledger is broken.
    #[error(
        "ledger, line {line}: was changed, moved, put in or cut short, or lines before it were taken out; restore the ledger from its copy before anything is released"
    )]
    Ledger {
        /// The first such line, from 1.
        line: usize,
    },
    /// The release stands in the ledger.
    #[error("this release is in the ledger already; record each release once")]
    Recorded,
    /// A value in an input table cannot be understood.
    #[error("{table}, row {row}, column {column}: {rule}")]
    Value {
        /// Table name.
        table: String,
        /// Row, from 1.
        row: usize,
        /// Column name.
        column: &'static str,
        /// What the value must be.
        rule: &'static str,
    },
}
