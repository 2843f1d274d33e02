//! The attacks that cost little, over a pass that is seen a few blocks at a time: what an owner's tool can afford before it writes.

use std::collections::BTreeMap;

use super::known_rows::chance_opened;
use super::naming::Naming;
use super::outcome::{Attack, AttackName, share};
use super::structure::{ROUNDS, shown};
use super::view::PassView;

/// A bound of A, and B and C, of one pass. Blocks may come in any order; the figures do not depend on it.
#[derive(Default)]
pub struct CheapAttacks {
    /// Structure and person of every entry.
    shown: Vec<(u64, u32)>,
    /// Blocks by the number of their people.
    blocks: BTreeMap<usize, usize>,
    /// Sizes of blocks, in entries, with the most people that one of the size holds.
    sizes: BTreeMap<usize, usize>,
}

impl CheapAttacks {
    /// Looks at some whole blocks of a pass.
    ///
    /// # Panics
    /// When the view breaks the invariants of [`PassView`].
    #[must_use]
    pub fn of_blocks(view: &PassView) -> Self {
        view.assert_shape();
        let mut seen = Self { shown: shown(view, ROUNDS).collect(), ..Self::default() };
        for block in view.blocks() {
            let people = view.people(block.clone()).len();
            *seen.blocks.entry(people).or_default() += 1;
            let most = seen.sizes.entry(block.len()).or_default();
            *most = people.max(*most);
        }
        seen
    }

    /// Adds what was seen of other blocks of the pass.
    pub fn add(&mut self, other: Self) {
        self.shown.extend(other.shown);
        for (people, count) in other.blocks {
            *self.blocks.entry(people).or_default() += count;
        }
        for (size, people) in other.sizes {
            let most = self.sizes.entry(size).or_default();
            *most = people.max(*most);
        }
    }

    /// A, B with `known` rows, and C, of a file of `persons`; none is too small. A is bounded by one block of each size: blocks of equal size cannot be
    /// told apart by counting, so at most one of each is right in expectation. B is the exact expectation for people with one entry,
    /// a union bound for people with several.
    #[must_use]
    pub fn attacks(self, persons: usize, known: usize) -> [Attack; 3] {
        let baseline = share(1.0, persons);
        let counted: usize = self.sizes.values().sum();
        let opened: f64 = if known >= persons {
            0.0
        } else {
            let chance = |people: usize| people as f64 * chance_opened(people - 1, persons, known);
            self.blocks.iter().map(|(people, blocks)| *blocks as f64 * chance(*people)).sum()
        };
        let named = Naming::by_signature(self.shown.into_iter(), persons).attack(AttackName::Register);
        let whole = persons as f64;
        [
            Attack::new(AttackName::Counting, (counted as f64).min(whole), persons, baseline),
            Attack::new(AttackName::KnownRows { known }, opened.min(whole), persons, baseline),
            named,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::super::{known_rows_expected, register};
    use super::*;

    fn view(blocks: std::ops::Range<u64>) -> PassView {
        // Blocks of one, two and three people, some with masks of their own.
        let entries = blocks.flat_map(|block| (0..=block % 3).map(move |_| block));
        let block: Vec<u64> = entries.collect();
        let first = block.first().map_or(0, |first| (*first * 2) as u32);
        let n = block.len() as u32;
        PassView {
            nulls: block.iter().map(|block| u64::from(*block == 30)).collect(),
            person: (first..first + n).collect(),
            block,
            persons: 200,
            ..PassView::default()
        }
    }

    #[test]
    fn blocks_seen_apart_give_what_the_whole_pass_gives() {
        let whole = view(0..60);
        let mut apart = CheapAttacks::of_blocks(&view(30..60));
        apart.add(CheapAttacks::of_blocks(&view(0..30)));
        let [a, b, c] = apart.attacks(whole.persons, 20);
        assert!((a.successes - 6.0).abs() < 1e-12, "1 + 2 + 3: {a:?}");
        // The draw of the whole pass gives an expectation among all, emitted or not.
        assert!((b.rate - known_rows_expected(&whole, 20)).abs() < 1e-12, "{b:?}");
        assert!((c.successes - register(&whole).named.successes).abs() < 1e-12 && c.successes > 0.0, "{c:?}");
    }
}
