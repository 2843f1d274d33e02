//! The rules a data-quality report counts, each with a stable name and one plain sentence.

use std::fmt;

/// How much a finding costs the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// Nothing was recorded.
    Missing,
    /// Something was typed that stands for nothing; treated as null.
    Placeholder,
    /// The value, or part of it, cannot be right or cannot be read; that part is null.
    Invalid,
    /// The value was changed by a stated rule and kept.
    Repaired,
    /// The value was kept as it is and counted, because it deserves a look.
    Noted,
}

/// Declares the findings, their stable names, kinds and sentences in one table.
macro_rules! findings {
    ($($variant:ident, $kind:ident, $rule:literal, $explanation:literal;)+) => {
        /// One thing that a standardising rule noticed about a cell. It never holds the value.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Finding {
            $(#[doc = $explanation] $variant,)+
        }

        impl Finding {
            /// Every finding, in the order of reports.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The stable name used in reports and in machine-readable output.
            #[must_use]
            pub const fn rule(self) -> &'static str {
                match self { $(Self::$variant => $rule,)+ }
            }

            /// One plain sentence for the person who owns the data.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $explanation,)+ }
            }

            /// How much it costs the record.
            #[must_use]
            pub const fn kind(self) -> FindingKind {
                match self { $(Self::$variant => FindingKind::$kind,)+ }
            }
        }
    };
}

findings! {
    Missing, Missing, "missing", "The cell is empty or holds a null marker declared for this source.";
    CodedUnknown, Missing, "coded_unknown", "The code stands for not known, not specified or another answer that cannot be compared.";

    PlaceholderName, Placeholder, "placeholder_name", "The name is a placeholder, a test entry, a system message or a description, not a name.";
    TitleOnly, Placeholder, "title_only", "The forename holds only a title.";
    PlaceholderDate, Placeholder, "placeholder_date", "The date is a well-known default, not a date somebody gave.";
    PlaceholderPostcode, Placeholder, "placeholder_postcode", "The postcode is a pseudo-postcode or a word that stands for no postcode.";
    PlaceholderAddress, Placeholder, "placeholder_address", "The address says that there is no fixed or known address.";
    PlaceholderIdentifier, Placeholder, "placeholder_identifier", "The identifier is a dummy or temporary number.";

    NotLatin, Invalid, "not_latin", "The name is written in another script; it is not transliterated, so it cannot be linked.";
    MixedScript, Invalid, "mixed_script", "The name mixes Latin letters with look-alike letters of another script.";
    NoLetters, Invalid, "no_letters", "The cell holds no letter from which a name could be read.";
    UnreadableDate, Invalid, "unreadable_date", "The date does not have the shape of any format declared for this column.";
    TwoDigitYear, Invalid, "two_digit_year", "The year has two digits and no pivot was declared for this column.";
    YearOutOfRange, Invalid, "year_out_of_range", "The year lies outside the range that can be right; other parts are kept.";
    ImpossibleMonth, Invalid, "impossible_month", "The month cannot exist; other parts are kept.";
    ImpossibleDay, Invalid, "impossible_day", "The day cannot exist, or not in that month; other parts are kept.";
    UnknownCode, Invalid, "unknown_code", "The code is not in the code table declared for this column.";
    UnreadablePostcode, Invalid, "unreadable_postcode", "The postcode cannot be read as a United Kingdom or a numeric postcode.";
    UnreadableAddress, Invalid, "unreadable_address", "The address holds neither a letter nor a house number.";
    BadShape, Invalid, "bad_shape", "The identifier does not have the shape of its kind.";
    BadCheckCharacter, Invalid, "bad_check_character", "The identifier's check digit or check letter is wrong, so it was mistyped or invented.";

    TitleRemoved, Repaired, "title_removed", "A title before the name was removed.";
    SuffixRemoved, Repaired, "suffix_removed", "A suffix after the name (such as JR or III) was removed.";
    AlternativeRemoved, Repaired, "alternative_removed", "A second name in brackets, or after NEE or AKA, was removed.";
    ScannedName, Repaired, "scanned_name", "A digit inside the name was read as the letter it resembles.";
    DigitsRemoved, Repaired, "digits_removed", "Digits that resemble no letter were removed from the name.";
    NameTruncated, Repaired, "name_truncated", "The name is longer than any real one and was cut.";
    ScannedDate, Repaired, "scanned_date", "A letter inside the date was read as the digit it resembles.";
    DayMonthSwapped, Repaired, "day_month_swapped", "The month was impossible and the day was not, so the two were exchanged.";
    ScannedPostcode, Repaired, "scanned_postcode", "A character of the postcode was read as the letter or digit its place demands.";

    FirstOfJanuary, Noted, "first_of_january", "The date is 1 January, which is often typed when only the year is known.";
    PartialDate, Noted, "partial_date", "A part of the date is absent; the other parts are used.";
    IrregularPostcode, Noted, "irregular_postcode", "The postcode does not have a valid United Kingdom shape and is used as typed.";
    PartialPostcode, Noted, "partial_postcode", "The column should hold whole postcodes and this one is cut to its sector or district.";
    SuffixMissing, Noted, "suffix_missing", "The National Insurance number lacks its last letter.";
}

/// A set of findings about one cell. `Debug` lists rule names.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Findings(u64);

const _: () = assert!(Finding::ALL.len() <= 64, "Findings holds one bit per finding");

impl Findings {
    /// The set of one finding.
    #[must_use]
    pub const fn of(finding: Finding) -> Self {
        Self(1 << finding as u64)
    }

    /// Adds one finding.
    pub const fn insert(&mut self, finding: Finding) {
        self.0 |= Self::of(finding).0;
    }

    /// This set and one more finding.
    #[must_use]
    pub const fn with(mut self, finding: Finding) -> Self {
        self.insert(finding);
        self
    }

    /// The union of two sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the finding is in the set.
    #[must_use]
    pub const fn contains(self, finding: Finding) -> bool {
        self.0 & Self::of(finding).0 != 0
    }

    /// Whether nothing was found.
    #[must_use]
    pub const fn is_clean(self) -> bool {
        self.0 == 0
    }

    /// The findings, in the order of [`Finding::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Finding> {
        Finding::ALL.iter().copied().filter(move |finding| self.contains(*finding))
    }
}

impl fmt::Debug for Findings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter().map(Finding::rule)).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn rule_names_are_distinct_and_stable_in_form() {
        let names: BTreeSet<_> = Finding::ALL.iter().map(|finding| finding.rule()).collect();
        assert_eq!(names.len(), Finding::ALL.len());
        for finding in Finding::ALL {
            assert!(finding.rule().bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
            assert!(finding.explanation().ends_with('.'));
        }
    }

    #[test]
    fn a_set_remembers_what_was_put_in() {
        let set = Findings::of(Finding::ScannedDate).with(Finding::FirstOfJanuary);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Finding::ScannedDate, Finding::FirstOfJanuary]);
        assert!(!set.is_clean() && !set.contains(Finding::Missing));
        assert_eq!(format!("{set:?}"), r#"{"scanned_date", "first_of_january"}"#);
    }
}
