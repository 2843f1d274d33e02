//! Records that are only added to: a line of JSON each, holding the hash of the line before and, at its end, its own.
//!
//! A changed line, the last one too, does not have its hash; a moved or removed one no longer fits its neighbours. Whoever computes
//! the hashes anew can still forge a chain, or take lines off its end, and the chain alone cannot show it: for that somebody keeps its
//! [head](Chain::head) elsewhere, or lines are signed.

use std::fs::File;
use std::io::{self, Write as _};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::manifest::sha256_of_bytes;

/// One line: its place, the hash of the line before, and what it records. Its own hash follows from these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chained<T> {
    /// Place in the chain, from 1.
    pub sequence: u64,
    /// SHA-256 of the line before, without its line feed; nothing for the first.
    pub previous: String,
    /// What is recorded.
    #[serde(flatten)]
    pub body: T,
}

/// Stands before a line's own hash.
const HASH: &str = ",\"hash\":\"";

impl<T: Serialize> Chained<T> {
    /// The line as it is written, without its line feed.
    #[must_use]
    pub fn text(&self) -> String {
        let hashed = self.hashed_text();
        let hash = sha256_of_bytes(hashed.as_bytes());
        format!("{}{HASH}{hash}\"}}", hashed.strip_suffix('}').unwrap_or_default())
    }

    /// What the line's own hash covers: its text without that hash. The body has only keys that are texts, so it has a JSON form.
    #[must_use]
    pub fn hashed_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A chain whose every line follows from the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain<T> {
    lines: Vec<Chained<T>>,
    head: String,
}

impl<T> Default for Chain<T> {
    fn default() -> Self {
        Self { lines: Vec::new(), head: String::new() }
    }
}

/// Adds `line`, which ends with its line feed, to a chain's `file`, opened for appending, and waits for the disk. Where that fails the
/// file is as it was: half a line would keep every later one out.
pub fn append(file: &mut File, line: &str) -> io::Result<()> {
    let length = file.metadata()?.len();
    let written = file.write_all(line.as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        // Where even this fails, it is told when the chain is next followed.
        let _ = file.set_len(length);
    }
    written
}

/// A line that was changed, put in or moved, that is cut short, or before which lines were taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenChain {
    /// The first such line, from 1.
    pub line: usize,
}

impl<T: Serialize + DeserializeOwned> Chain<T> {
    /// Follows `text` line by line. A line must be written exactly as [`Chained::text`] writes it, so that no byte of it
    /// can change unnoticed, and end with a line feed.
    pub fn parse(text: &str) -> Result<Self, BrokenChain> {
        let mut chain = Self::default();
        for (line, place) in text.split_inclusive('\n').zip(1_usize..) {
            let broken = BrokenChain { line: place };
            let line = line.strip_suffix('\n').ok_or(broken)?;
            let (hashed, _) = line.rsplit_once(HASH).ok_or(broken)?;
            let parsed: Chained<T> = serde_json::from_str(&format!("{hashed}}}")).map_err(|_| broken)?;
            if parsed.previous != chain.head || parsed.sequence != place as u64 || parsed.text() != line {
                return Err(broken);
            }
            chain.push(parsed);
        }
        Ok(chain)
    }

    /// The line that records `body` at the end of this chain.
    #[must_use]
    pub fn next(&self, body: T) -> Chained<T> {
        Chained { sequence: self.lines.len() as u64 + 1, previous: self.head.clone(), body }
    }

    /// Every line, first to last.
    #[must_use]
    pub fn lines(&self) -> &[Chained<T>] {
        &self.lines
    }

    /// SHA-256 of the last line, 64 hexadecimal digits; nothing for an empty chain. Whoever knows it can tell whether lines
    /// were taken off the end.
    #[must_use]
    pub fn head(&self) -> &str {
        &self.head
    }

    /// Whether the chain once ended at `head`: it may have grown since, but nothing up to there was lost.
    #[must_use]
    pub fn has_had_head(&self, head: &str) -> bool {
        self.head == head || self.lines.iter().any(|line| line.previous == head)
    }

