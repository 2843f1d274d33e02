//! `explain` as clap sees it.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};

/// `explain`
#[derive(Debug, Subcommand)]
pub(crate) enum Explain {
    /// Waterfall of one pair: prior, weight of each level, match weight; levels, never values
    Pair(ExplainPair),
}

/// `explain pair`
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("shown").required(true))]
pub(crate) struct ExplainPair {
    /// Model of the link, `<link>.model.json`
    #[arg(long, value_name = "MODEL.JSON")]
    pub(crate) model: PathBuf,
    /// Pass that saw the pair
    #[arg(long)]
    pub(crate) pass: String,
    /// What one comparison shows, such as `forename=exact`; may be repeated, and those left out are missing
    #[arg(long, value_name = "COMPARISON=LEVEL", group = "shown")]
    pub(crate) level: Vec<String>,
    /// Agreement pattern as the model file counts them, instead of levels
    #[arg(long, value_name = "N", group = "shown", conflicts_with = "level")]
    pub(crate) pattern: Option<u64>,
}
