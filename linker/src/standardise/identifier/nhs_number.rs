//! NHS numbers.

use crate::standardise::finding::Finding;
use crate::standardise::reading::Reading;
use crate::standardise::redacted::redact_debug;

/// An NHS number: ten digits, the last a check digit. `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NhsNumber(String);

redact_debug!(NhsNumber);

impl NhsNumber {
    /// The ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads an NHS number, with or without spaces or hyphens, and verifies the check digit: the first nine digits times
/// 10 to 2, summed; 11 minus the remainder modulo 11, where 11 counts as 0 and 10 is never issued. Source: NHS Data
/// Model and Dictionary, "NHS NUMBER". One digit repeated ten times and the test range 999 are placeholders.
#[must_use]
pub fn read_nhs_number(raw: &str) -> Reading<NhsNumber> {
    let text: String = raw.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if text.is_empty() {
        return Reading::null(Finding::Missing);
    }
    if text.len() != 10 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Reading::null(Finding::BadShape);
    }
    let repeated = text.bytes().all(|digit| digit == text.as_bytes()[0]);
    if repeated || text.starts_with("999") {
        return Reading::null(Finding::PlaceholderIdentifier);
    }
    if !check_digit_is_right(text.as_bytes()) {
        return Reading::null(Finding::BadCheckCharacter);
    }
    Reading::clean(NhsNumber(text))
}

fn check_digit_is_right(digits: &[u8]) -> bool {
    let weighted: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let expected = match 11 - weighted % 11 {
        11 => 0,
        other => other,
    };
    u32::from(digits[9] - b'0') == expected
}
