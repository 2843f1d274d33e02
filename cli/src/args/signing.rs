//! Signatures of folders as clap sees them.

use std::path::PathBuf;

use clap::Args;

use super::values::identity_file;

/// Of a step that makes a folder.
#[derive(Args, Debug)]
pub(crate) struct Sign {
    /// Sign the manifest of what is made with this desk's identity file
    #[arg(long, value_name = "IDENTITY", value_parser = identity_file())]
    pub(crate) sign: Option<PathBuf>,
}

/// Of a step that receives folders.
#[derive(Args, Debug)]
pub(crate) struct Signers {
    /// Refuse folders that are not signed so: WHO is the source of an owner's folder, `pairs` or `spine`; repeated for each
    #[arg(long, value_name = "WHO=ED25519:...")]
    pub(crate) signer: Vec<String>,
}
