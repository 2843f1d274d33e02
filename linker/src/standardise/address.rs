//! Street addresses: house number and letters.

use super::finding::Finding;
use super::latin::{self, Folded};
use super::reading::Reading;
use super::redacted::redact_debug;

/// What of an address is compared. At least one part is there. `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    house_number: Option<String>,
    street: Option<String>,
}

redact_debug!(Address);

impl Address {
    /// The number of the house in its street, digits only, without leading zeros.
    #[must_use]
    pub fn house_number(&self) -> Option<&str> {
        self.house_number.as_deref()
    }

    /// The letters A-Z of the whole address, flat and town included when they are in the same cell.
    #[must_use]
    pub fn street(&self) -> Option<&str> {
        self.street.as_deref()
    }

    /// The first six letters of [`Self::street`], or all when there are fewer.
    #[must_use]
    pub fn street6(&self) -> Option<&str> {
        self.street().map(|street| &street[..street.len().min(6)])
    }
}

/// Reads an address written in one cell.
///
/// The house number is the number the address starts with; after `FLAT 3,` and the like the next number that stands
/// at the start of a part (`FLAT 3, 12 HIGH STREET` gives 12), else the flat's own. `12TH` is not a number.
#[must_use]
pub fn read_address(raw: &str) -> Reading<Address> {
    if raw.trim().is_empty() {
        return Reading::null(Finding::Missing);
    }
    let letters = latin::letters(raw);
    if is_placeholder(&letters) {
        return Reading::null(Finding::PlaceholderAddress);
    }
    let house_number = house_number(&words(raw));
    let street = (!letters.is_empty()).then_some(letters);
    if house_number.is_none() && street.is_none() {
        return Reading::null(Finding::UnreadableAddress);
    }
    Reading::clean(Address { house_number, street })
}

fn is_placeholder(letters: &str) -> bool {
    letters.starts_with("NOFIXED")
        || matches!(
            letters,
            "NFA"
                | "HOMELESS"
                | "UNKNOWN"
                | "NOTKNOWN"
                | "ADDRESSUNKNOWN"
                | "ADDRESSNOTKNOWN"
                | "NONE"
                | "ROUGHSLEEPER"
        )
}

/// A word of an address and whether it starts a part: the beginning, or what follows a comma or line break.
struct Word {
    text: String,
    starts_part: bool,
}

fn words(raw: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut text = String::new();
    let mut starts_part = true;
    for character in raw.chars().chain([' ']) {
        latin::fold(character, |folded| match folded {
            Folded::Letter(kept) | Folded::Digit(kept) => text.push(kept),
            Folded::Joiner | Folded::Foreign => {}
            Folded::Hyphen | Folded::Separator(_) => {
                if !text.is_empty() {
                    words.push(Word { text: std::mem::take(&mut text), starts_part });
                    starts_part = false;
                }
                starts_part |= matches!(folded, Folded::Separator(',' | ';' | '\n' | '\r'));
            }
        });
    }
    words
}

fn house_number(words: &[Word]) -> Option<String> {
    let first = words.first()?;
    if let Some(number) = leading_number(&first.text) {
        return Some(number);
    }
    let in_flat =
        matches!(first.text.as_str(), "FLAT" | "FLT" | "APARTMENT" | "APT" | "UNIT" | "ROOM" | "STUDIO" | "BEDSIT");
    let after_flat = if in_flat { 2 } else { 1 };
    let flat = words.get(1).filter(|_| in_flat);
    words
        .iter()
        .enumerate()
        .skip(after_flat)
        .filter(|(at, word)| word.starts_part || in_flat && *at == after_flat)
        .find_map(|(_, word)| leading_number(&word.text))
        .or_else(|| flat.and_then(|word| leading_number(&word.text)))
}

/// The digits a word starts with: `12` and `12A` give 12, `12TH` nothing.
fn leading_number(word: &str) -> Option<String> {
    let ends = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (digits, rest) = word.split_at(ends);
    if digits.is_empty() || matches!(rest, "ST" | "ND" | "RD" | "TH") {
        return None;
    }
    let number = digits.trim_start_matches('0');
    Some(if number.is_empty() { "0" } else { number }.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_number_before_the_street() {
        for (raw, number, street) in [
            ("7 MAIN ROAD", Some("7"), "MAINROAD"),
            ("12a high st", Some("12"), "AHIGHST"),
            ("007 Bond St", Some("7"), "BONDST"),
            ("FLAT 3, 12 HIGH ST", Some("12"), "FLATHIGHST"),
            ("Flat 3 12 High St", Some("12"), "FLATHIGHST"),
            ("FLAT B, 12 HIGH ST", Some("12"), "FLATBHIGHST"),
            ("FLAT 3, HIGH COURT", Some("3"), "FLATHIGHCOURT"),
            ("12 HIGH ST, FLAT 3", Some("12"), "HIGHSTFLAT"),
            ("ROSE COTTAGE, 4 MILL LANE", Some("4"), "ROSECOTTAGEMILLLANE"),
            ("sw 12th st", None, "SWTHST"),
            ("1ST AVE NW", None, "STAVENW"),
            ("hwy 306 w", None, "HWYW"),
            ("3/12 HIGH ST", Some("3"), "HIGHST"),
            ("Tŷ Gwyn", None, "TYGWYN"),
        ] {
            let read = read_address(raw).value.expect(raw);
            assert_eq!(read.house_number(), number, "{raw}");
            assert_eq!(read.street(), Some(street), "{raw}");
        }
        let number_only = read_address("125").value.expect("a number");
        assert_eq!((number_only.house_number(), number_only.street()), (Some("125"), None));
        let short = read_address("4 Elm").value.expect("an address");
        assert_eq!(short.street6(), Some("ELM"));
    }

    #[test]
    fn no_fixed_abode_is_no_address() {
        for raw in ["NFA", "No Fixed Abode", "N.F.A.", "no fixed abode, Leeds", "UNKNOWN"] {
            assert_eq!(read_address(raw), Reading::null(Finding::PlaceholderAddress), "{raw}");
        }
        assert_eq!(read_address(" "), Reading::null(Finding::Missing));
        assert_eq!(read_address("--"), Reading::null(Finding::UnreadableAddress));
    }
}
