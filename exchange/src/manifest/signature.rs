//! `manifest.sig`: who states that a folder is as they made it.
//!
//! A manifest lists every file by its hash, so a signature over it is one over the folder. This crate knows no keys: whoever
//! does signs and checks the bytes that stand here.

use std::fmt;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::document::MANIFEST;
use super::receive::Received;
use crate::{ExchangeError, Result, SIGNATURE_FORMAT, document, json};

/// Name of the signature beside its manifest.
pub const SIGNATURE: &str = "manifest.sig";

/// The content of one `manifest.sig`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    format: String,
    /// Public key of who signed.
    pub signer: String,
    /// Signature over [`Signature::signed_bytes`].
    pub signature: String,
}

impl Signature {
    /// This signature by this public key.
    #[must_use]
    pub fn of(signer: String, signature: String) -> Self {
        Self { format: SIGNATURE_FORMAT.to_owned(), signer, signature }
    }

    /// What a signature covers: a prefix that no other signature of this program has, and `manifest.json` byte by byte.
    #[must_use]
    pub fn signed_bytes(manifest: &[u8]) -> Vec<u8> {
        [b"dwlink manifest\n", manifest].concat()
    }
}

impl Received {
    /// The folder's signature, if it has one; whether it holds is not checked here.
    pub fn signature(&self) -> Result<Option<Signature>> {
        match json::read(&self.folder.join(SIGNATURE), SIGNATURE_FORMAT) {
            Err(ExchangeError::Missing { .. }) => Ok(None),
            read => read.map(Some),
        }
    }

    /// The bytes that a signature of this folder covers.
    ///
    /// # Errors
    /// [`ExchangeError::Altered`] where the manifest is no longer the one that was opened.
    pub fn signed_bytes(&self) -> Result<Vec<u8>> {
        let path = self.folder.join(MANIFEST);
        let bytes = document::read_bytes(&path)?;
        if serde_json::from_slice(&bytes).is_ok_and(|manifest: super::Manifest| manifest == self.manifest) {
            Ok(Signature::signed_bytes(&bytes))
        } else {
            Err(ExchangeError::Altered { path })
        }
    }
}

/// Signs [`Signature::signed_bytes`] of a manifest, from any thread.
pub(crate) struct Sign(Box<SignBytes>);

type SignBytes = dyn Fn(&[u8]) -> Signature + Send + Sync;

impl Sign {
    pub(crate) fn with(sign: impl Fn(&[u8]) -> Signature + Send + Sync + 'static) -> Self {
        Self(Box::new(sign))
    }

    /// Signs the manifest of `folder` and those of the folders in it, where there are any.
    pub(crate) fn sign_below(&self, folder: &Path) -> Result<()> {
        let at = |source| ExchangeError::io(folder, source);
        self.sign(folder)?;
        for entry in fs::read_dir(folder).map_err(at)? {
            let entry = entry.map_err(at)?;
            if entry.file_type().map_err(at)?.is_dir() {
                self.sign(&entry.path())?;
            }
        }
        Ok(())
    }

    fn sign(&self, folder: &Path) -> Result<()> {
        match document::read_bytes(&folder.join(MANIFEST)) {
            Err(ExchangeError::Missing { .. }) => Ok(()),
            manifest => json::write(&folder.join(SIGNATURE), &(self.0)(&Signature::signed_bytes(&manifest?))),
        }
    }
}

impl fmt::Debug for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sign")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Desk, Manifest, NewFolder, Role, receive};

    /// No signature at all, but one can see what was signed.
    fn seen(bytes: &[u8]) -> Signature {
        Signature::of("somebody".to_owned(), super::super::sha256_of_bytes(bytes))
    }

    #[test]
    fn every_manifest_of_a_folder_is_signed_when_it_appears() {
        let parent = tempfile::tempdir().unwrap();
        let target = parent.path().join("out");
        let folder = NewFolder::begin(&target, false).unwrap().signed_with(seen);
        for role in [Role::Linkage, Role::Union] {
            let inner = folder.folder(role.folder_name()).unwrap();
            Manifest::new(role, "p", "d", "00").write(&inner).unwrap();
        }
        folder.folder("none").unwrap();
        folder.commit().unwrap();
        assert!(!target.join("none").join(SIGNATURE).exists() && !target.join(SIGNATURE).exists());
        let received = receive(&target.join("union"), Role::Union, Desk::OneHat).unwrap();
        let manifest = fs::read(target.join("union").join(MANIFEST)).unwrap();
        let signed = [b"dwlink manifest\n".as_slice(), &manifest].concat();
        assert_eq!(received.signed_bytes().unwrap(), signed);
        assert_eq!(received.signature().unwrap(), Some(seen(&signed)));

        fs::copy(target.join("linkage").join(MANIFEST), target.join("union").join(MANIFEST)).unwrap();
        assert!(matches!(received.signed_bytes(), Err(ExchangeError::Altered { .. })));
        fs::remove_file(target.join("union").join(SIGNATURE)).unwrap();
        assert_eq!(received.signature().unwrap(), None);
    }

    #[test]
    fn a_folder_holds_a_signature_beside_its_manifest_and_lists_none() {
        let parent = tempfile::tempdir().unwrap();
        fs::write(parent.path().join(SIGNATURE), b"{}").unwrap();
        let mut manifest = Manifest::new(Role::Pairs, "p", "d", "00");
        manifest.write(parent.path()).unwrap();
        let received = receive(parent.path(), Role::Pairs, Desk::OneHat).unwrap();
        assert!(received.signature().is_err(), "it is of no format");
        manifest.add_file(parent.path(), SIGNATURE, None).unwrap();
        fs::remove_file(parent.path().join(MANIFEST)).unwrap();
        assert!(manifest.write(parent.path()).is_err());
    }
}
