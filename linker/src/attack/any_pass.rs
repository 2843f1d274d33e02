//! What one pass or another opens: the linkage unit sees all passes of a link, and need not succeed in each.

use super::known_rows::expectation;
use super::naming::count;
use super::outcome::{Attack, AttackName, share};
use super::register::RegisterAttack;
use super::view::PassView;

/// Successes over several passes of one file, whose people are numbered alike in all. A ceiling is agreed for each pass; this says
/// what they come to together.
#[derive(Default)]
pub struct AnyPass {
    named: Vec<bool>,
    /// The people of every block with more than one.
    blocks: Vec<Vec<u32>>,
}

impl AnyPass {
    /// Adds a pass, and what C found in it.
    ///
    /// # Panics
    /// When the pass has other people than the one before.
    pub fn add(&mut self, file: &PassView, found: &RegisterAttack) {
        if self.named.is_empty() {
            self.named = vec![false; file.persons];
        }
        assert!(self.named.len() == found.who.len(), "every pass is of one file");
        self.named.iter_mut().zip(&found.who).for_each(|(any, here)| *any |= here);
        self.blocks.extend(file.blocks().into_iter().map(|block| file.people(block)).filter(|people| people.len() > 1));
    }

    /// C: people named in at least one pass; and B: those expected to share a block in at least one pass with one of `known` random
    /// people, exactly.
    #[must_use]
    pub fn attacks(&self, known: usize) -> [Attack; 2] {
        let persons = self.named.len();
        let baseline = share(1.0, persons);
        let opened = expectation(&self.blocks, persons, known) * persons as f64;
        [
            Attack::new(AttackName::RegisterAnyPass, count(&self.named), persons, baseline),
            Attack::new(AttackName::KnownRowsAnyPass { known }, opened, persons, baseline),
        ]
    }

    /// C among some people of the file.
    ///
    /// # Panics
    /// When one of them is nobody of the file.
    #[must_use]
    pub fn register_of(&self, people: &[u32]) -> Attack {
        let named = people.iter().filter(|person| self.named[**person as usize]).count();
        let baseline = share(1.0, self.named.len());
        Attack::new(AttackName::RegisterAnyPass, named as f64, people.len(), baseline)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{known_rows_expected, register};
    use super::*;

    fn pass(people: &[(u64, u32, u64)]) -> PassView {
        PassView {
            block: people.iter().map(|entry| entry.0).collect(),
            person: people.iter().map(|entry| entry.1).collect(),
            nulls: people.iter().map(|entry| entry.2).collect(),
            persons: 6,
            ..PassView::default()
        }
    }

    #[test]
    fn who_is_opened_twice_counts_once() {
        // 0 and 1 are told by their masks in the first pass, 1 and 2 in the second; nobody else ever is.
        let first = pass(&[(1, 0, 1), (2, 1, 2), (3, 2, 0), (4, 3, 0), (5, 4, 0)]);
        let second = pass(&[(1, 1, 1), (2, 2, 2), (3, 0, 0), (4, 3, 0), (4, 4, 0), (5, 5, 0)]);
        let mut any = AnyPass::default();
        for pass in [&first, &second] {
            any.add(pass, &register(pass));
        }
        let [named, opened] = any.attacks(1);
        assert!((named.successes - 3.0).abs() < 1e-12, "{named:?}");
        assert!((any.register_of(&[0, 3]).rate - 0.5).abs() < 1e-12 && any.register_of(&[3, 4]).rate.abs() < 1e-12);
        // Blocks of one open nobody: what is left is the block of 3 and 4 in the second pass.
        assert!((opened.rate - known_rows_expected(&second, 1)).abs() < 1e-12 && opened.rate > 0.0, "{opened:?}");
    }

    #[test]
    fn a_person_of_two_passes_is_opened_by_either_mate() {
        // 0 meets 1 in one pass and 2 in the other: with one known of five others, 2 in 5 for 0 and 1 in 5 for each of them.
        let mut any = AnyPass::default();
        for mate in [1, 2] {
            let pass = pass(&[(7, 0, 0), (7, mate, 0)]);
            any.add(&pass, &register(&pass));
        }
        let [_, opened] = any.attacks(1);
        assert!((opened.successes - 0.8).abs() < 1e-12, "{opened:?}");
    }
}
