//! Criminal Records Office numbers.

use super::check_letter;
use crate::standardise::finding::Finding;
use crate::standardise::reading::Reading;
use crate::standardise::redacted::redact_debug;

/// A CRO number in canonical form: `NNNNNN/YYL`, or `SFYY/NL` for a short file. `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CroNumber(String);

redact_debug!(CroNumber);

impl CroNumber {
    /// The canonical text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads a CRO number and verifies its check letter: year, then serial padded to six digits, modulo 23; a short-file
/// serial is not padded. Source: Ministry of Justice, hmpps-person-record, `CROIdentifier` and its tests.
#[must_use]
pub fn read_cro_number(raw: &str) -> Reading<CroNumber> {
    let text = raw.trim().to_ascii_uppercase();
    if text.is_empty() {
        return Reading::null(Finding::Missing);
    }
    let Some(cut) = cut(&text) else {
        return Reading::null(Finding::BadShape);
    };
    if !check_letter::checks(&format!("{}{}", cut.year, cut.serial), cut.letter) {
        return Reading::null(Finding::BadCheckCharacter);
    }
    if cut.serial.bytes().all(|digit| digit == b'0') {
        return Reading::null(Finding::PlaceholderIdentifier);
    }
    let letter = char::from(cut.letter);
    Reading::clean(CroNumber(if cut.short_file {
        format!("SF{}/{}{letter}", cut.year, cut.serial)
    } else {
        format!("{}/{}{letter}", cut.serial, cut.year)
    }))
}

struct Cut {
    short_file: bool,
    /// Two digits.
    year: String,
    serial: String,
    letter: u8,
}

fn cut(text: &str) -> Option<Cut> {
    let (number, letter) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let letter = letter.bytes().next().filter(u8::is_ascii_uppercase)?;
    let short = number.strip_prefix("SF");
    let (before, after) = short.unwrap_or(number).split_once('/')?;
    let (year, serial) = if short.is_some() { (before, after) } else { (after, before) };
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let fits = year.len() == 2 && (1..=6).contains(&serial.len()) && all_digits(year) && all_digits(serial);
    fits.then(|| Cut {
        short_file: short.is_some(),
        year: year.to_owned(),
        serial: if short.is_some() { serial.to_owned() } else { format!("{serial:0>6}") },
        letter,
    })
}
