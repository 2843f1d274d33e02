//! The published fingerprint of a key.

use std::fmt;
use std::str::FromStr;

use crate::{Error, hex};

/// Eight bytes derived from a root key and its project's name; shown as `7F3A-91C2-04DE-B815`.
///
/// Equal roots of one project give equal values; two roots agree by chance once in 2^64. The value is a one-way
/// derivation of 256 random bits, so publishing it does not help anyone to find the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyCheckValue([u8; KeyCheckValue::BYTES]);

impl KeyCheckValue {
    /// The length of a check value.
    pub const BYTES: usize = 8;

    pub(crate) fn new(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// The value as bytes, for binary formats.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

impl fmt::Display for KeyCheckValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g, h, i] = self.0;
        write!(f, "{a:02X}{b:02X}-{c:02X}{d:02X}-{e:02X}{g:02X}-{h:02X}{i:02X}")
    }
}

/// Reads the form that `Display` writes, in either case.
impl FromStr for KeyCheckValue {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let groups: Vec<&str> = text.split('-').collect();
        if groups.len() != 4 || groups.iter().any(|group| group.len() != 4) {
            return Err(Error::CheckValue);
        }
        let mut bytes = [0; Self::BYTES];
        hex::decode(&groups.concat(), &mut bytes).ok_or(Error::CheckValue)?;
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_value_agree() {
        let value = KeyCheckValue::new([0x7F, 0x3A, 0x91, 0xC2, 0x04, 0xDE, 0xB8, 0x15]);
        assert_eq!(value.to_string(), "7F3A-91C2-04DE-B815");
        assert_eq!("7f3a-91c2-04de-b815".parse::<KeyCheckValue>().unwrap(), value);
    }

    #[test]
    fn other_forms_are_refused() {
        for text in [
            "",
            "7F3A91C204DEB815",
            "7F3A-91C2-04DE-B81",
            "7F3A-91C2-04DE-B81G",
            "7F3A-91C2-04DE-B815-",
            "7F3A-91C-204DE-B815",
            "é3A-91C2-04DE-B815",
        ] {
            assert!(matches!(text.parse::<KeyCheckValue>(), Err(Error::CheckValue)), "{text}");
        }
    }
}
