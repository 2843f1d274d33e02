//! Towns: of residence or of birth, as letters.

use super::finding::Finding;
use super::latin;
use super::reading::Reading;
use super::redacted::redact_debug;

/// A town, at least one letter A-Z. `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Town(String);

redact_debug!(Town);

impl Town {
    /// The letters, spaces and punctuation left out.
    #[must_use]
    pub fn letters(&self) -> &str {
        &self.0
    }
}

/// Reads the name of a town.
#[must_use]
pub fn read_town(raw: &str) -> Reading<Town> {
    if raw.trim().is_empty() {
        return Reading::null(Finding::Missing);
    }
    let letters = latin::letters(raw);
    match letters.as_str() {
        "" => Reading::null(Finding::UnreadableAddress),
        "UNKNOWN" | "NOTKNOWN" | "NONE" | "NFA" | "NOFIXEDABODE" => Reading::null(Finding::PlaceholderAddress),
        _ => Reading::clean(Town(letters)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_letters_only() {
        for (raw, letters) in [
            ("Stoke-on-Trent", "STOKEONTRENT"),
            ("St. Helens", "STHELENS"),
            (" Ynys Môn", "YNYSMON"),
            ("Hull 2", "HULL"),
        ] {
            assert_eq!(read_town(raw).value.expect("a town").letters(), letters);
        }
    }

    #[test]
    fn no_town_is_null() {
        assert_eq!(read_town(" "), Reading::null(Finding::Missing));
        assert_eq!(read_town("Not known"), Reading::null(Finding::PlaceholderAddress));
        assert_eq!(read_town("12"), Reading::null(Finding::UnreadableAddress));
    }
}
