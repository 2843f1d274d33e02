//! Names that a keyring file carries.

use std::fmt;

use crate::Error;

/// The name of a project or study: 1 to 64 of `A-Z a-z 0-9 . _ -`, beginning with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name(String);

impl Name {
    pub(crate) const MAXIMUM_CHARS: usize = 64;

    /// Parses `text`, which plays the part of `role` (`project` or `study`).
    pub(crate) fn parse(role: &'static str, text: &str) -> Result<Self, Error> {
        let begins_well = text.starts_with(|first: char| first.is_ascii_alphanumeric());
        let all_allowed = text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
        if begins_well && all_allowed && text.len() <= Self::MAXIMUM_CHARS {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::Name { role })
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_short_names_pass() {
        for good in ["a", "0", "ndtms-2024_v1.2", &"x".repeat(64)] {
            assert_eq!(Name::parse("project", good).unwrap().as_str(), good);
        }
        for bad in ["", "-a", ".a", "a b", "a\n", "a=b", "é", &"x".repeat(65)] {
            assert!(matches!(Name::parse("study", bad), Err(Error::Name { role: "study" })), "{bad:?}");
        }
    }
}
