//! Keys on disk: one sealed file for a project, one for each study, one for a relay.

mod text;

use std::path::Path;

use jiff::civil::Date;

use crate::{Error, KeyCheckValue, Keyring, Lock, RelayKeyring, StudyKey, Unlock, sealed_file};

/// The content of a keyring file.
///
/// On disk it is an age file (<https://c2sp.org/age>, binary, without armour) around a few lines of text, which
/// `text.rs` describes: any age program opens it, should this one be lost.
#[derive(Debug)]
pub enum KeyringFile {
    /// A project's root key, for data owners and the key custodian.
    Project(Keyring),
    /// A study's root key, for the union desk.
    Study(StudyKey),
    /// A relay's root key, for the key custodian.
    Relay(RelayKeyring),
}

impl KeyringFile {
    /// Seals the content into a new file at `path` with mode 0600 (on Unix; elsewhere the folder's rules hold).
    ///
    /// The file appears whole or not at all. Fails if `path` exists, if the passphrase is weak, if there is no
    /// recipient, or if the folder cannot be written.
    pub fn seal(&self, path: &Path, lock: &Lock<'_>) -> Result<(), Error> {
        sealed_file::refuse_existing(path)?;
        sealed_file::write_new(path, &lock.seal(path, text::write(self)?.as_bytes())?)
    }

    /// Opens the file at `path`, whichever kind it is.
    ///
    /// Each way to fail has an error of its own: unreadable file, no keyring, other version, wrong passphrase, wrong
    /// identity, passphrase given for identity or the reverse, excessive work, altered.
    pub fn open(path: &Path, unlock: &Unlock<'_>) -> Result<Self, Error> {
        let sealed = sealed_file::read(path)?;
        text::read(path, &unlock.open(path, &sealed)?)
    }

    /// Opens a project's keyring for use on the day `today`; also fails if the file holds another kind of key or another
    /// project's keyring, or if its last day of use is over.
    pub fn open_project(path: &Path, unlock: &Unlock<'_>, project: &str, today: Date) -> Result<Keyring, Error> {
        match Self::open(path, unlock)?.usable(path, today)? {
            Self::Project(keyring) if keyring.project() == project => Ok(keyring),
            Self::Project(_) => Err(Error::OtherProject { path: path.to_owned() }),
            other => Err(other.wrong_kind(path, "project")),
        }
    }

    /// Opens a relay's keyring for use on the day `today`; also fails if the file holds another kind of key or the relay
    /// keyring of another project, or if its last day of use is over.
    pub fn open_relay(path: &Path, unlock: &Unlock<'_>, project: &str, today: Date) -> Result<RelayKeyring, Error> {
        match Self::open(path, unlock)?.usable(path, today)? {
            Self::Relay(keyring) if keyring.project() == project => Ok(keyring),
            Self::Relay(_) => Err(Error::OtherProject { path: path.to_owned() }),
            other => Err(other.wrong_kind(path, "relay")),
        }
    }

    /// Opens a study's key for use on the day `today`; also fails if the file holds another kind of key, or the key of another
    /// project or study, or if its last day of use is over.
    pub fn open_study(
        path: &Path,
        unlock: &Unlock<'_>,
        (project, study): (&str, &str),
        today: Date,
    ) -> Result<StudyKey, Error> {
        let path_owned = || path.to_owned();
        match Self::open(path, unlock)?.usable(path, today)? {
            Self::Study(key) if key.project() != project => Err(Error::OtherProject { path: path_owned() }),
            Self::Study(key) if key.study() != study => Err(Error::OtherStudy { path: path_owned() }),
            Self::Study(key) => Ok(key),
            other => Err(other.wrong_kind(path, "study")),
        }
    }

    /// The project to which the key belongs.
    #[must_use]
    pub fn project(&self) -> &str {
        match self {
            Self::Project(keyring) => keyring.project(),
            Self::Study(key) => key.project(),
            Self::Relay(keyring) => keyring.project(),
        }
    }

    /// What kind of key it holds: `project`, `study` or `relay`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Project(_) => "project",
            Self::Study(_) => "study",
            Self::Relay(_) => "relay",
        }
    }

    /// The study, of a study key.
    #[must_use]
    pub fn study(&self) -> Option<&str> {
        match self {
            Self::Project(_) | Self::Relay(_) => None,
            Self::Study(key) => Some(key.study()),
        }
    }

    /// The last day of use, if one was set.
    #[must_use]
    pub fn use_until(&self) -> Option<Date> {
        match self {
            Self::Project(keyring) => keyring.use_until(),
            Self::Study(key) => key.use_until(),
            Self::Relay(keyring) => keyring.use_until(),
        }
    }

    /// Sets or lifts the last day of use.
    pub fn set_use_until(&mut self, day: Option<Date>) {
        match self {
            Self::Project(keyring) => keyring.use_until = day,
            Self::Study(key) => key.use_until = day,
            Self::Relay(keyring) => keyring.use_until = day,
        }
    }

    /// The check value of the key inside.
    #[must_use]
    pub fn check_value(&self) -> KeyCheckValue {
        match self {
            Self::Project(keyring) => keyring.check_value(),
            Self::Study(key) => key.check_value(),
            Self::Relay(keyring) => keyring.check_value(),
        }
    }

    fn wrong_kind(&self, path: &Path, expected: &'static str) -> Error {
        Error::WrongKind { path: path.to_owned(), found: self.kind(), expected }
    }

    fn usable(self, path: &Path, today: Date) -> Result<Self, Error> {
        match self.use_until() {
            Some(use_until) if today > use_until => Err(Error::Expired { path: path.to_owned(), use_until }),
            _ => Ok(self),
        }
    }
}

impl From<Keyring> for KeyringFile {
    fn from(keyring: Keyring) -> Self {
        Self::Project(keyring)
    }
}

impl From<StudyKey> for KeyringFile {
    fn from(key: StudyKey) -> Self {
        Self::Study(key)
    }
}

impl From<RelayKeyring> for KeyringFile {
    fn from(keyring: RelayKeyring) -> Self {
        Self::Relay(keyring)
    }
}
