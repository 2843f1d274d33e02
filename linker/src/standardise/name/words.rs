//! Cutting the text of a name into words of capital letters.

use crate::standardise::finding::{Finding, Findings};
use crate::standardise::latin::{Folded, fold};
use crate::standardise::scanned;

/// One word of a name.
#[derive(Clone, Default)]
pub(super) struct Word {
    /// Capital letters A-Z, at least one.
    pub(super) letters: String,
    /// Whether a hyphen ties it to the word before.
    pub(super) hyphened: bool,
}

/// The words of a name and what was done to get them. At least one word.
pub(super) struct Words {
    pub(super) words: Vec<Word>,
    pub(super) findings: Findings,
}

/// Cuts a name into words, or says why there are none.
pub(super) fn split(text: &str) -> Result<Words, Finding> {
    let outside = cut(text, Brackets::LeaveOut);
    let kept = if outside.words.is_empty() && !outside.foreign { cut(text, Brackets::AreSeparators) } else { outside };
    match (kept.foreign, kept.words.is_empty()) {
        (true, true) => Err(Finding::NotLatin),
        (true, false) => Err(Finding::MixedScript),
        (false, true) => Err(Finding::NoLetters),
        (false, false) => Ok(Words { words: kept.words, findings: kept.findings }),
    }
}

/// What to do with `ELIZABETH (BETTY)`: the name in brackets is another name of the same person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Brackets {
    LeaveOut,
    AreSeparators,
}

struct Cut {
    words: Vec<Word>,
    findings: Findings,
    foreign: bool,
}

fn cut(text: &str, brackets: Brackets) -> Cut {
    let mut cutter = Cutter::default();
    let mut depth = 0_u32;
    for character in text.chars() {
        let left_out = brackets == Brackets::LeaveOut;
        match character {
            '(' | '[' | '{' | '<' if left_out => {
                cutter.end_word(false);
                cutter.findings.insert(Finding::AlternativeRemoved);
                depth += 1;
            }
            ')' | ']' | '}' | '>' if left_out => {
                cutter.end_word(false);
                depth = depth.saturating_sub(1);
            }
            _ if depth > 0 => {}
            _ => fold(character, |folded| cutter.take(folded)),
        }
    }
    cutter.end_word(false);
    Cut { words: cutter.words, findings: cutter.findings, foreign: cutter.foreign }
}

#[derive(Default)]
struct Cutter {
    words: Vec<Word>,
    findings: Findings,
    foreign: bool,
    /// The word being read, with its digits still in place.
    current: String,
    hyphened: bool,
}

impl Cutter {
    fn take(&mut self, folded: Folded) {
        match folded {
            Folded::Letter(character) | Folded::Digit(character) => self.current.push(character),
            Folded::Joiner => {}
            Folded::Hyphen => self.end_word(true),
            Folded::Separator(_) => self.end_word(false),
            Folded::Foreign => self.foreign = true,
        }
    }

    fn end_word(&mut self, at_hyphen: bool) {
        let typed = std::mem::take(&mut self.current);
        let letters = self.without_digits(typed);
        if letters.is_empty() {
            // A space before a hyphen must not hide it; one after it must not make it count twice.
            self.hyphened |= at_hyphen;
        } else {
            let hyphened = self.hyphened && !self.words.is_empty();
            self.words.push(Word { letters, hyphened });
            self.hyphened = at_hyphen;
        }
    }

    fn without_digits(&mut self, typed: String) -> String {
        let digits = typed.bytes().filter(|b| !b.is_ascii_alphabetic()).count();
        if digits == 0 {
            return typed;
        }
        let letters = typed.len() - digits;
        if is_ordinal(&typed) {
            self.findings.insert(Finding::SuffixRemoved);
            return String::new();
        }
        // Two letters and a majority of letters: below that, which character is the error is a guess.
        let scanned = letters >= 2 && letters > digits;
        let mut read = String::with_capacity(typed.len());
        for character in typed.chars() {
            if character.is_ascii_alphabetic() {
                read.push(character);
            } else if let Some(letter) = scanned::as_letter(character).filter(|_| scanned) {
                read.push(letter);
                self.findings.insert(Finding::ScannedName);
            } else {
                self.findings.insert(Finding::DigitsRemoved);
            }
        }
        read
    }
}

/// `1ST`, `2ND`, `11TH`: the rank of a title, not a name.
fn is_ordinal(word: &str) -> bool {
    ["ST", "ND", "RD", "TH"].iter().any(|ending| {
        word.strip_suffix(ending).is_some_and(|rank| !rank.is_empty() && rank.bytes().all(|b| b.is_ascii_digit()))
    })
}
