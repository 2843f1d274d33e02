//! Keyrings, shares and passphrases: by prompt, file descriptor or identity file; never by argument or environment.

mod passphrases;
#[cfg(feature = "hsm")]
pub(crate) mod token;

use std::path::{Path, PathBuf};

use keys::{Keyring, KeyringFile, Randomness, RelayKeyring, RowKeysFile, Sealing, SetKey, Share, StudyKey, Unlock};

use crate::args::Common;
use crate::clock;
use crate::error::CliError;
pub(crate) use passphrases::Passphrases;

/// As [`project_asking`], for a command that asks for nothing else.
pub(crate) fn project(file: &Path, project: &str, common: &Common) -> Result<Keyring, CliError> {
    project_asking(file, project, common, &mut Passphrases::of(common))
}

/// A project's keyring, for use today; under `--test-seed` a worthless one, and the file is not read.
pub(crate) fn project_asking(
    file: &Path,
    project: &str,
    common: &Common,
    passphrases: &mut Passphrases,
) -> Result<Keyring, CliError> {
    if let Some(seed) = common.test_seed {
        return Ok(Keyring::from_test_seed(project, seed)?);
    }
    let today = clock::today(common);
    #[cfg(feature = "hsm")]
    if keys::TokenKeyring::is_one(file) {
        return token::project((file, project), today, common, passphrases);
    }
    unlocked(file, common, passphrases, |unlock| KeyringFile::open_project(file, unlock, project, today))
}

/// A study's key, for use today; under `--test-seed` a worthless one, and the file is not read.
pub(crate) fn study(file: &Path, project: &str, study: &str, common: &Common) -> Result<StudyKey, CliError> {
    if let Some(seed) = common.test_seed {
        return Ok(StudyKey::from_test_seed(project, study, seed)?);
    }
    let today = clock::today(common);
    unlocked(file, common, &mut Passphrases::of(common), |unlock| {
        KeyringFile::open_study(file, unlock, (project, study), today)
    })
}

/// A relay's keyring, for use today; under `--test-seed` a worthless one, and the file is not read.
pub(crate) fn relay(file: &Path, project: &str, common: &Common) -> Result<RelayKeyring, CliError> {
    if let Some(seed) = common.test_seed {
        return Ok(RelayKeyring::from_test_seed(project, seed)?);
    }
    let today = clock::today(common);
    unlocked(file, common, &mut Passphrases::of(common), |unlock| KeyringFile::open_relay(file, unlock, project, today))
}

/// The row keys of a study.
pub(crate) fn row_keys(file: &Path, common: &Common) -> Result<RowKeysFile, CliError> {
    unlocked(file, common, &mut Passphrases::of(common), |unlock| RowKeysFile::open(file, unlock))
}

/// Any keyring file: by passphrase or identity, or where shares are given by those, joined.
pub(crate) fn keyring_file(
    file: &Path,
    shares: &[PathBuf],
    common: &Common,
    passphrases: &mut Passphrases,
) -> Result<KeyringFile, CliError> {
    if shares.is_empty() {
        return unlocked(file, common, passphrases, |unlock| KeyringFile::open(file, unlock));
    }
    Ok(KeyringFile::open(file, &Unlock::Set(&joined(shares, common, passphrases)?))?)
}

/// The sealing key that these shares make.
pub(crate) fn joined(shares: &[PathBuf], common: &Common, passphrases: &mut Passphrases) -> Result<SetKey, CliError> {
    let mut opened = Vec::new();
    for path in shares {
        opened.push((path.clone(), unlocked(path, common, passphrases, |unlock| Share::open(path, unlock))?));
    }
    Ok(SetKey::join(&opened)?)
}

/// What a sealed file holds.
pub(crate) enum Content {
    Keyring(KeyringFile),
    Share(Share),
}

/// A keyring file or a share, whichever it is.
pub(crate) fn any(file: &Path, common: &Common, passphrases: &mut Passphrases) -> Result<Content, CliError> {
    unlocked(file, common, passphrases, |unlock| match KeyringFile::open(file, unlock) {
        Err(keys::Error::NotKeyring { .. }) => Share::open(file, unlock).map(Content::Share),
        other => other.map(Content::Keyring),
    })
}

/// What is sealed, and what is stated of it, never replaces anything.
pub(crate) fn refuse_existing(path: &Path) -> Result<(), CliError> {
    match path.symlink_metadata() {
        Ok(_) => Err(keys::Error::Exists { path: path.to_path_buf() }.into()),
        Err(_) => Ok(()),
    }
}

/// Nonces and filler: the operating system's generator, or the test stream.
pub(crate) fn randomness(common: &Common, stream: &str) -> Result<Randomness, CliError> {
    Ok(match common.test_seed {
        Some(seed) => Randomness::from_test_seed(seed, stream)?,
        None => Randomness::system(),
    })
}

/// Opens `file` as its first lines ask: by passphrase, or with the identities given.
fn unlocked<T>(
    file: &Path,
    common: &Common,
    passphrases: &mut Passphrases,
    open: impl Fn(&Unlock<'_>) -> Result<T, keys::Error>,
) -> Result<T, CliError> {
    match Sealing::of(file)? {
        Sealing::Recipients if common.identity.is_empty() => {
            Err(keys::Error::NeedsIdentity { path: file.to_path_buf() }.into())
        }
        Sealing::Recipients => Ok(open(&Unlock::Identities(&common.identity))?),
        Sealing::Passphrase => {
            let passphrase = passphrases.ask(&format!("Passphrase of {}: ", file.display()))?;
            Ok(open(&Unlock::Passphrase(&passphrase))?)
        }
    }
}
