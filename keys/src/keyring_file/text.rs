//! The text inside a keyring file, versions 1 to 4. Frozen: another layout is another version.
//!
//! ```text
//! dwlink keyring 1
//! kind=project
//! project=NAME
//! key=64 lower-case hexadecimal digits
//! check=XXXX-XXXX-XXXX-XXXX
//! ```
//!
//! A study's file has `kind=study` and the line `study=NAME` after the project's. A key with a last day of use is of version
//! 2 and has the line `use-until=YYYY-MM-DD` before the key's; one without is of version 1. A relay's file has `kind=relay` and no study, and is
//! of version 3 without and 4 with a last day of use. Lines come in this order, each ends
//! with a line feed, and there are no others. The check value is recomputed on reading, so that a change in a
//! derivation shows here and not in links that fail.

use std::path::Path;

use jiff::civil::Date;
use zeroize::Zeroizing;

use super::KeyringFile;
use crate::name::Name;
use crate::root::Root;
use crate::{Error, Keyring, RelayKeyring, RootKey, StudyKey, hex};

const FORMAT: &str = "dwlink keyring ";
/// Without and with a last day of use; then those of a relay likewise.
const VERSIONS: [&str; 4] = ["1", "2", "3", "4"];

/// Longer than any text of this version, so that the buffer never moves and leaves a copy of the key behind.
const CAPACITY: usize = 512;

/// Fails if the root is in a token, which gives it to nobody.
#[cfg_attr(not(feature = "hsm"), expect(clippy::unnecessary_wraps, reason = "only a token can fail"))]
pub(super) fn write(file: &KeyringFile) -> Result<Zeroizing<String>, Error> {
    let mut text = Zeroizing::new(String::with_capacity(CAPACITY));
    let relays = matches!(file, KeyringFile::Relay(_));
    text.extend([FORMAT, VERSIONS[2 * usize::from(relays) + usize::from(file.use_until().is_some())]]);
    let root = match file {
        KeyringFile::Project(keyring) => {
            text.extend(["\nkind=project\nproject=", keyring.project()]);
            match &keyring.root {
                Root::Memory(root) => root,
                #[cfg(feature = "hsm")]
                Root::Token(_) => return Err(Error::RootInToken),
            }
        }
        KeyringFile::Study(key) => {
            text.extend(["\nkind=study\nproject=", key.project(), "\nstudy=", key.study()]);
            &key.root
        }
        KeyringFile::Relay(keyring) => {
            text.extend(["\nkind=relay\nproject=", keyring.project()]);
            &keyring.root
        }
    };
    if let Some(day) = file.use_until() {
        text.extend(["\nuse-until=", &day.to_string()]);
    }
    text.push_str("\nkey=");
    hex::encode(root.expose_secret(), &mut text);
    text.extend(["\ncheck=", &file.check_value().to_string(), "\n"]);
    debug_assert!(text.len() <= CAPACITY);
    Ok(text)
}

pub(super) fn read(path: &Path, plain: &[u8]) -> Result<KeyringFile, Error> {
    let not_keyring = || Error::NotKeyring { path: path.to_owned() };
    let text = str::from_utf8(plain).map_err(|_| not_keyring())?;
    let (version, body) = text.strip_prefix(FORMAT).and_then(|rest| rest.split_once('\n')).ok_or_else(not_keyring)?;
    let Some(version) = VERSIONS.iter().position(|known| *known == version) else {
        return Err(Error::OtherVersion { path: path.to_owned() });
    };
    parse(body, version >= 2, version % 2 == 1).ok_or_else(|| Error::Altered { path: path.to_owned() })
}

fn parse(body: &str, relays: bool, ends: bool) -> Option<KeyringFile> {
    let mut lines = body.split_terminator('\n');
    let mut value = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix('=');
    let kind = value("kind")?;
    let project = value("project")?;
    let study = match (kind, relays) {
        ("project", false) | ("relay", true) => None,
        ("study", false) => Some(value("study")?),
        _ => return None,
    };
    let use_until = if ends { Some(day(value("use-until")?)?) } else { None };
    let root = root_of(value("key")?)?;
    let mut file = match study {
        None if relays => KeyringFile::Relay(RelayKeyring::new(project, root).ok()?),
        None => {
            let (project, root) = (Name::parse("project", project).ok()?, Root::Memory(root));
            KeyringFile::Project(Keyring { project, root, use_until: None })
        }
        Some(study) => KeyringFile::Study(StudyKey::new(project, study, root).ok()?),
    };
    file.set_use_until(use_until);
    let checked = value("check")? == file.check_value().to_string();
    let complete = lines.next().is_none() && body.ends_with('\n');
    (checked && complete).then_some(file)
}

fn root_of(digits: &str) -> Option<RootKey> {
    let canonical = digits.bytes().all(|digit| !digit.is_ascii_uppercase());
    RootKey::try_init(|key| hex::decode(digits, key).filter(|()| canonical).ok_or(())).ok()
}

fn day(text: &str) -> Option<Date> {
    text.parse::<Date>().ok().filter(|day| day.to_string() == text)
}

#[cfg(test)]
mod tests;
