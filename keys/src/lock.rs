//! What seals a keyring file and what opens it: a passphrase, or the key pairs of its custodians.

use std::fmt;
use std::io::{BufRead, Read, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use age::stream::StreamReader;
use age::{DecryptError, Decryptor, EncryptError, Encryptor, scrypt, x25519};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::identity::read_identities;
use crate::{Error, SetKey};

/// The fewest characters of a passphrase that may seal. Opening takes any.
pub const MINIMUM_PASSPHRASE_CHARS: usize = 12;

/// What a file is sealed with.
#[derive(Debug)]
pub enum Lock<'a> {
    /// Whoever knows the passphrase opens the file (age's scrypt recipient).
    Passphrase {
        /// At least [`MINIMUM_PASSPHRASE_CHARS`] characters.
        passphrase: &'a SecretString,
        /// How dear a guess is made.
        work: WorkFactor,
    },
    /// Whoever holds the identity of any one of these recipients opens the file (age's X25519 recipient).
    Recipients(&'a [Recipient]),
}

/// What a file is opened with.
#[derive(Clone, Copy, Debug)]
pub enum Unlock<'a> {
    /// The passphrase it was sealed with.
    Passphrase(&'a SecretString),
    /// Files of age identities, one of which belongs to a recipient.
    Identities(&'a [PathBuf]),
    /// The key of the set of shares that it was sealed to.
    Set(&'a SetKey),
}

/// How much work scrypt asks of everyone who tries a passphrase. It takes 2^log2 KiB of memory, to seal and to open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkFactor(Option<u8>);

impl WorkFactor {
    /// The largest base-two logarithm sealed or opened: 2^22 takes 4 GiB of memory.
    pub const MAXIMUM_LOG2: u8 = 22;

    /// About one second on the sealing machine, measured when it seals: a fast machine may choose 2^20, which a small
    /// one needs 1 GiB to open. The default.
    pub const ADAPTIVE: Self = Self(None);

    /// `N = 2^log2` with scrypt's `r` 8 and `p` 1. Below about 16 only for tests, to keep them short.
    pub fn from_log2(log2: u8) -> Result<Self, Error> {
        if (1..=Self::MAXIMUM_LOG2).contains(&log2) {
            Ok(Self(Some(log2)))
        } else {
            Err(Error::WorkFactor { maximum: Self::MAXIMUM_LOG2 })
        }
    }
}

/// The public key of somebody who may open a file, written `age1...`.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(x25519::Recipient);

impl Recipient {
    pub(crate) fn of(public: x25519::Recipient) -> Self {
        Self(public)
    }
}

impl FromStr for Recipient {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        text.parse().map(Self).map_err(|_| Error::Recipient)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({})", self.0)
    }
}

impl Lock<'_> {
    /// Encrypts `plain` into an age file (<https://c2sp.org/age>); `path` is named in errors only.
    pub(crate) fn seal(&self, path: &Path, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let encryptor = self.encryptor(path)?;
        let mut sealed = Vec::new();
        let write = || {
            let mut writer = encryptor.wrap_output(&mut sealed)?;
            writer.write_all(plain)?;
            writer.finish().map(drop)
        };
        write().map_err(Error::io(path, "sealed"))?;
        Ok(sealed)
    }

    /// What makes an age file.
    pub(crate) fn encryptor(&self, path: &Path) -> Result<Encryptor, Error> {
        let encryptor = match self {
            Self::Passphrase { passphrase, work } => {
                if passphrase.expose_secret().chars().count() < MINIMUM_PASSPHRASE_CHARS {
                    return Err(Error::WeakPassphrase { minimum: MINIMUM_PASSPHRASE_CHARS });
                }
                let mut recipient = scrypt::Recipient::new((*passphrase).clone());
                if let Some(log2) = work.0 {
                    recipient.set_work_factor(log2);
                }
                Encryptor::with_recipients(std::iter::once(&recipient as _))
            }
            Self::Recipients(recipients) => {
                Encryptor::with_recipients(recipients.iter().map(|recipient| &recipient.0 as _))
            }
        };
        encryptor.map_err(|error| match error {
            EncryptError::MissingRecipients => Error::NoRecipient,
            other => Error::io(path, "sealed")(std::io::Error::other(other)),
        })
    }
}

impl Unlock<'_> {
    /// Decrypts the age file `sealed`, read from `path`.
    pub(crate) fn open(&self, path: &Path, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let reader = self.reader(path, sealed)?;
        // The plain text is shorter than the file, so the buffer never moves and leaves no copy behind.
        let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
        let read = reader.take(sealed.len() as u64).read_to_end(&mut plain);
        read.map_err(|_| Error::Altered { path: path.to_owned() })?;
        Ok(plain)
    }

    /// Decrypts an age file, read from `path`, as it is read.
    pub(crate) fn reader<R: BufRead>(&self, path: &Path, mut sealed: R) -> Result<StreamReader<R>, Error> {
        let owned = || path.to_owned();
        let head = sealed.fill_buf().map_err(Error::io(path, "read"))?;
        let head = head[..head.len().min(ANY_HEAD_BYTES)].to_vec();
        let decryptor = Decryptor::new_buffered(sealed).map_err(|_| unreadable_header(path, &head))?;
        let reader = match (self, decryptor.is_scrypt()) {
            (Self::Passphrase(passphrase), true) => {
                let mut identity = scrypt::Identity::new((*passphrase).clone());
                identity.set_max_work_factor(WorkFactor::MAXIMUM_LOG2);
                decryptor.decrypt(std::iter::once(&identity as _))
            }
            (Self::Identities(files), false) => {
                let mut identities = Vec::new();
                for file in *files {
                    identities.extend(read_identities(file)?);
                }
                decryptor.decrypt(identities.iter().map(|identity| identity as _))
            }
            (Self::Set(key), false) => decryptor.decrypt(std::iter::once(key.age() as _)),
            (Self::Passphrase(_), false) => return Err(Error::NeedsIdentity { path: owned() }),
            (Self::Identities(_), true) => return Err(Error::NeedsPassphrase { path: owned() }),
            (Self::Set(_), true) => return Err(Error::OtherSet { path: owned() }),
        };
        reader.map_err(|error| match (error, self) {
            (DecryptError::ExcessiveWork { required, .. }, _) => {
                Error::ExcessiveWork { path: owned(), required, maximum: WorkFactor::MAXIMUM_LOG2 }
            }
            (DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed, Self::Passphrase(_)) => {
                Error::WrongPassphrase { path: owned() }
            }
            (DecryptError::NoMatchingKeys, Self::Set(_)) => Error::OtherSet { path: owned() },
            (DecryptError::NoMatchingKeys, _) => Error::WrongIdentity { path: owned() },
            _ => Error::Altered { path: owned() },
        })
    }
}

/// Enough to tell an age file, and its version, from others.
const ANY_HEAD_BYTES: usize = 64;

pub(crate) fn unreadable_header(path: &Path, sealed: &[u8]) -> Error {
    const ANY_AGE: &[u8] = b"age-encryption.org/";
    const THIS_AGE: &[u8] = b"age-encryption.org/v1\n";
    let path = path.to_owned();
    if sealed.starts_with(THIS_AGE) {
        Error::Altered { path }
    } else if sealed.starts_with(ANY_AGE) {
        Error::OtherVersion { path }
    } else {
        Error::NotKeyring { path }
    }
}
