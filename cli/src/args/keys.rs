//! `keys` as clap sees it.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::Signers;
use super::values::{identity_file, parse_day, parse_head};

/// `keys`
#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// A desk's own key pair: made if FILE does not exist; prints the recipient that others seal to
    Identity {
        /// Identity file, as `rage-keygen` makes them
        file: PathBuf,
    },
    /// Make a project's keyring, or with --study a study key, or with --relay the custodian's own
    Generate(KeysGenerate),
    /// Show what a keyring, a share or a certificate holds, never its secret
    Inspect {
        /// File to look at
        file: PathBuf,
    },
    /// Seal a keyring anew, to named desks, so that no passphrase travels; or a share, to whoever combines
    Share(KeysShare),
    /// Seal a keyring so that any M of N holders open it together
    Split(KeysSplit),
    /// Open a split keyring with the shares of M holders and seal it anew
    Combine(KeysCombine),
    /// Give out the keys of a study's people in sealed payload, to the analysis unit
    Rows(KeysRows),
    /// Overwrite and remove a keyring or a share
    Destroy(KeysDestroy),
    /// The custody log
    #[command(subcommand)]
    Log(KeysLog),
}

/// How an act is recorded.
#[derive(Args, Debug)]
pub(crate) struct Custody {
    /// Custody log [default: custody.log beside the keyring]
    #[arg(long, value_name = "FILE")]
    pub(crate) log: Option<PathBuf>,
    /// Who acts, as the log shall name them
    #[arg(long, value_name = "LABEL", default_value = "custodian")]
    pub(crate) actor: String,
    /// Sign the record, and the folder that `relay` makes, with this desk's identity
    #[arg(long, value_name = "FILE", value_parser = identity_file())]
    pub(crate) sign: Option<PathBuf>,
}

/// `keys generate`
#[derive(Args, Debug)]
pub(crate) struct KeysGenerate {
    /// Project name, bound into every key
    #[arg(long)]
    pub(crate) project: String,
    /// Study name: makes a study key for the union desk
    #[arg(long)]
    pub(crate) study: Option<String>,
    /// Make the keyring of the relay, which stays with the custodian: neither owners nor the linkage unit get it
    #[arg(long, conflicts_with = "study")]
    pub(crate) relay: bool,
    /// Last day on which the key may be used
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    pub(crate) use_until: Option<Date>,
    /// Seal to this age recipient instead of a passphrase; may be repeated
    #[arg(long, value_name = "[DESK=]AGE1...")]
    pub(crate) recipient: Vec<String>,
    /// Draw the key inside the hardware token of this label, which it never leaves; FILE then names it
    #[cfg(feature = "hsm")]
    #[arg(long, value_name = "LABEL", conflicts_with_all = ["recipient", "study", "relay"])]
    pub(crate) token: Option<String>,
    /// File to make
    #[arg(long)]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) custody: Custody,
}

/// `keys share`
#[derive(Args, Debug)]
pub(crate) struct KeysShare {
    /// Keyring file, or a share
    pub(crate) file: PathBuf,
    /// Seal to this age recipient instead of a passphrase; may be repeated
    #[arg(long, value_name = "[DESK=]AGE1...")]
    pub(crate) recipient: Vec<String>,
    /// Another last day on which the key may be used
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    pub(crate) use_until: Option<Date>,
    /// File to make
    #[arg(long)]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) custody: Custody,
}

/// `keys split`
#[derive(Args, Debug)]
pub(crate) struct KeysSplit {
    /// Keyring file
    pub(crate) file: PathBuf,
    /// Open the keyring with this holder's share; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) share: Vec<PathBuf>,
    /// How many holders open it together
    #[arg(long, value_name = "M")]
    pub(crate) threshold: usize,
    /// A holder, whose share is sealed to an age recipient or, without one, by a passphrase; repeated for each
    #[arg(long, required = true, value_name = "NAME[=AGE1...]")]
    pub(crate) holder: Vec<String>,
    /// Keyring file to make; the shares lie beside it as OUT.NAME.share.age
    #[arg(long)]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) custody: Custody,
}

/// `keys combine`
#[derive(Args, Debug)]
pub(crate) struct KeysCombine {
    /// Keyring file that `keys split` made
    pub(crate) file: PathBuf,
    /// A holder's share; repeated for each
    #[arg(long, required = true, value_name = "FILE")]
    pub(crate) share: Vec<PathBuf>,
    /// Seal to this age recipient instead of a passphrase; may be repeated
    #[arg(long, value_name = "[DESK=]AGE1...")]
    pub(crate) recipient: Vec<String>,
    /// File to make
    #[arg(long)]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) custody: Custody,
}

/// `keys rows`
#[derive(Args, Debug)]
pub(crate) struct KeysRows {
    /// Folder that `union` made
    pub(crate) spine: PathBuf,
    /// Spec file
    #[arg(long)]
    pub(crate) spec: PathBuf,
    /// Keyring file of the project
    #[arg(long)]
    pub(crate) keys: PathBuf,
    /// Seal to this age recipient instead of a passphrase; may be repeated
    #[arg(long, value_name = "[DESK=]AGE1...")]
    pub(crate) recipient: Vec<String>,
    /// File to make
    #[arg(long)]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) signers: Signers,
    #[command(flatten)]
    pub(crate) custody: Custody,
}

/// `keys destroy`
#[derive(Args, Debug)]
pub(crate) struct KeysDestroy {
    /// Keyring file, or a share
    pub(crate) file: PathBuf,
    /// Open the keyring first, so that log and certificate state its check value
    #[arg(long)]
    pub(crate) open: bool,
    /// Open it with this holder's share; may be repeated
    #[arg(long, value_name = "FILE", requires = "open")]
    pub(crate) share: Vec<PathBuf>,
    /// Certificate to make, signed by the desk that --sign names
    #[arg(long, value_name = "FILE", requires = "sign")]
    pub(crate) certificate: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) custody: Custody,
}

/// `keys log`
#[derive(Debug, Subcommand)]
pub(crate) enum KeysLog {
    /// Show every act and who signed it, and check that no line was changed, moved or taken out
    Verify {
        /// Custody log
        file: PathBuf,
        /// A head of this log, written down before: what stood then must stand still
        #[arg(long, value_name = "SHA-256", value_parser = parse_head)]
        head: Option<String>,
        /// Every line must be signed by one of these public keys; may be repeated
        #[arg(long, value_name = "ED25519:...")]
        signer: Vec<String>,
    },
}
