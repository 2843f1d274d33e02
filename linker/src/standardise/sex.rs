//! Sex, by the code table of each source.

use super::finding::Finding;
use super::reading::Reading;
use super::redacted::redact_debug;

/// Recorded sex. `Debug` is redacted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
}

redact_debug!(Sex);

impl Sex {
    /// One letter, `M` or `F`.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::Male => "M",
            Self::Female => "F",
        }
    }
}

/// What each code of a source means; a code mapped to `None` is a stated unknown. A code that is absent is a finding
/// and never guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SexCodes(Vec<(String, Option<Sex>)>);

impl SexCodes {
    /// A source's own table. Codes are compared trimmed and without regard to letter case; the first of equal codes
    /// counts.
    #[must_use]
    pub fn of(codes: &[(&str, Option<Sex>)]) -> Self {
        Self(codes.iter().map(|(code, sex)| (code.trim().to_ascii_uppercase(), *sex)).collect())
    }

    /// NHS and NDTMS: 1 male, 2 female, 0 not known, 9 not specified.
    #[must_use]
    pub fn numeric() -> Self {
        Self::of(NUMERIC)
    }

    /// M, F, and the letters for neither or unknown: U, N, I, X, O.
    #[must_use]
    pub fn letters() -> Self {
        Self::of(LETTERS)
    }

    /// MALE, FEMALE and the words for neither or unknown.
    #[must_use]
    pub fn words() -> Self {
        Self::of(WORDS)
    }

    /// The three shipped tables together, which never contradict each other; for files without a declared table.
    #[must_use]
    pub fn shipped() -> Self {
        Self::of(&[NUMERIC, LETTERS, WORDS].concat())
    }

    /// Reads one cell.
    #[must_use]
    pub fn read(&self, raw: &str) -> Reading<Sex> {
        let code = raw.trim();
        if code.is_empty() {
            return Reading::null(Finding::Missing);
        }
        let known = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(code));
        match known {
            Some((_, Some(sex))) => Reading::clean(*sex),
            Some((_, None)) => Reading::null(Finding::CodedUnknown),
            None => Reading::null(Finding::UnknownCode),
        }
    }
}

const NUMERIC: &[(&str, Option<Sex>)] = &[("1", Some(Sex::Male)), ("2", Some(Sex::Female)), ("0", None), ("9", None)];

const LETTERS: &[(&str, Option<Sex>)] = &[
    ("M", Some(Sex::Male)),
    ("F", Some(Sex::Female)),
    ("U", None),
    ("N", None),
    ("I", None),
    ("X", None),
    ("O", None),
];

const WORDS: &[(&str, Option<Sex>)] = &[
    ("MALE", Some(Sex::Male)),
    ("FEMALE", Some(Sex::Female)),
    ("UNKNOWN", None),
    ("NOT KNOWN", None),
    ("NOT SPECIFIED", None),
    ("NOT STATED", None),
    ("INDETERMINATE", None),
    ("OTHER", None),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_declared_table_counts() {
        let numeric = SexCodes::numeric();
        assert_eq!(numeric.read(" 2 ").value, Some(Sex::Female));
        assert_eq!(numeric.read("9"), Reading::null(Finding::CodedUnknown));
        assert_eq!(numeric.read("M"), Reading::null(Finding::UnknownCode));
        assert_eq!(numeric.read(""), Reading::null(Finding::Missing));
        assert_eq!(SexCodes::words().read("Male").value, Some(Sex::Male));
        let own = SexCodes::of(&[("H", Some(Sex::Male)), ("D", Some(Sex::Female))]);
        assert_eq!(own.read("d").value, Some(Sex::Female));
        assert_eq!(own.read("F"), Reading::null(Finding::UnknownCode));
    }

    #[test]
    fn shipped_tables_agree() {
        let shipped = SexCodes::shipped();
        for table in [NUMERIC, LETTERS, WORDS] {
            for (code, sex) in table {
                assert_eq!(shipped.read(code).value, *sex);
            }
        }
    }
}
