//! Threads through the passes: what one row of a pass shows may show which row of the next is the same record.

use super::naming::count;
use super::outcome::{Attack, AttackName, share};
use super::structure::shown;
use super::view::PassView;

/// Rows of different passes joined by what few of them show. Give every pass of one link, then ask for the [`attack`](Self::attack).
pub(super) struct RowJoins {
    name: AttackName,
    /// What every entry shows, with its person.
    signs: fn(&PassView) -> Vec<(u64, u32)>,
    entities: usize,
    /// Of each pass: what entries of one entity alone show, ascending, with that entity.
    rare: Vec<Vec<(u64, u32)>>,
}

impl RowJoins {
    /// By null masks; nothing seen yet of `entities` entities.
    #[must_use]
    pub(super) fn by_masks(entities: usize) -> Self {
        let masks = |view: &PassView| view.nulls.iter().copied().zip(view.person.iter().copied()).collect();
        Self { name: AttackName::MaskJoins, signs: masks, entities, rare: Vec::new() }
    }

    /// By row counts, which are a block's size, with null mask and equal tokens of the row itself.
    #[must_use]
    pub(super) fn by_counts(entities: usize) -> Self {
        Self { name: AttackName::CountJoins, signs: |view| shown(view, 0).collect(), entities, rare: Vec::new() }
    }

    /// Adds a pass; the view's persons are entities.
    ///
    /// # Panics
    /// When the view breaks the invariants of [`PassView`], or is not of these entities.
    pub(super) fn add(&mut self, view: &PassView) {
        view.assert_shape();
        assert!(view.persons == self.entities, "every pass is of one file");
        let mut shown = (self.signs)(view);
        shown.sort_unstable();
        shown.dedup();
        self.rare.push(shown.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() == 1).map(|same| same[0]).collect());
    }

    /// Records of which two rows or more, in different passes, are joined rightly because what they show is single in each. The
    /// baseline joins a row with any row of the other pass. A join names nobody: it undoes the separation of passes for those records.
    #[must_use]
    pub(super) fn attack(&self) -> Attack {
        let mut all: Vec<(u64, u32)> = self.rare.iter().flatten().copied().collect();
        all.sort_unstable();
        let mut joined = vec![false; self.entities];
        let mut wrong = 0;
        for alike in all.chunk_by(|a, b| a.0 == b.0) {
            let mut owners = 0;
            for own in alike.chunk_by(|a, b| a.1 == b.1) {
                joined[own[0].1 as usize] |= own.len() > 1;
                owners += 1;
            }
            wrong += usize::from(owners > 1);
        }
        Attack::new(self.name, count(&joined), self.entities, share(1.0, self.entities))
            .with("signs that also join strangers", wrong as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(masks: &[(u32, u64)]) -> PassView {
        let n = masks.len();
        PassView {
            block: (0..n as u64).collect(),
            person: masks.iter().map(|mask| mask.0).collect(),
            nulls: masks.iter().map(|mask| mask.1).collect(),
            persons: 5,
            ..PassView::default()
        }
    }

    #[test]
    fn a_rare_mask_joins_and_a_common_one_does_not() {
        let mut joins = RowJoins::by_masks(5);
        joins.add(&pass(&[(0, 0), (1, 0), (2, 4), (3, 8), (4, 16)]));
        joins.add(&pass(&[(0, 0), (1, 0), (2, 4), (4, 8)]));
        let attack = joins.attack();
        // 2 alone shows mask 4 in both; mask 8 is of 3 in one pass and of 4 in the other.
        assert!((attack.successes - 1.0).abs() < 1e-12, "{attack:?}");
        assert!((attack.detail[0].value - 1.0).abs() < 1e-12);
    }

    #[test]
    fn two_entries_of_one_record_are_one() {
        let mut joins = RowJoins::by_masks(5);
        joins.add(&pass(&[(2, 4), (2, 4)]));
        assert!(joins.attack().successes.abs() < 1e-12);
        joins.add(&pass(&[(2, 4)]));
        assert!((joins.attack().successes - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_rare_size_joins_where_no_mask_does() {
        // 0, 1 and 2 share a block in both passes, 3 is alone in both and so is 4.
        let first = PassView { block: vec![1, 1, 1, 2, 3], ..pass(&[(0, 4), (1, 0), (2, 0), (3, 0), (4, 0)]) };
        let second = PassView { block: vec![5, 5, 5, 8, 9], ..pass(&[(0, 4), (1, 0), (2, 0), (3, 4), (4, 0)]) };
        let joined = |mut joins: RowJoins| {
            joins.add(&first);
            joins.add(&second);
            joins.attack().successes
        };
        // The mask of 0 is another's too in the second pass; in a block of three it is 0's alone.
        assert!(joined(RowJoins::by_masks(5)).abs() < 1e-12);
        assert!((joined(RowJoins::by_counts(5)) - 1.0).abs() < 1e-12);
    }
}
