//! Causes of death that are drug-related.

use crate::inputs::IcdCode;

/// Whether an underlying cause is drug poisoning as the Office for National Statistics defines it: ICD-10 F11-F16, F18-F19,
/// X40-X44, X60-X64, X85, Y10-Y14. Alcohol (F10, X45), tobacco (F17) and gases (X46, X47) are not.
///
/// Source: ONS, "Deaths related to drug poisoning in England and Wales", definition, as presented by Griffiths (ONS) in
/// Fingerhut, Griffiths and Wilkins. "Drug misuse" is narrower and needs the substances named on the certificate.
#[must_use]
pub fn is_drug_poisoning(underlying: IcdCode) -> bool {
    matches!(
        underlying.parts(),
        ('F', 11..=16 | 18..=19) | ('X', 40..=44 | 60..=64 | 85) | ('Y', 10..=14)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_ons_list_at_every_edge() {
        let is = |code| is_drug_poisoning(IcdCode::parse(code).unwrap());
        for code in ["F11", "F16.2", "F18", "F19", "X40", "X44", "X42.0", "X60", "X64", "X85", "Y10", "Y14"] {
            assert!(is(code), "{code}");
        }
        for code in ["F10", "F17", "F20", "X39", "X45", "X46", "X59", "X65", "X84", "X86", "Y09", "Y15", "A11", "I42"] {
            assert!(!is(code), "{code}");
        }
    }
}
