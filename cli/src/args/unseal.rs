//! `unseal` as clap sees it.

use std::path::PathBuf;

use clap::Args;

use super::{Sign, Signers};

/// `unseal`
#[derive(Args, Debug)]
pub(crate) struct Unseal {
    /// An owner's folder `sealed`
    pub(crate) folder: PathBuf,
    /// Spec file
    #[arg(long)]
    pub(crate) spec: PathBuf,
    /// File that `keys rows` made for this study
    #[arg(long, value_name = "FILE")]
    pub(crate) row_keys: PathBuf,
    /// Folder to make
    #[arg(long)]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) sign: Sign,
    #[command(flatten)]
    pub(crate) signers: Signers,
}
