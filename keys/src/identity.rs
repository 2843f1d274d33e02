//! A desk's own key pair: what others seal to, and what opens that.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use age::x25519;
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::lock::Recipient;
use crate::{Error, sealed_file};

/// More than hundreds of identities with their comments.
const MAXIMUM_BYTES: u64 = 64 * 1024;

/// An age X25519 identity.
pub struct DeskIdentity(x25519::Identity);

impl DeskIdentity {
    /// Draws an identity.
    #[must_use]
    pub fn generate() -> Self {
        Self(x25519::Identity::generate())
    }

    /// The first identity in the file at `path`, which may be one that `rage-keygen` or `age-keygen` made.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let identities = read_identities(path)?;
        identities.into_iter().next().map(Self).ok_or_else(|| Error::IdentityFile { path: path.to_owned() })
    }

    /// Writes it to a new file with mode 0600, as `rage-keygen` does. It is not sealed: its place must be.
    pub fn write(&self, path: &Path, created: Timestamp) -> Result<(), Error> {
        sealed_file::refuse_existing(path)?;
        let secret = self.0.to_string();
        let head = format!("# created: {created}\n# public key: {}\n", self.recipient());
        let mut text = Zeroizing::new(String::with_capacity(head.len() + secret.expose_secret().len() + 1));
        text.extend([&head, secret.expose_secret(), "\n"]);
        sealed_file::write_new(path, text.as_bytes())
    }

    /// What others seal to.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient::of(self.0.to_public())
    }

    /// The secret as `AGE-SECRET-KEY-1...`.
    pub(crate) fn secret(&self) -> SecretString {
        self.0.to_string()
    }

    pub(crate) fn age(&self) -> &x25519::Identity {
        &self.0
    }

    /// From the text of [`secret`](Self::secret).
    pub(crate) fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

impl std::fmt::Debug for DeskIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeskIdentity(redacted)")
    }
}

/// Every identity in a file: lines that begin with `#` and empty lines aside, one a line.
pub(crate) fn read_identities(path: &Path) -> Result<Vec<x25519::Identity>, Error> {
    let mut text = Zeroizing::new(Vec::with_capacity(MAXIMUM_BYTES as usize + 1));
    let mut read = || File::open(path)?.take(MAXIMUM_BYTES + 1).read_to_end(&mut text);
    read().map_err(Error::io(path, "read"))?;
    let malformed = || Error::IdentityFile { path: path.to_owned() };
    if text.len() as u64 > MAXIMUM_BYTES {
        return Err(malformed());
    }
    let lines = str::from_utf8(&text).map_err(|_| malformed())?.lines().map(str::trim_end);
    let secrets = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let identities: Vec<_> = secrets.map(str::parse).collect::<Result<_, _>>().map_err(|_| malformed())?;
    if identities.is_empty() { Err(malformed()) } else { Ok(identities) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_identities_has_a_largest_size() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.txt");
        let identity = DeskIdentity::generate();
        let secret = identity.secret();
        let padded = |bytes: u64| {
            let comment = "#".repeat(bytes as usize - secret.expose_secret().len() - 1);
            std::fs::write(&path, [&comment, "\n", secret.expose_secret()].concat()).unwrap();
            DeskIdentity::read(&path).map(|read| read.recipient().to_string())
        };
        assert_eq!(padded(65_536).unwrap(), identity.recipient().to_string());
        assert!(matches!(padded(65_537), Err(Error::IdentityFile { .. })));
    }
}
