//! Attacks with a copy that is not the file: a register with gaps, another delivery.

use super::naming::{count, named_by_copy};
use super::outcome::{Attack, AttackName, share};
use super::structure::{ROUNDS, shown};
use super::view::PassView;

/// C by the holder of a register with gaps: `register` is what the pass would show of the people she knows, numbered as in
/// `file`. A person is named when one structure is single in both and is hers in both; who is named wrongly stands in the detail.
///
/// # Panics
/// When a view breaks the invariants of [`PassView`].
#[must_use]
pub fn register_with_gaps(file: &PassView, register: &PassView) -> Attack {
    by_structure(file, register, AttackName::RegisterWithGaps)
}

/// Set intersection: rows of two deliveries of one source joined by a structure that is single in both. Persons are numbered
/// alike in both; the detail counts block tokens that occur in both, none unless the spec is `incremental`. A join names nobody.
///
/// # Panics
/// When a view breaks the invariants of [`PassView`].
#[must_use]
pub fn two_deliveries(first: &PassView, second: &PassView) -> Attack {
    let mut rest = second.block.chunk_by(|a, b| a == b).map(|block| block[0]).peekable();
    let blocks = first.block.chunk_by(|a, b| a == b).map(|block| block[0]);
    let common = blocks.filter(|block| {
        while rest.next_if(|other| other < block).is_some() {}
        rest.peek() == Some(block)
    });
    let common = common.count() as f64;
    by_structure(first, second, AttackName::TwoDeliveries).with("block tokens in both", common)
}

/// People of a file, `persons` in all, joined to themselves in a copy by signatures that one person alone shows in the one and one alone in
/// the other. Signatures come with the person who shows them, numbered alike in both.
#[must_use]
pub fn people_joined(name: AttackName, file: Vec<(u64, u32)>, copy: Vec<(u64, u32)>, persons: usize) -> Attack {
    let (named, wrong) = named_by_copy(file, copy, persons);
    Attack::new(name, count(&named), persons, share(1.0, persons))
        .with("taken for somebody else, share", share(wrong as f64, persons))
}

fn by_structure(file: &PassView, copy: &PassView, name: AttackName) -> Attack {
    file.assert_shape();
    copy.assert_shape();
    people_joined(name, shown(file, ROUNDS).collect(), shown(copy, ROUNDS).collect(), file.persons)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(blocks: &[(u64, u32, u64)]) -> PassView {
        PassView {
            block: blocks.iter().map(|entry| entry.0).collect(),
            person: blocks.iter().map(|entry| entry.1).collect(),
            nulls: blocks.iter().map(|entry| entry.2).collect(),
            persons: 9,
            ..PassView::default()
        }
    }

    #[test]
    fn a_gap_in_the_register_hides_and_misleads() {
        let file = pass(&[(1, 0, 1), (2, 1, 2), (3, 2, 0), (3, 3, 0), (4, 4, 0)]);
        let whole = register_with_gaps(&file, &file);
        // 0 and 1 by their masks, 4 by being alone; 2 and 3 are alike.
        assert!((whole.successes - 3.0).abs() < 1e-12, "{whole:?}");
        // She does not know 2: 3 seems to be alone, and so does 4.
        let gaps = register_with_gaps(&file, &pass(&[(1, 0, 1), (2, 1, 2), (3, 3, 0), (4, 4, 0)]));
        assert!((gaps.successes - 2.0).abs() < 1e-12, "{gaps:?}");
        let misled = register_with_gaps(&file, &pass(&[(3, 3, 0)]));
        assert!(misled.successes.abs() < 1e-12 && misled.detail[0].value > 0.0, "{misled:?}");
    }

    #[test]
    fn tokens_of_two_deliveries_are_counted_when_they_repeat() {
        let one = pass(&[(1, 0, 0), (1, 1, 0), (7, 2, 0)]);
        assert!((two_deliveries(&one, &one).detail[1].value - 2.0).abs() < 1e-12);
        assert!(two_deliveries(&one, &pass(&[(2, 0, 0), (8, 2, 0)])).detail[1].value.abs() < 1e-12);
    }
}
