//! Keyrings and passphrases: by prompt, file descriptor or identity file; never by argument or environment.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use keys::{Keyring, KeyringFile, Randomness, StudyKey, Unlock};
use secrecy::{ExposeSecret as _, SecretString};

use crate::args::Common;
use crate::error::CliError;

/// A project's keyring; under `--test-seed` a worthless one, and the file is not read.
pub(crate) fn project(file: &Path, project: &str, common: &Common) -> Result<Keyring, CliError> {
    if let Some(seed) = common.test_seed {
        return Ok(Keyring::from_test_seed(project, seed)?);
    }
    unlocked(common, |unlock| KeyringFile::open_project(file, unlock, project))
}

/// A study's key; under `--test-seed` a worthless one, and the file is not read.
pub(crate) fn study(file: &Path, project: &str, study: &str, common: &Common) -> Result<StudyKey, CliError> {
    if let Some(seed) = common.test_seed {
        return Ok(StudyKey::from_test_seed(project, study, seed)?);
    }
    unlocked(common, |unlock| KeyringFile::open_study(file, unlock, project, study))
}

/// Any keyring file.
pub(crate) fn keyring_file(file: &Path, common: &Common) -> Result<KeyringFile, CliError> {
    unlocked(common, |unlock| KeyringFile::open(file, unlock))
}

/// Nonces and filler: the operating system's generator, or the test stream.
pub(crate) fn randomness(common: &Common, stream: &str) -> Result<Randomness, CliError> {
    Ok(match common.test_seed {
        Some(seed) => Randomness::from_test_seed(seed, stream)?,
        None => Randomness::system(),
    })
}

/// A passphrase for a new keyring, typed twice at a prompt.
pub(crate) fn new_passphrase(common: &Common) -> Result<SecretString, CliError> {
    let first = passphrase(common, "New passphrase: ")?;
    if common.passphrase_fd.is_none() {
        let again = passphrase(common, "Again: ")?;
        if first.expose_secret() != again.expose_secret() {
            return Err(CliError::usage("the two passphrases differ", "run the command again"));
        }
    }
    Ok(first)
}

fn unlocked<T>(common: &Common, open: impl Fn(&Unlock<'_>) -> Result<T, keys::Error>) -> Result<T, CliError> {
    if let Some(identity) = &common.identity {
        return Ok(open(&Unlock::Identity(identity))?);
    }
    let passphrase = passphrase(common, "Passphrase: ")?;
    Ok(open(&Unlock::Passphrase(&passphrase))?)
}

fn passphrase(common: &Common, prompt: &str) -> Result<SecretString, CliError> {
    let Some(descriptor) = common.passphrase_fd else {
        return rpassword::prompt_password(prompt).map(SecretString::from).map_err(|_| {
            CliError::usage("no passphrase could be asked for", "use --passphrase-fd N where there is no terminal")
        });
    };
    let unreadable =
        || CliError::usage(format!("file descriptor {descriptor} cannot be read"), "open it for this command: N< FILE");
    let file = File::open(format!("/dev/fd/{descriptor}")).map_err(|_| unreadable())?;
    let mut line = String::new();
    BufReader::new(file).read_line(&mut line).map_err(|_| unreadable())?;
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    Ok(SecretString::from(line))
}
