//! `review` as clap sees it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Signers;

/// `review`
#[derive(Debug, Subcommand)]
pub(crate) enum Review {
    /// Draw pairs to be judged by their agreement levels, with a form for each of two blind reviewers
    Sample(ReviewSample),
    /// What the reviewers' answers say: their agreement, precision and recall
    Score(ReviewScore),
}

/// `review sample`
#[derive(Args, Debug)]
pub(crate) struct ReviewSample {
    /// Spec file
    #[arg(long)]
    pub(crate) spec: PathBuf,
    /// Folder that `link` made
    #[arg(long)]
    pub(crate) linked: PathBuf,
    /// Token folders that `link` was given
    #[arg(required = true)]
    pub(crate) linkage: Vec<PathBuf>,
    /// Link to draw from, instead of all; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(crate) link: Vec<String>,
    /// Pairs to draw, over all links
    #[arg(long, value_name = "N")]
    pub(crate) size: u64,
    /// Seed of the draw
    #[arg(long)]
    pub(crate) seed: u64,
    /// Folder to make
    #[arg(long)]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) signers: Signers,
}

/// `review score`
#[derive(Args, Debug)]
pub(crate) struct ReviewScore {
    /// Folder that `review sample` made
    pub(crate) sample: PathBuf,
    /// Answers of the first reviewer, headed `item,label`; labels are match, no and unsure
    pub(crate) labels_a: PathBuf,
    /// Answers of the second reviewer
    pub(crate) labels_b: PathBuf,
}
