//! Desks and holders as the command line names them, and sealing to them.

use std::collections::BTreeMap;
use std::path::Path;

use keys::{Lock, Recipient, WorkFactor};

use crate::error::CliError;
use crate::secrets::Passphrases;

/// Desks that may open a file, by name. None: a passphrase opens it.
pub(super) struct Recipients(BTreeMap<String, Recipient>);

impl Recipients {
    /// Parses `[DESK=]AGE1...` each; a desk without a name is called by its place. The texts are not repeated in errors:
    /// somebody may give a secret by mistake.
    pub(super) fn parse(texts: &[String]) -> Result<Self, CliError> {
        let mut desks = BTreeMap::new();
        for (text, place) in texts.iter().zip(1_usize..) {
            let (name, key) = match text.split_once('=') {
                Some((name, key)) => (plain_name(name)?, key),
                None => (format!("desk {place}"), text.as_str()),
            };
            if desks.insert(name, key.parse()?).is_some() {
                return Err(CliError::usage("two recipients have one name", "give each desk a name of its own"));
            }
        }
        Ok(Self(desks))
    }

    /// Seals by `seal` to these desks, or by a new passphrase.
    pub(super) fn seal(
        &self,
        passphrases: &mut Passphrases,
        seal: impl FnOnce(&Lock<'_>) -> Result<(), keys::Error>,
    ) -> Result<(), CliError> {
        if self.0.is_empty() {
            return seal_by_passphrase(passphrases, "", seal);
        }
        let recipients: Vec<Recipient> = self.0.values().cloned().collect();
        Ok(seal(&Lock::Recipients(&recipients))?)
    }

    /// Public keys by name, for the log.
    pub(super) fn to_log(&self) -> BTreeMap<String, String> {
        self.0.iter().map(|(name, recipient)| (name.clone(), recipient.to_string())).collect()
    }
}

/// Somebody who gets a share.
pub(super) struct Holder {
    pub(super) name: String,
    recipient: Option<Recipient>,
}

impl Holder {
    /// Parses `NAME[=AGE1...]` each.
    pub(super) fn parse(texts: &[String]) -> Result<Vec<Self>, CliError> {
        let mut holders: Vec<Self> = Vec::new();
        for text in texts {
            let (name, key) = text.split_once('=').map_or((text.as_str(), None), |(name, key)| (name, Some(key)));
            let name = plain_name(name)?;
            if holders.iter().any(|holder| holder.name == name) {
                return Err(CliError::usage("two holders have one name", "give each holder a name of their own"));
            }
            let recipient: Option<Recipient> = key.map(str::parse).transpose()?;
            if recipient.is_some() && holders.iter().any(|holder| holder.recipient == recipient) {
                // Whoever holds two shares counts for two in the quorum.
                return Err(CliError::usage("two holders have one recipient", "seal to each holder's own identity"));
            }
            holders.push(Self { name, recipient });
        }
        Ok(holders)
    }

    /// Public keys by name of those who have one, for the log.
    pub(super) fn to_log(holders: &[Self]) -> BTreeMap<String, String> {
        let key = |holder: &Self| Some((holder.name.clone(), holder.recipient.as_ref()?.to_string()));
        holders.iter().filter_map(key).collect()
    }

    /// Seals by `seal` to this holder alone.
    pub(super) fn seal(
        &self,
        passphrases: &mut Passphrases,
        seal: impl FnOnce(&Lock<'_>) -> Result<(), keys::Error>,
    ) -> Result<(), CliError> {
        match &self.recipient {
            Some(recipient) => Ok(seal(&Lock::Recipients(std::slice::from_ref(recipient)))?),
            None => seal_by_passphrase(passphrases, &format!(" of {}", self.name), seal),
        }
    }
}

fn seal_by_passphrase(
    passphrases: &mut Passphrases,
    of: &str,
    seal: impl FnOnce(&Lock<'_>) -> Result<(), keys::Error>,
) -> Result<(), CliError> {
    let passphrase = passphrases.ask_new(of)?;
    Ok(seal(&Lock::Passphrase { passphrase: &passphrase, work: WorkFactor::ADAPTIVE })?)
}

/// Names go into file names and into the log.
fn plain_name(name: &str) -> Result<String, CliError> {
    let begins_well = name.starts_with(|first: char| first.is_ascii_alphanumeric());
    let allowed = name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    if begins_well && allowed && name.len() <= 64 && !name.starts_with("AGE-SECRET-KEY") {
        return Ok(name.to_owned());
    }
    let remedy = "give 1 to 64 characters out of A-Z a-z 0-9 . _ - that begin with a letter or digit";
    Err(CliError::usage("the name of a desk or holder cannot be used", remedy))
}

/// `path` with `suffix` in place of its extension, for what lies beside it.
pub(super) fn beside(path: &Path, suffix: &str) -> std::path::PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}.{suffix}"))
}
