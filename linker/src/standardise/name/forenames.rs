//! Columns that hold every forename of a person.

use super::read::{NameKind, named, parts};
use super::value::Name;
use super::words::Word;
use crate::standardise::reading::Reading;

/// The first forename and what follows it. `Debug` shows neither.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Forenames {
    /// The first forename; a hyphened one is whole and has parts.
    pub first: Name,
    /// The other forenames, each a part.
    pub middle: Option<Name>,
}

/// Reads a column of all forenames, such as the death register's `DEC_FORENAMES`: spaces separate the first forename
/// from the others, hyphens do not.
///
/// The other forenames are left out when they are a placeholder; the first one being one makes the reading null.
#[must_use]
pub fn read_forenames(raw: &str) -> Reading<Forenames> {
    let (words, findings) = match parts(raw.trim(), NameKind::Forename) {
        Ok(read) => read,
        Err(finding) => return Reading::null(finding),
    };
    let first_ends = (1..words.len()).find(|at| !words[*at].hyphened).unwrap_or(words.len());
    let (first, others) = words.split_at(first_ends);
    let first = named(letters(first), NameKind::Forename, findings);
    let Some(first_name) = first.value else {
        return Reading::nothing(first.findings);
    };
    if others.is_empty() {
        return Reading::found(Forenames { first: first_name, middle: None }, first.findings);
    }
    let middle = named(letters(others), NameKind::Middle, findings);
    Reading::found(Forenames { first: first_name, middle: middle.value }, first.findings.and(middle.findings))
}

fn letters(words: &[Word]) -> impl Iterator<Item = &str> + Clone {
    words.iter().map(|word| word.letters.as_str())
}
