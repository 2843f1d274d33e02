//! The text inside a keyring file, version 1. Frozen: another layout is another version.
//!
//! ```text
//! dwlink keyring 1
//! kind=project
//! project=NAME
//! key=64 lower-case hexadecimal digits
//! check=XXXX-XXXX-XXXX-XXXX
//! ```
//!
//! A study's file has `kind=study` and the line `study=NAME` after the project's. Lines come in this order, each ends
//! with a line feed, and there are no others. The check value is recomputed on reading, so that a change in a
//! derivation shows here and not in links that fail.

use std::path::Path;

use zeroize::Zeroizing;

use super::KeyringFile;
use crate::name::Name;
use crate::{Error, Keyring, RootKey, StudyKey, hex};

const FORMAT: &str = "dwlink keyring ";
const VERSION: &str = "1";

/// Longer than any text of this version, so that the buffer never moves and leaves a copy of the key behind.
const CAPACITY: usize = 512;

pub(super) fn write(file: &KeyringFile) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(CAPACITY));
    let root = match file {
        KeyringFile::Project(keyring) => {
            text.extend([FORMAT, VERSION, "\nkind=project\nproject=", keyring.project()]);
            &keyring.root
        }
        KeyringFile::Study(key) => {
            text.extend([FORMAT, VERSION, "\nkind=study\nproject=", key.project(), "\nstudy=", key.study()]);
            &key.root
        }
    };
    text.push_str("\nkey=");
    hex::encode(root.expose_secret(), &mut text);
    text.extend(["\ncheck=", &file.check_value().to_string(), "\n"]);
    debug_assert!(text.len() <= CAPACITY);
    text
}

pub(super) fn read(path: &Path, plain: &[u8]) -> Result<KeyringFile, Error> {
    let not_keyring = || Error::NotKeyring { path: path.to_owned() };
    let text = str::from_utf8(plain).map_err(|_| not_keyring())?;
    let (version, body) = text.strip_prefix(FORMAT).and_then(|rest| rest.split_once('\n')).ok_or_else(not_keyring)?;
    if version != VERSION {
        return Err(Error::OtherVersion { path: path.to_owned() });
    }
    parse(body).ok_or_else(|| Error::Altered { path: path.to_owned() })
}

fn parse(body: &str) -> Option<KeyringFile> {
    let mut lines = body.split_terminator('\n');
    let mut value = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix('=');
    let kind = value("kind")?;
    let project = value("project")?;
    let file = match kind {
        "project" => {
            let project = Name::parse("project", project).ok()?;
            KeyringFile::Project(Keyring { project, root: root(value("key")?)? })
        }
        "study" => {
            let study = value("study")?;
            KeyringFile::Study(StudyKey::new(project, study, root(value("key")?)?).ok()?)
        }
        _ => return None,
    };
    let checked = value("check")? == file.check_value().to_string();
    let complete = lines.next().is_none() && body.ends_with('\n');
    (checked && complete).then_some(file)
}

fn root(digits: &str) -> Option<RootKey> {
    let canonical = digits.bytes().all(|digit| !digit.is_ascii_uppercase());
    RootKey::try_init(|key| hex::decode(digits, key).filter(|()| canonical).ok_or(())).ok()
}

#[cfg(test)]
mod tests;
