use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a line of the custody log records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// On which file, when and by whom.
    #[serde(flatten)]
    pub subject: Subject,
    /// What was done.
    #[serde(flatten)]
    pub act: Act,
    /// Public key of who signed this line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// Signature over [`signed_bytes`](super::signed_bytes).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}

/// The file that an act concerns, with time and actor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// When, by the clock of the machine, to the second.
    pub time: Timestamp,
    /// Label of who acted.
    pub actor: String,
    /// Name of the file made or destroyed, without its folder.
    pub file: String,
    /// SHA-256 of that file as it lay on the disk, 64 hexadecimal digits.
    pub sha256: String,
    /// The project; absent where the key inside was not opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// The study, of a study key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study: Option<String>,
    /// Check value of the key inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_value: Option<String>,
    /// The clock or the randomness was fixed, as tests do: the time is nobody's, or the key worthless.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub test: bool,
}

/// An act on a key, or with one on tokens in transit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// A key was drawn.
    Generate {
        /// Last day of use.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        use_until: Option<Date>,
        /// Public keys of who may open it, by desk; empty for a passphrase.
        recipients: BTreeMap<String, String>,
    },
    /// A key was sealed anew.
    Share {
        /// Last day of use.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        use_until: Option<Date>,
        /// Public keys of who may open it, by desk; empty for a passphrase.
        recipients: BTreeMap<String, String>,
    },
    /// A key was sealed to a set of shares.
    Split {
        /// The set.
        set: String,
        /// How many shares open it.
        threshold: u8,
        /// Labels of the holders, in the order of their shares.
        holders: Vec<String>,
        /// Public keys of those who have one, by label; a passphrase opens the share of the others.
        recipients: BTreeMap<String, String>,
    },
    /// Shares were brought together and the key sealed anew.
    Combine {
        /// The set.
        set: String,
        /// Whose shares, by their place in the set.
        shares: Vec<u8>,
        /// Public keys of who may open it, by desk; empty for a passphrase.
        recipients: BTreeMap<String, String>,
    },
    /// An owner's tokens were put under the relay's key. The file is the folder made, and its hash that of its manifest.
    Relay {
        /// Whose tokens.
        source: String,
        /// SHA-256 of the manifest of the owner's folder.
        delivery: String,
        /// Rows of its largest pass file: at most so many people can it have named in a pass.
        rows: u64,
    },
    /// The keys of a study's people in sealed payload were given out.
    Rows {
        /// SHA-256 of the manifest of the spine that says who they are.
        spine: String,
        /// Public keys of who may open it, by desk; empty for a passphrase.
        recipients: BTreeMap<String, String>,
    },
    /// A file was overwritten and removed.
    Destroy {
        /// SHA-256 of the certificate, if one was made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        certificate: Option<String>,
    },
}

impl Act {
    /// The act's name, as the log writes it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Generate { .. } => "generate",
            Self::Share { .. } => "share",
            Self::Split { .. } => "split",
            Self::Combine { .. } => "combine",
            Self::Relay { .. } => "relay",
            Self::Rows { .. } => "rows",
            Self::Destroy { .. } => "destroy",
        }
    }
}
