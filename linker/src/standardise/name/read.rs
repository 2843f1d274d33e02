//! Reading one name field.

use super::value::Name;
use super::words::{self, Word};
use super::{affix, particle, placeholder};
use crate::standardise::finding::{Finding, Findings};
use crate::standardise::reading::Reading;

/// Which name a column holds. Some words are part of a surname and a whole forename (`AL`, `VAN`), or a surname and
/// no forename (`CHILD`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// Given name or names.
    Forename,
    /// Family name or names.
    Surname,
    /// Given names after the first.
    Middle,
}

/// Reads one name. The whole of an ordinary name is its letters A-Z, upper-case, with accents and punctuation gone.
///
/// ```
/// use linker::standardise::{NameKind, read_name};
///
/// let name = read_name("Ní Bhriain-O’Neil", NameKind::Surname).value.expect("a name");
/// assert_eq!(name.whole(), "NIBHRIAINONEIL");
/// assert_eq!(name.parts().collect::<Vec<_>>(), ["NIBHRIAIN", "ONEIL"]);
/// ```
#[must_use]
pub fn read_name(raw: &str, kind: NameKind) -> Reading<Name> {
    let text = raw.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphabetic()) {
        return named([text.to_ascii_uppercase().as_str()], kind, Findings::default());
    }
    match parts(text, kind) {
        Ok((parts, findings)) => named(parts.iter().map(|part| part.letters.as_str()), kind, findings),
        Err(finding) => Reading::null(finding),
    }
}

/// The parts of a name before they are judged as a whole, or why there are none.
pub(super) fn parts(text: &str, kind: NameKind) -> Result<(Vec<Word>, Findings), Finding> {
    if text.is_empty() {
        return Err(Finding::Missing);
    }
    if placeholder::is_message(text) {
        return Err(Finding::PlaceholderName);
    }
    let mut words = words::split(text)?;
    affix::strip(&mut words);
    if placeholder::is_description(&words.words, kind) {
        return Err(Finding::PlaceholderName);
    }
    Ok((particle::join(words.words, kind), words.findings))
}

/// The name that these parts make, unless it is none.
pub(super) fn named<'a>(
    parts: impl IntoIterator<Item = &'a str> + Clone,
    kind: NameKind,
    findings: Findings,
) -> Reading<Name> {
    let typed: usize = parts.clone().into_iter().map(str::len).sum();
    let Some(name) = Name::join(parts) else {
        return Reading::null(Finding::NoLetters);
    };
    if placeholder::is_placeholder(name.whole(), kind) {
        return Reading::null(Finding::PlaceholderName);
    }
    if kind == NameKind::Forename && affix::is_title_only(name.whole()) {
        return Reading::null(Finding::TitleOnly);
    }
    if typed > name.whole().len() {
        return Reading::found(name, findings.with(Finding::NameTruncated));
    }
    Reading::found(name, findings)
}
