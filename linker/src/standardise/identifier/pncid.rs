//! Police National Computer identifiers.

use super::check_letter;
use crate::standardise::finding::Finding;
use crate::standardise::reading::Reading;
use crate::standardise::redacted::redact_debug;

/// A PNC identifier in canonical form `YYYY/NNNNNNNL`. `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PncId(String);

redact_debug!(PncId);

impl PncId {
    /// The canonical text, 13 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Two-digit years below this are of this century. The rule of the Ministry of Justice uses the current year, which
/// would change the result of the same file from year to year; no number is older than the criminal records of 1940.
const CENTURY_BREAK: u16 = 40;

/// Reads `YYYY/NNNNNNNL`, `YY/NL` with one to seven digits, or either without the stroke, and verifies the check
/// letter over the last two digits of the year and the seven-digit serial. Without the stroke, up to nine characters
/// are the short form.
#[must_use]
pub fn read_pnc_id(raw: &str) -> Reading<PncId> {
    let text = raw.trim().to_ascii_uppercase();
    if text.is_empty() {
        return Reading::null(Finding::Missing);
    }
    let Some((year, serial, letter)) = cut(&text) else {
        return Reading::null(Finding::BadShape);
    };
    if !check_letter::checks(&format!("{:02}{serial:07}", year % 100), letter) {
        return Reading::null(Finding::BadCheckCharacter);
    }
    if serial == 0 {
        return Reading::null(Finding::PlaceholderIdentifier);
    }
    Reading::clean(PncId(format!("{year:04}/{serial:07}{}", char::from(letter))))
}

fn cut(text: &str) -> Option<(u16, u32, u8)> {
    let (digits, letter) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let letter = letter.bytes().next().filter(u8::is_ascii_uppercase)?;
    let (year, serial) = match digits.split_once('/') {
        Some(parts) => parts,
        None if digits.len() <= 8 => digits.split_at_checked(2)?,
        None => digits.split_at_checked(4)?,
    };
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !(1..=7).contains(&serial.len()) || !all_digits(year) || !all_digits(serial) {
        return None;
    }
    let year: u16 = match year.len() {
        4 => year.parse().ok()?,
        2 => match year.parse::<u16>().ok()? {
            short if short < CENTURY_BREAK => 2000 + short,
            short => 1900 + short,
        },
        _ => return None,
    };
    Some((year, serial.parse().ok()?, letter))
}
