//! `relay` as clap sees it.

use std::path::PathBuf;

use clap::Args;

use super::Custody;

/// `relay`
#[derive(Args, Debug)]
pub(crate) struct Relay {
    /// An owner's folder `relay`
    pub(crate) folder: PathBuf,
    /// Spec file
    #[arg(long)]
    pub(crate) spec: PathBuf,
    /// Relay keyring file
    #[arg(long)]
    pub(crate) keys: PathBuf,
    /// Folder to make
    #[arg(long)]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) custody: Custody,
}
