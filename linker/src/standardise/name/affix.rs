//! Titles before a name, suffixes after it, and other names of the same person written into the cell.

use super::words::Words;
use crate::standardise::finding::Finding;

/// Titles that are no forename or surname in use. MAJOR, DEAN, EARL, DUKE, PRINCE and KING are, so they stay.
const TITLES: &[&str] = &[
    "MR",
    "MRS",
    "MISS",
    "MS",
    "MX",
    "MSTR",
    "DR",
    "SIR",
    "DAME",
    "LORD",
    "LADY",
    "REV",
    "REVD",
    "REVEREND",
    "PROF",
    "PROFESSOR",
];

/// Suffixes that are no name in use. JUNIOR and SENIOR are, so they stay.
const SUFFIXES: &[&str] = &["JR", "JNR", "SR", "SNR", "II", "III", "IV", "ESQ"];

/// Words after which another name of the same person follows.
const ALTERNATIVES: &[&str] = &["NEE", "AKA", "FKA", "ALIAS"];

/// Removes titles, suffixes and alternatives, always leaving at least one word.
pub(super) fn strip(words: &mut Words) {
    let list = &mut words.words;
    // Never the first or the last word: NEE is a surname too.
    if let Some(at) = (1..list.len().saturating_sub(1)).find(|at| ALTERNATIVES.contains(&list[*at].letters.as_str())) {
        list.truncate(at);
        words.findings.insert(Finding::AlternativeRemoved);
    }
    let titles = list.iter().take(list.len() - 1).take_while(|word| TITLES.contains(&word.letters.as_str())).count();
    if titles > 0 {
        list.drain(..titles);
        words.findings.insert(Finding::TitleRemoved);
    }
    while list.len() > 1 && list.last().is_some_and(|word| SUFFIXES.contains(&word.letters.as_str())) {
        list.pop();
        words.findings.insert(Finding::SuffixRemoved);
    }
}

/// Whether a forename that is one of these words is a title and nothing else. `MR` and `MS` are left alone because
/// they may be initials.
pub(super) fn is_title_only(whole: &str) -> bool {
    matches!(whole, "MRS" | "MISS" | "MSTR")
}
