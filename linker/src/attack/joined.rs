//! The passes of one file joined: what the linkage unit and the union desk see together. A collusion, so for reporting.

use super::naming::Naming;
use super::outcome::{Attack, AttackName};
use super::structure::{Evidence, signatures};
use super::view::PassView;
use crate::random::mix;

/// The fingerprint of every entity over all passes of all links, refined a round at a time.
///
/// Give every pass once, in any order, then ask for the [`round`](Self::round); give every pass again for the next. Round 0 is
/// what each entity shows by itself in every pass: the sizes of its blocks, its null masks and the equalities among its own slots. Each
/// later round adds the fingerprints of its neighbours in every block, with the equalities of the two (Weisfeiler-Lehman
/// colour refinement over the blocks of all passes). Passes are taken one at a time, because all of a country's do not fit into memory.
pub(super) struct JoinedPasses {
    states: Vec<u64>,
    sums: Vec<u64>,
    rounds: usize,
}

impl JoinedPasses {
    /// Nothing seen yet of `entities` entities.
    #[must_use]
    pub(super) fn new(entities: usize) -> Self {
        Self { states: vec![0; entities], sums: vec![0; entities], rounds: 0 }
    }

    /// Adds one pass to the round; `place` tells it from all other passes, and the view's persons are entities.
    ///
    /// # Panics
    /// When the view breaks the invariants of [`PassView`], or is not of these entities.
    pub(super) fn add(&mut self, place: u64, view: &PassView) {
        view.assert_shape();
        assert!(view.persons == self.states.len(), "every pass is of one file");
        let states = &self.states;
        let shown = signatures(view, Evidence::default(), self.rounds.min(1), |i| states[view.person[i] as usize]);
        for (signature, &entity) in shown.iter().zip(&view.person) {
            let sum = &mut self.sums[entity as usize];
            *sum = sum.wrapping_add(mix(signature.entry ^ mix(place.wrapping_add(1))));
        }
    }

    /// Ends the round: people named because no other person's entity has the fingerprint. `person_of` gives the person of each
    /// entity, `0..persons`.
    pub(super) fn round(&mut self, person_of: &[u32], persons: usize) -> Attack {
        for (state, sum) in self.states.iter_mut().zip(&mut self.sums) {
            *state = mix(mix(*state).wrapping_add(std::mem::take(sum)));
        }
        let name = AttackName::JoinedPasses { rounds: self.rounds };
        self.rounds += 1;
        let naming = Naming::by_signature(self.states.iter().copied().zip(person_of.iter().copied()), persons);
        naming.attack(name).with("distinct fingerprints", naming.signatures as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pass without fields, given by the block of each of `blocks.len()` people.
    fn pass(blocks: &[u64]) -> PassView {
        let mut entries: Vec<(u64, u32)> = blocks.iter().copied().zip(0..).collect();
        entries.sort_unstable();
        let (block, person): (Vec<u64>, Vec<u32>) = entries.into_iter().unzip();
        let persons = block.len();
        PassView { nulls: vec![0; persons], block, person, persons, ..PassView::default() }
    }

    const ONE_EACH: [u32; 6] = [0, 1, 2, 3, 4, 5];

    #[test]
    fn sizes_joined_over_passes_name_whom_no_pass_names_alone() {
        let passes = [pass(&[1, 1, 2, 2, 3, 4]), pass(&[1, 2, 2, 3, 4, 4]), pass(&[1, 1, 2, 3, 3, 4])];
        let mut joined = JoinedPasses::new(6);
        passes.iter().enumerate().for_each(|(place, pass)| joined.add(place as u64, pass));
        let sizes = joined.round(&ONE_EACH, 6);
        // Sizes by pass: 0: 2 1 2, 1: 2 2 2, 2: 2 2 1, 3: 2 1 2, 4: 1 2 2, 5: 1 2 1.
        assert!((sizes.successes - 4.0).abs() < 1e-12, "{sizes:?}");
        passes.iter().enumerate().for_each(|(place, pass)| joined.add(place as u64, pass));
        // 0 shares a block with 1, 3 with 2 and 4: told apart by their neighbours.
        assert!((joined.round(&ONE_EACH, 6).successes - 6.0).abs() < 1e-12);
    }

    #[test]
    fn the_place_of_a_pass_counts_and_two_records_of_one_person_do_not_hide_each_other() {
        let mut joined = JoinedPasses::new(2);
        joined.add(0, &PassView { block: vec![1], person: vec![0], nulls: vec![0], persons: 2, ..PassView::default() });
        joined.add(1, &PassView { block: vec![1], person: vec![1], nulls: vec![0], persons: 2, ..PassView::default() });
        assert!((joined.round(&[0, 1], 2).successes - 2.0).abs() < 1e-12);
        let mut alike = JoinedPasses::new(2);
        alike.add(0, &pass(&[1, 2]));
        assert!((alike.round(&[0, 0], 1).successes - 1.0).abs() < 1e-12);
    }
}