    fn push(&mut self, line: Chained<T>) {
        self.head = sha256_of_bytes(line.text().as_bytes());
        self.lines.push(line);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Note {
        what: String,
        figure: f64,
    }

    fn chain_of(notes: usize) -> String {
        let mut text = String::new();
        for place in 0..notes {
            let chain = Chain::parse(&text).unwrap();
            let line = chain.next(Note { what: format!("note {place}"), figure: 10.0 * place as f64 });
            text.extend([line.text().as_str(), "\n"]);
        }
        text
    }

    fn parse(text: &str) -> Result<Chain<Note>, BrokenChain> {
        Chain::parse(text)
    }

    #[test]
    fn a_line_holds_place_hash_and_body() {
        let text = chain_of(2);
        let (first, second) = text.split_once('\n').unwrap();
        let hashed = r#"{"sequence":1,"previous":"","what":"note 0","figure":0.0}"#;
        let hash = sha256_of_bytes(hashed.as_bytes());
        assert_eq!(first, format!(r#"{},"hash":"{hash}"}}"#, hashed.strip_suffix('}').unwrap()));
        assert!(second.contains(&sha256_of_bytes(first.as_bytes())));
        assert_eq!(parse(&text).unwrap().head(), sha256_of_bytes(second.trim_end().as_bytes()));
        assert_eq!(parse("").unwrap().head(), "");
    }

    #[test]
    fn a_head_shows_what_was_taken_off_the_end() {
        let text = chain_of(4);
        let whole = parse(&text).unwrap();
        let shorter = parse(&chain_of(3)).unwrap();
        assert!(whole.has_had_head(shorter.head()));
        assert!(whole.has_had_head(whole.head()));
        assert!(!shorter.has_had_head(whole.head()));
    }

    #[test]
    fn whoever_hashes_anew_is_found_by_a_head_alone() {
        let text = chain_of(2);
        let whole = parse(&text).unwrap();
        let mut last = whole.lines()[1].clone();
        last.body.figure = 11.0;
        let forged = parse(&format!("{}\n{}\n", whole.lines()[0].text(), last.text())).unwrap();
        assert!(!forged.has_had_head(whole.head()));
    }

    #[test]
    fn unknown_fields_and_other_spelling_are_changes() {
        let text = chain_of(1);
        assert_eq!(parse(&text.replace("\"figure\"", "\"more\":1,\"figure\"")), Err(BrokenChain { line: 1 }));
        assert_eq!(parse(&text.replace(':', ": ")), Err(BrokenChain { line: 1 }));
        assert_eq!(parse(text.trim_end()), Err(BrokenChain { line: 1 }));
        let unhashed = text.split(HASH).next().unwrap();
        assert_eq!(parse(&format!("{unhashed}}}\n")), Err(BrokenChain { line: 1 }));
    }

    proptest! {
        #[test]
        fn any_changed_bit_is_noticed(notes in 1_usize..6, place in any::<prop::sample::Index>(), bit in 0..8_u8) {
            let text = chain_of(notes);
            let mut bytes = text.clone().into_bytes();
            let place = place.index(bytes.len());
            bytes[place] ^= 1 << bit;
            let accepted = String::from_utf8(bytes).ok().and_then(|touched| parse(&touched).ok());
            prop_assert_eq!(accepted, None);
        }

        #[test]
        fn a_line_out_of_the_middle_or_out_of_order_is_noticed(notes in 3_usize..7, at in any::<prop::sample::Index>()) {
            let text = chain_of(notes);
            let lines: Vec<_> = text.split_inclusive('\n').collect();
            let at = at.index(notes - 1);
            let without = [&lines[..at], &lines[at + 1..]].concat().concat();
            prop_assert_eq!(parse(&without), Err(BrokenChain { line: at + 1 }));
            let mut swapped = lines.clone();
            swapped.swap(at, at + 1);
            prop_assert_eq!(parse(&swapped.concat()), Err(BrokenChain { line: at + 1 }));
        }
    }
}
