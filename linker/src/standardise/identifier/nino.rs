//! National Insurance numbers.

use crate::standardise::finding::{Finding, Findings};
use crate::standardise::reading::Reading;
use crate::standardise::redacted::redact_debug;

/// A National Insurance number: two letters, six digits and mostly a suffix A to D. `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Nino(String);

redact_debug!(Nino);

impl Nino {
    /// The eight characters that identify the person: compare these, because the suffix is often left off.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.0[..8]
    }

    /// The suffix, `A` to `D`.
    #[must_use]
    pub fn suffix(&self) -> Option<&str> {
        self.0.get(8..9)
    }
}

/// Reads a National Insurance number, with or without spaces. It has no check character, so only its shape and
/// prefix are verified; a temporary number (`TN` and digits) is a placeholder.
#[must_use]
pub fn read_nino(raw: &str) -> Reading<Nino> {
    let text: String =
        raw.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    if text.is_empty() {
        return Reading::null(Finding::Missing);
    }
    if !has_shape(&text) {
        return Reading::null(Finding::BadShape);
    }
    if text.starts_with("TN") {
        return Reading::null(Finding::PlaceholderIdentifier);
    }
    if !prefix_is_issued(&text[..2]) {
        return Reading::null(Finding::BadShape);
    }
    let findings = if text.len() == 8 { Findings::of(Finding::SuffixMissing) } else { Findings::default() };
    Reading::found(Nino(text), findings)
}

fn has_shape(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes.len(), 8 | 9)
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..8].iter().all(u8::is_ascii_digit)
        && bytes[8..].iter().all(|suffix| (b'A'..=b'D').contains(suffix))
}

/// HMRC manual NIM39110: D, F, I, Q, U and V in neither place, O not second, seven pairs never issued.
fn prefix_is_issued(prefix: &str) -> bool {
    !prefix.contains(['D', 'F', 'I', 'Q', 'U', 'V'])
        && !prefix.ends_with('O')
        && !matches!(prefix, "BG" | "GB" | "KN" | "NK" | "NT" | "TN" | "ZZ")
}
