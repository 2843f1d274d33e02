use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{CERTIFICATE_FORMAT, Result, json};

/// A statement that one file was overwritten and removed, signed by the desk that did it.
///
/// It proves that the holder of the signer's identity states this, about a file of this hash that, where a check value
/// is given, opened to that key. It does not prove that the file is gone, nor that there was no other copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    format: String,
    /// What is stated.
    pub statement: Destroyed,
    /// Public key of who signed.
    pub signer: String,
    /// Signature over [`Destroyed::signed_bytes`].
    pub signature: String,
}

/// What a certificate states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Destroyed {
    /// When, by the clock of the machine, to the second.
    pub time: Timestamp,
    /// Label of who acted.
    pub actor: String,
    /// Name of the file, without its folder.
    pub file: String,
    /// SHA-256 of the file as it lay on the disk before, 64 hexadecimal digits.
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
}

impl Destroyed {
    /// What the signature covers: a prefix that no other signature of this program has, and the statement as one line of
    /// JSON.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        // Texts and a time alone: they have a JSON form.
        format!("dwlink destruction\n{}", serde_json::to_string(self).unwrap_or_default()).into_bytes()
    }

    /// The certificate with this signature.
    #[must_use]
    pub fn signed(self, signer: String, signature: String) -> Certificate {
        Certificate { format: CERTIFICATE_FORMAT.to_owned(), statement: self, signer, signature }
    }
}

impl Certificate {
    /// Writes it to a new file.
    pub fn write(&self, path: &Path) -> Result<()> {
        json::write(path, self)
    }

    /// Reads one; its signature is not checked here.
    pub fn read(path: &Path) -> Result<Self> {
        json::read(path, CERTIFICATE_FORMAT)
    }
}
