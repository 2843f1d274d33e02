//! The file that stands for a root in a token: which token, and how to know the root. It holds no secret. Version 1, frozen:
//!
//! ```text
//! dwlink token keyring 1
//! project=NAME
//! token=label of the token
//! check=XXXX-XXXX-XXXX-XXXX
//! ```
//!
//! `use-until=YYYY-MM-DD` may stand before the check value. The library is not named here: whoever could change this file
//! would choose what code is loaded.

use std::path::Path;

use jiff::civil::Date;
use secrecy::SecretString;

use super::Hsm;
use crate::name::Name;
use crate::{Error, KeyCheckValue, Keyring, sealed_file};

const FIRST_LINE: &str = "dwlink token keyring 1";

/// Most characters of a token's label (PKCS #11 3.1, `CK_TOKEN_INFO`).
const MAXIMUM_LABEL_BYTES: usize = 32;

/// Names a root in a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenKeyring {
    project: Name,
    token: String,
    use_until: Option<Date>,
    check_value: KeyCheckValue,
}

impl TokenKeyring {
    /// Names the root of `keyring`, which [`Hsm::generate`] made in the token called `token`.
    pub fn of(keyring: &Keyring, token: &str, use_until: Option<Date>) -> Result<Self, Error> {
        let project = Name::parse("project", keyring.project())?;
        let token = label(token).ok_or(Error::Token { action: "called by such a label", code: None })?;
        Ok(Self { project, token, use_until, check_value: keyring.check_value() })
    }

    /// Whether the file at `path` begins as such a file does.
    #[must_use]
    pub fn is_one(path: &Path) -> bool {
        sealed_file::read(path).is_ok_and(|bytes| bytes.starts_with(FIRST_LINE.as_bytes()))
    }

    /// Reads the file at `path`.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let bytes = sealed_file::read(path)?;
        let text = str::from_utf8(&bytes).ok();
        let parsed = text.and_then(|text| parse(text).filter(|parsed| parsed.text() == text));
        parsed.ok_or_else(|| Error::Altered { path: path.to_owned() })
    }

    /// Writes it to a new file.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        sealed_file::refuse_existing(path)?;
        sealed_file::write_new(path, self.text().as_bytes())
    }

    /// Opens the root that the file at `path` names, for use in `project` on the day `today`.
    pub fn open(
        &self,
        path: &Path,
        (hsm, pin): (&Hsm, &SecretString),
        project: &str,
        today: Date,
    ) -> Result<Keyring, Error> {
        let path = path.to_owned();
        if self.project.as_str() != project {
            return Err(Error::OtherProject { path });
        }
        if let Some(use_until) = self.use_until.filter(|&last| today > last) {
            return Err(Error::Expired { path, use_until });
        }
        let mut keyring = hsm.open(&self.token, pin, project)?;
        if keyring.check_value() != self.check_value {
            return Err(Error::OtherProject { path });
        }
        keyring.use_until = self.use_until;
        Ok(keyring)
    }

    fn text(&self) -> String {
        let until = self.use_until.map_or_else(String::new, |day| format!("use-until={day}\n"));
        format!("{FIRST_LINE}\nproject={}\ntoken={}\n{until}check={}\n", self.project, self.token, self.check_value)
    }
}

fn parse(text: &str) -> Option<TokenKeyring> {
    let mut lines = text.strip_prefix(FIRST_LINE)?.strip_prefix('\n')?.split_terminator('\n').peekable();
    let project = Name::parse("project", lines.next()?.strip_prefix("project=")?).ok()?;
    let token = label(lines.next()?.strip_prefix("token=")?)?;
    let use_until = match lines.next_if(|line| line.starts_with("use-until=")) {
        Some(line) => Some(line.strip_prefix("use-until=")?.parse().ok()?),
        None => None,
    };
    let check_value = lines.next()?.strip_prefix("check=")?.parse().ok()?;
    Some(TokenKeyring { project, token, use_until, check_value })
}

fn label(text: &str) -> Option<String> {
    let plain = !text.trim().is_empty() && text.len() <= MAXIMUM_LABEL_BYTES && !text.chars().any(char::is_control);
    plain.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_label_is_one_that_a_token_can_have() {
        let longest = "t".repeat(MAXIMUM_LABEL_BYTES);
        for (text, can) in
            [("", false), ("  ", false), ("a\tb", false), (&longest, true), (&format!("{longest}t"), false)]
        {
            assert_eq!(label(text).is_some(), can, "{text:?}");
        }
    }

    #[test]
    fn another_file_is_not_one() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "age-encryption.org/v1\n").unwrap();
        assert!(!TokenKeyring::is_one(file.path()));
        assert!(!TokenKeyring::is_one(&file.path().join("none")));
    }

    #[test]
    fn the_text_is_read_in_one_way_alone() {
        let keyring = Keyring::from_test_seed("pilot", 1).unwrap();
        let folder = tempfile::tempdir().unwrap();
        for until in [None, Some(jiff::civil::date(2027, 3, 31))] {
            let path = folder.path().join(format!("{}.token", until.is_some()));
            let file = TokenKeyring::of(&keyring, "dwlink-test", until).unwrap();
            file.write(&path).unwrap();
            assert!(TokenKeyring::is_one(&path));
            assert_eq!(TokenKeyring::read(&path).unwrap(), file);
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.ends_with("check=934C-1518-4309-B3D2\n"));
            for other in [
                text.replace("pilot", "pi lot"),
                text.replace("934C", "934c"),
                format!("{text}\n"),
                text.replace("token=", "token= \n"),
            ] {
                fs::write(&path, &other).unwrap();
                assert!(matches!(TokenKeyring::read(&path), Err(Error::Altered { .. })), "{other}");
            }
        }
    }
}
