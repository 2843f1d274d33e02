//! `relay` as clap sees it.

use std::path::PathBuf;

use clap::Args;

use super::{Custody, Signers};

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
    /// Refuse more rows of this source than N under this key, in all deliveries since the key was made; a folder counts by its largest pass
    /// file. Whose folder it is, --signer must say
    #[arg(long, value_name = "N", requires = "signer")]
    pub(crate) quota: Option<u64>,
    /// Go on with what a killed run of the same command left unfinished
    #[arg(long)]
    pub(crate) resume: bool,
    #[command(flatten)]
    pub(crate) signers: Signers,
    #[command(flatten)]
    pub(crate) custody: Custody,
}
