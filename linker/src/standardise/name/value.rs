//! The standardised name.

use crate::standardise::redacted::redact_debug;

/// A name in the letters A-Z: between one and sixty of them, in one or more parts. `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    whole: String,
    /// Where each part but the last ends in `whole`; empty for a single name.
    breaks: Vec<u8>,
}

redact_debug!(Name);

impl Name {
    /// Longer names are cut: no register holds one, and the work on a name grows with the square of its length.
    pub const MAX_LETTERS: usize = 60;

    /// Joins parts, leaving out empty ones and what goes beyond [`Self::MAX_LETTERS`]; `None` when nothing is left.
    /// The parts hold capital letters A-Z only.
    pub(super) fn join<'a>(parts: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut whole = String::new();
        let mut breaks = Vec::new();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            let room = Self::MAX_LETTERS - whole.len();
            if room == 0 {
                break;
            }
            if !whole.is_empty() {
                breaks.push(whole.len() as u8);
            }
            whole.push_str(&part[..part.len().min(room)]);
        }
        (!whole.is_empty()).then_some(Self { whole, breaks })
    }

    /// All letters of the name, without anything between the parts.
    #[must_use]
    pub fn whole(&self) -> &str {
        &self.whole
    }

    /// The parts of a double name, in order; the whole name once when it is single.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        let ends = self.breaks.iter().map(|end| usize::from(*end)).chain([self.whole.len()]);
        ends.scan(0, |start, end| {
            let part = &self.whole[*start..end];
            *start = end;
            Some(part)
        })
    }

    /// Where each part but the last ends in [`Self::whole`].
    pub(crate) fn breaks(&self) -> &[u8] {
        &self.breaks
    }

    /// How many parts the name has, at least one.
    #[must_use]
    pub fn part_count(&self) -> usize {
        self.breaks.len() + 1
    }

    /// The first letter.
    #[must_use]
    pub fn initial(&self) -> &str {
        &self.whole[..1]
    }
}
