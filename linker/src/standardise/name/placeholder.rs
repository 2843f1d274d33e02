//! Recognising what was typed into a name field and is no name.

use super::read::NameKind;
use super::words::Word;

/// What the letters of a placeholder spell, sorted. Words that are also names (NULL, NA, CHILD as a surname) are not
/// here: a source that uses them declares a null marker.
#[rustfmt::skip]
const WHOLE: &[&str] = &[
    "ANON", "ANONYMOUS", "BABY", "BABYBOY", "BABYGIRL", "BABYONE", "BABYTWO", "CHRISTIANNAME", "DECEASED", "DECLINED",
    "DELETED", "DONOTUSE", "DUMMY", "DUPLICATE", "FAMILYNAME", "FIRSTNAME", "FORENAME", "FORENAMES", "FULLNAME",
    "GIVENNAME", "LASTNAME", "MIDDLENAME", "MIGERROR", "NAME", "NIL", "NOFIRSTNAME", "NOFORENAME", "NOLASTNAME",
    "NOMIDDLENAME", "NONAME", "NONAMEGIVEN", "NONE", "NONEGIVEN", "NOSHOW", "NOSURNAME", "NOTAPPLICABLE",
    "NOTAVAILABLE", "NOTENTERED", "NOTGIVEN", "NOTKNOWN", "NOTPROVIDED", "NOTRECORDED", "NOTSPECIFIED", "NOTSTATED",
    "REFUSED", "SURNAME", "TEST", "TESTCLIENT", "TESTING", "TESTPATIENT", "TESTRECORD", "UNIDENTIFIED", "UNKNOWN",
    "UNKNOWNFEMALE", "UNKNOWNMALE", "UNNAMED", "UNSPECIFIED", "WITHHELD", "XXTEST", "ZZTEST",
];

/// System messages left by migrations and booking systems inside justice data, and other refusals, as typed.
const INSIDE: &[&str] =
    &["MIG_ERROR", "NO_SHOW", "DUPLICATE_", "NOT ENTERED", "NOT KNOWN", "NOT GIVEN", "N/A", "N/K", "N/S"];

/// One of these words anywhere makes the cell a test or dummy entry. All are in [`WHOLE`] too.
const ANYWHERE: &[&str] = &["TEST", "ZZTEST", "XXTEST", "TESTPATIENT", "DUMMY", "DUPLICATE", "UNKNOWN", "UNIDENTIFIED"];

/// Words that describe a person instead of naming one; no forename in use.
const DESCRIPTIONS: &[&str] = &["ADULT", "BABY", "BOY", "CHILD", "FEMALE", "GIRL", "INFANT", "MALE", "TWIN"];

/// Words that describe only beside one of [`DESCRIPTIONS`].
const BESIDE_DESCRIPTIONS: &[&str] =
    &["A", "B", "F", "GENTLEMAN", "I", "LADY", "M", "MAN", "NEWBORN", "ONE", "PERSON", "TWO", "UNNAMED", "WOMAN"];

/// Whether the text as typed contains a system message.
pub(super) fn is_message(text: &str) -> bool {
    let typed = text.to_uppercase();
    INSIDE.iter().any(|message| typed.contains(message))
}

/// Whether the words, as typed, make a test entry or a description.
pub(super) fn is_description(words: &[Word], kind: NameKind) -> bool {
    let is_in = |list: &[&str], word: &Word| list.contains(&word.letters.as_str());
    if words.iter().any(|word| is_in(ANYWHERE, word)) {
        return true;
    }
    let [.., before, last] = words else {
        return false;
    };
    // SON OF, LADY OF THE, MAN IN THE
    if last.letters == "OF" || last.letters == "THE" && matches!(before.letters.as_str(), "OF" | "IN") {
        return true;
    }
    kind != NameKind::Surname
        && words.iter().any(|word| is_in(DESCRIPTIONS, word))
        && words.iter().all(|word| is_in(DESCRIPTIONS, word) || is_in(BESIDE_DESCRIPTIONS, word))
}

/// Whether the letters of the whole name spell a placeholder.
pub(super) fn is_placeholder(whole: &str, kind: NameKind) -> bool {
    WHOLE.binary_search(&whole).is_ok()
        || kind != NameKind::Surname && DESCRIPTIONS.contains(&whole)
        || is_one_letter_repeated(whole)
}

/// `XX`, `ZZ` and any letter three times or more. OO and EE are surnames.
fn is_one_letter_repeated(whole: &str) -> bool {
    let mut letters = whole.bytes();
    let Some(first) = letters.next() else {
        return false;
    };
    let long_enough = whole.len() >= 3 || matches!(whole, "XX" | "ZZ");
    long_enough && letters.all(|letter| letter == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_covers_the_words_that_count_anywhere() {
        assert!(WHOLE.is_sorted());
        assert!(ANYWHERE.iter().all(|word| WHOLE.contains(word)));
    }
}
