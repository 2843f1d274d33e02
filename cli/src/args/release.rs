//! `release` as clap sees it.

use std::path::PathBuf;

use clap::Subcommand;

/// `release`
#[derive(Debug, Subcommand)]
pub(crate) enum Release {
    /// Check a release folder as an output checker would, and list what a person must decide
    Check {
        /// Folder that `study` made
        dir: PathBuf,
        /// Compare with what was released before
        #[arg(long)]
        ledger: Option<PathBuf>,
    },
    /// Add a release that was approved to the project's ledger
    Record {
        /// Folder that `study` made
        dir: PathBuf,
        /// Ledger, made if there is none
        #[arg(long)]
        ledger: PathBuf,
    },
}
