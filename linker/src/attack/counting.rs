//! A: the attacker counts. Block sizes of the file are aligned by rank with those of an independent sample.

use std::collections::BTreeMap;
use std::ops::Range;

use super::outcome::{Attack, AttackName, share};
use super::view::PassView;

/// Expected share of the file's people whose block value the attacker states correctly by counting alone.
///
/// `sample` is an independent sample of about the file's size, encoded under the same key so that its block tokens stand
/// for the values; the attacker uses them only for what is theirs, the counts. Tokens of the file and values of the
/// sample are put in order of count, ties at random, and matched place by place: the maximum-likelihood bijection for
/// Poisson counts. The expectation over the ties is exact for people with one entry; for people with several it is the
/// union bound, so never too small.
///
/// The baseline states the sample's commonest value (the smallest token of several) for everyone.
///
/// # Panics
/// When a view breaks the invariants of [`PassView`].
#[must_use]
pub fn counting(file: &PassView, sample: &PassView) -> Attack {
    file.assert_shape();
    sample.assert_shape();
    let values = Ranking::new(sample.blocks());
    let tokens = Ranking::new(file.blocks());
    let commonest = values.commonest(sample);
    let mut right = vec![0.0; file.persons];
    let mut constant = 0;
    for (token, value) in meetings(file, &tokens.blocks, sample, &values.blocks) {
        let chance = tokens.place(token).chance(values.place(value));
        let people = file.people(token.clone());
        if commonest == Some(file.block[token.start]) {
            constant = people.len();
        }
        for person in people {
            right[person as usize] += chance;
        }
    }
    let successes = right.iter().map(|p: &f64| p.min(1.0)).sum();
    Attack::new(AttackName::Counting, successes, file.persons, share(constant as f64, file.persons))
        .with("people emitted, share", share(file.emitted() as f64, file.persons))
        .with("distinct block values of the file", tokens.blocks.len() as f64)
        .with("distinct block values of the sample", values.blocks.len() as f64)
}

/// Blocks and, for each size, the places that blocks of this size take when the largest comes first.
struct Ranking {
    blocks: Vec<Range<usize>>,
    places: BTreeMap<usize, Places>,
}

/// The places `start..end` shared at random by the blocks of one size.
#[derive(Clone, Copy)]
struct Places {
    start: usize,
    end: usize,
}

impl Ranking {
    fn new(blocks: Vec<Range<usize>>) -> Self {
        let mut places = BTreeMap::new();
        for block in &blocks {
            places.entry(block.len()).or_insert(Places { start: 0, end: 0 }).end += 1;
        }
        let mut start = 0;
        for tie in places.values_mut().rev() {
            *tie = Places { start, end: start + tie.end };
            start = tie.end;
        }
        Self { blocks, places }
    }

    fn place(&self, block: &Range<usize>) -> Places {
        self.places[&block.len()]
    }

    fn commonest(&self, view: &PassView) -> Option<u64> {
        let largest = *self.places.last_key_value()?.0;
        self.blocks.iter().find(|b| b.len() == largest).map(|b| view.block[b.start])
    }
}

impl Places {
    /// Chance that two blocks, each put at random among its own places, get the same place.
    fn chance(self, other: Self) -> f64 {
        let common = self.end.min(other.end).saturating_sub(self.start.max(other.start));
        common as f64 / (self.end - self.start) as f64 / (other.end - other.start) as f64
    }
}

/// Blocks of the file with the block of the sample that holds the same value, by a merge of the two sorted lists.
pub(super) fn meetings<'a>(
    file: &'a PassView,
    tokens: &'a [Range<usize>],
    sample: &'a PassView,
    values: &'a [Range<usize>],
) -> impl Iterator<Item = (&'a Range<usize>, &'a Range<usize>)> {
    let mut next = values.iter().peekable();
    tokens.iter().filter_map(move |token| {
        let key = file.block[token.start];
        while next.next_if(|value| sample.block[value.start] < key).is_some() {}
        next.next_if(|value| sample.block[value.start] == key).map(|value| (token, value))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::random::SplitMix64;

    fn view(blocks: &[u64]) -> PassView {
        let mut block = blocks.to_vec();
        block.sort_unstable();
        let n = block.len();
        PassView { block, person: (0..n as u32).collect(), nulls: vec![0; n], persons: n, ..PassView::default() }
    }

    #[test]
    fn separated_counts_are_all_opened() {
        let file = view(&[1, 1, 1, 2, 2, 3]);
        let attack = counting(&file, &file);
        assert!((attack.rate - 1.0).abs() < 1e-12);
        assert!((attack.baseline - 0.5).abs() < 1e-12);
    }

    #[test]
    fn ties_by_hand() {
        // File: sizes 2, 2, 1; sample: value 1 thrice, 2 and 3 once. Token 1 shares places 0-1, value 1 has place 0: 1/2.
        // Token 2 has places 0-1, value 2 has 1-2: 1/4. Token 3 has place 2, value 3 has 1-2: 1/2. (2/2 + 2/4 + 1/2) / 5.
        let attack = counting(&view(&[1, 1, 2, 2, 3]), &view(&[1, 1, 1, 2, 3]));
        assert!((attack.successes - 2.0).abs() < 1e-12);
        assert!((attack.baseline - 0.4).abs() < 1e-12);
    }

    #[test]
    fn person_with_two_entries_counts_once() {
        let mut file = view(&[1, 1, 2]);
        file.person = vec![0, 1, 1];
        file.persons = 2;
        let attack = counting(&file, &file);
        assert!((attack.successes - 2.0).abs() < 1e-12 && (attack.rate - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_to_count() {
        let none = PassView { persons: 3, ..PassView::default() };
        assert!(counting(&none, &view(&[1])).rate.abs() < 1e-12);
        assert!(counting(&view(&[1]), &none).rate.abs() < 1e-12);
        assert_eq!(counting(&PassView::default(), &PassView::default()).trials, 0);
        let one = view(&[9; 40]);
        assert!((counting(&one, &one).rate - 1.0).abs() < 1e-12);
    }

    /// The attack as told: shuffle, sort by count, match place by place, count the people.
    fn slow(file: &PassView, sample: &PassView, rounds: usize) -> f64 {
        let mut draws = SplitMix64::new(5);
        let mut ranked = |view: &PassView| {
            let mut blocks: Vec<_> =
                view.blocks().iter().map(|b| (b.len(), draws.bits(), view.block[b.start])).collect();
            blocks.sort_unstable_by(|a, b| b.cmp(a));
            blocks
        };
        let mut right = 0;
        for _ in 0..rounds {
            let (tokens, values) = (ranked(file), ranked(sample));
            right += tokens.iter().zip(&values).filter(|(t, v)| t.2 == v.2).map(|(t, _)| t.0).sum::<usize>();
        }
        right as f64 / rounds as f64
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
        #[test]
        fn agrees_with_the_slow_version(a in prop::collection::vec(0_u64..8, 1..30), b in prop::collection::vec(0_u64..8, 1..30)) {
            let (file, sample) = (view(&a), view(&b));
            let (fast, slow) = (counting(&file, &sample).successes, slow(&file, &sample, 4000));
            prop_assert!((fast - slow).abs() < 0.6, "{fast} {slow}");
        }
    }
}
