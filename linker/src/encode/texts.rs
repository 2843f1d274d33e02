//! The values of one token group, in one buffer that serves millions of records.

/// Short texts, one after the other.
#[derive(Default)]
pub(crate) struct Texts {
    letters: String,
    ends: Vec<usize>,
}

impl Texts {
    pub(crate) fn clear(&mut self) {
        self.letters.clear();
        self.ends.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn extend<T: AsRef<str>>(&mut self, texts: impl IntoIterator<Item = T>) {
        for text in texts {
            self.letters.push_str(text.as_ref());
            self.ends.push(self.letters.len());
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.letters[start..*end])
    }

    /// Keeps at most `most` texts and returns how many were lost.
    ///
    /// Both owners must keep the same ones: those that come first by an unkeyed hash (FNV-1a), which spreads the loss
    /// over the alphabet. It never leaves this process.
    pub(crate) fn keep(&mut self, most: usize) -> usize {
        let lost = self.len().saturating_sub(most);
        if lost > 0 {
            let mut ordered: Vec<_> = self.iter().map(|text| (fnv1a(text.as_bytes()), text)).collect();
            ordered.sort_unstable();
            let mut kept = Self::default();
            kept.extend(ordered.into_iter().take(most).map(|(_, text)| text));
            *self = kept;
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
            texts.extend(names);
            assert_eq!(texts.keep(2), 2);
            texts.iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(kept(&mut names.into_iter()), kept(&mut names.into_iter().rev()));
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        let mut texts = Texts::default();
        texts.extend(["B", "", "A"]);
        assert_eq!(texts.keep(3), 0);
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["B", "", "A"]);
    }
}
