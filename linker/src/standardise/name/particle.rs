//! Words that belong to the word after them.

use super::read::NameKind;
use super::words::Word;

/// Particles of surnames: British and Irish, Welsh, Dutch and German, Romance, Arabic and Malay.
#[rustfmt::skip]
const SURNAME: &[&str] = &[
    "MC", "MAC", "O", "NI", "NIC", "UI", "FITZ", "ST",
    "AP", "AB",
    "VAN", "VON", "DER", "DEN", "TER", "TEN", "ZU",
    "DE", "LA", "LE", "DU", "DES", "DEL", "DELLA", "DI", "DA", "DAL", "DOS", "DAS", "LOS", "LAS",
    "AL", "EL", "UL", "UR", "UD", "BIN", "BINT", "BINTE", "BINTI", "IBN", "ABU",
];

/// Particles of forenames: AL, VAN, BIN, LE and MAC are left out because they are forenames by themselves.
const FORENAME: &[&str] = &["DE", "LA", "ST", "ABD", "EL", "UL", "UR", "UD"];

/// Joins each particle, or run of particles, to the word it belongs to. A particle at the end stays as it is.
///
/// Inside a run, or before a hyphen (`ABD AL RAHMAN`, `AL-AMIN`), a forename too uses the longer list: there the word
/// plainly does not stand alone.
pub(super) fn join(words: Vec<Word>, kind: NameKind) -> Vec<Word> {
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    let mut in_run = false;
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        let long_list = kind == NameKind::Surname || in_run || words.peek().is_some_and(|next| next.hyphened);
        let is_particle =
            FORENAME.contains(&word.letters.as_str()) || long_list && SURNAME.contains(&word.letters.as_str());
        match joined.last_mut() {
            Some(last) if in_run => last.letters.push_str(&word.letters),
            _ => joined.push(word),
        }
        in_run = is_particle;
    }
    joined
}
