//! `study` as clap sees it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Signers;

/// `study`
#[derive(Debug, Subcommand)]
pub(crate) enum Study {
    /// Convictions before and after treatment
    Reoffending(StudyRun),
    /// Deaths in and after treatment
    Deaths(StudyRun),
    /// In work after starting treatment
    Employment(StudyRun),
    /// Check every statistic against published values and against R
    Validate,
}

/// `study reoffending|deaths|employment`
#[derive(Args, Debug)]
pub(crate) struct StudyRun {
    /// Study file
    #[arg(value_name = "STUDY")]
    pub(crate) file: PathBuf,
    /// Folder that `union` made
    #[arg(long)]
    pub(crate) spine: PathBuf,
    /// Payload folders, one of each source
    #[arg(long, required = true, num_args = 1..)]
    pub(crate) analysis: Vec<PathBuf>,
    /// Folder to make
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// A data owner's disclosure policy, shipped (ons-10-5, opensafely-7-5, acro) or a file; of all, the strictest rule holds
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) policy: Vec<String>,
    /// Death rates of the general population, headed `sex,age_from,deaths_per_1000`: gives standardised mortality ratios
    #[arg(long, value_name = "FILE")]
    pub(crate) population: Option<PathBuf>,
    /// A p-table headed `count,key_from,key_to,change`: counts of people change by noise that depends on who they are. `example` is a public one
    #[arg(long, value_name = "FILE")]
    pub(crate) p_table: Option<PathBuf>,
    /// How serious offences are, headed `class,maximum_years`, instead of the shipped statutory maxima
    #[arg(long, value_name = "FILE")]
    pub(crate) severity: Option<PathBuf>,
    /// Say what would be done and whether the data support it, report the headline, write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) signers: Signers,
}
