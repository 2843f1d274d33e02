//! The values of one token group, in one buffer that serves millions of records.

use std::fmt::{Arguments, Write as _};

/// Short texts, one after the other.
#[derive(Default)]
pub(crate) struct Texts {
    letters: String,
    ends: Vec<usize>,
    /// What [`Texts::keep`] works with.
    order: Vec<(u64, usize)>,
    spare: (String, Vec<usize>),
}

impl Texts {
    pub(crate) fn clear(&mut self) {
        self.letters.clear();
        self.ends.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.push_joined(text, "");
    }

    pub(crate) fn push_joined(&mut self, before: &str, after: &str) {
        self.letters.push_str(before);
        self.letters.push_str(after);
        self.ends.push(self.letters.len());
    }

    pub(crate) fn push_format(&mut self, text: Arguments<'_>) {
        // Writing to a `String` cannot fail.
        let _ = self.letters.write_fmt(text);
        self.ends.push(self.letters.len());
    }

    pub(crate) fn get(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.letters[start..self.ends[index]]
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Keeps at most `most` texts and returns how many were lost.
    ///
    /// Both owners must keep the same ones: those that come first by an unkeyed hash (FNV-1a), which spreads the loss
    /// over the alphabet. It never leaves this process.
    pub(crate) fn keep(&mut self, most: usize) -> usize {
        let lost = self.len().saturating_sub(most);
        if lost > 0 {
            let mut order = std::mem::take(&mut self.order);
            order.extend(self.iter().map(|text| fnv1a(text.as_bytes())).zip(0..));
            order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| self.get(a.1).cmp(self.get(b.1))));
            let (mut letters, mut ends) = std::mem::take(&mut self.spare);
            for (_, index) in order.drain(..).take(most) {
                letters.push_str(self.get(index));
                ends.push(letters.len());
            }
            self.order = order;
            self.spare = (std::mem::replace(&mut self.letters, letters), std::mem::replace(&mut self.ends, ends));
            self.spare.0.clear();
            self.spare.1.clear();
        }
        lost
    }
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeping_some_does_not_depend_on_their_order() {
        let names = ["ANNE", "ANN", "NNE", "ANE"];
        let kept = |names: &mut dyn Iterator<Item = &str>| {
            let mut texts = Texts::default();
            names.for_each(|name| texts.push(name));
            assert_eq!(texts.keep(2), 2);
            texts.iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(kept(&mut names.into_iter()), kept(&mut names.into_iter().rev()));
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        let mut texts = Texts::default();
        for text in ["B", "", "A"] {
            texts.push(text);
        }
        assert_eq!(texts.keep(3), 0);
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["B", "", "A"]);
    }
}
