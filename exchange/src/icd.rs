//! Causes of death as ICD-10 codes: an owner sends substances of drug poisonings alone, and a study counts them.

/// An ICD-10 code cut to three characters: a letter and a number from 0 to 99.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IcdCode {
    letter: u8,
    number: u8,
}

impl IcdCode {
    /// Reads `X42`, `X420`, `X42.0` or `x42X`; `None` for what is not a code.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().as_bytes() {
            [letter, tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] if letter.is_ascii_alphabetic() => {
                Some(Self { letter: letter.to_ascii_uppercase(), number: (tens - b'0') * 10 + (ones - b'0') })
            }
            _ => None,
        }
    }

    /// The chapter letter, in upper case, and the two-digit number.
    #[must_use]
    pub fn parts(self) -> (char, u8) {
        (char::from(self.letter), self.number)
    }

    /// Whether it is drug poisoning, as an underlying cause of death: F11-F16, F18-F19, X40-X44, X60-X64, X85, Y10-Y14. Alcohol (F10, X45),
    /// tobacco (F17) and gases (X46, X47) are not.
    ///
    /// Source: Office for National Statistics, "Deaths related to drug poisoning in England and Wales", definition, as presented by Griffiths
    /// (ONS) in Fingerhut, Griffiths and Wilkins.
    #[must_use]
    pub fn is_drug_poisoning(self) -> bool {
        matches!(self.parts(), ('F', 11..=16 | 18..=19) | ('X', 40..=44 | 60..=64 | 85) | ('Y', 10..=14))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn icd_codes_are_read_in_every_shape_they_arrive_in() {
        for text in ["X42", "X420", "X42.0", " x42X"] {
            assert_eq!(IcdCode::parse(text).map(IcdCode::parts), Some(('X', 42)), "{text}");
        }
        for text in ["", "X4", "42X", "NA", "X4A"] {
            assert_eq!(IcdCode::parse(text), None, "{text}");
        }
    }

    #[test]
    fn follows_the_ons_list_at_every_edge() {
        let is = |code| IcdCode::parse(code).unwrap().is_drug_poisoning();
        for code in ["F11", "F16.2", "F18", "F19", "X40", "X44", "X42.0", "X60", "X64", "X85", "Y10", "Y14"] {
            assert!(is(code), "{code}");
        }
        for code in ["F10", "F17", "F20", "X39", "X45", "X46", "X59", "X65", "X84", "X86", "Y09", "Y15", "A11", "I42"] {
            assert!(!is(code), "{code}");
        }
    }
}
