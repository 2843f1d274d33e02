use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::act::Subject;
use crate::manifest::sha256_of_bytes;
use crate::{CERTIFICATE_FORMAT, ExchangeError, NewFile, Result, json};

/// A statement that one file was overwritten and removed, signed by the desk that did it.
///
/// It proves that the holder of the signer's identity states this, about a file of this hash that, where a check value
/// is given, opened to that key. It does not prove that the file is gone, nor that there was no other copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    format: String,
    /// The file that was destroyed.
    pub destroyed: Subject,
    /// Public key of who signed.
    pub signer: String,
    /// Signature over [`Certificate::signed_bytes`].
    pub signature: String,
}

impl Certificate {
    /// What a signature covers: a prefix that no other signature of this program has, and the statement as one line of
    /// JSON.
    #[must_use]
    pub fn signed_bytes(destroyed: &Subject) -> Vec<u8> {
        // Texts and a time alone: they have a JSON form.
        format!("dwlink destruction\n{}", serde_json::to_string(destroyed).unwrap_or_default()).into_bytes()
    }

    /// The certificate with this signature by this public key.
    #[must_use]
    pub fn signed(destroyed: Subject, signer: String, signature: String) -> Self {
        Self { format: CERTIFICATE_FORMAT.to_owned(), destroyed, signer, signature }
    }

    /// Begins a new file that holds it, and gives the SHA-256 of that file. It appears when it is committed, so that a place which
    /// takes no file is noticed before anything is destroyed.
    pub fn begin(&self, path: &Path) -> Result<(NewFile, String)> {
        let text = json::text(path, self)?;
        let mut file = NewFile::begin(path, false)?;
        file.write_all(&text).map_err(|source| ExchangeError::io(path, source))?;
        Ok((file, sha256_of_bytes(&text)))
    }

    /// Reads one; its signature is not checked here.
    ///
    /// # Errors
    /// [`ExchangeError::Altered`] for anything beyond what [`Certificate::begin`] writes, which no signature would cover.
    pub fn read(path: &Path) -> Result<Self> {
        let certificate: Self = json::read(path, CERTIFICATE_FORMAT)?;
        if json::is_written_as(path, &certificate)? {
            Ok(certificate)
        } else {
            Err(ExchangeError::Altered { path: path.to_path_buf() })
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_certificate_holds_nothing_unsigned() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("destroyed.json");
        let destroyed = Subject {
            time: jiff::Timestamp::UNIX_EPOCH,
            actor: "custodian".to_owned(),
            file: "pilot.age".to_owned(),
            sha256: "ab".repeat(32),
            project: None,
            study: None,
            check_value: None,
            test: false,
        };
        let certificate = Certificate::signed(destroyed, "ed25519:00".to_owned(), "00".to_owned());
        let (file, sha256) = certificate.begin(&path).unwrap();
        assert!(!path.exists());
        file.commit().unwrap();
        assert_eq!(Certificate::read(&path).unwrap(), certificate);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(sha256, sha256_of_bytes(text.as_bytes()));
        fs::write(&path, text.replace("\"file\"", "\"note\": \"all copies\",\n    \"file\"")).unwrap();
        assert!(matches!(Certificate::read(&path), Err(ExchangeError::Altered { .. })));
    }
}
