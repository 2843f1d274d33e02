//! Frequency alignment with in-block structure: counting, helped by what the entries of a block have in common.

use std::collections::HashMap;

use super::counting::meetings;
use super::outcome::{Attack, AttackName, share};
use super::structure::{Evidence, Signature, signatures};
use super::view::PassView;

/// Expected share of the file's people whose block value the attacker states correctly by aligning kinds of blocks.
///
/// As in [`counting`](super::counting()), `sample` is an independent sample whose values the attacker knows. Blocks are of one kind when
/// size, null masks and all equalities inside agree; a token is matched with a value of its kind, at random among equals.
/// The expectation over these draws is exact for people with one entry, and never too small for people with several. The baseline
/// states one of the sample's values at random.
///
/// # Panics
/// When a view breaks the invariants of [`PassView`].
#[must_use]
pub fn alignment(file: &PassView, sample: &PassView) -> Attack {
    file.assert_shape();
    sample.assert_shape();
    let (tokens, values) = (Kinds::of(file), Kinds::of(sample));
    let (blocks, known) = (file.blocks(), sample.blocks());
    let mut right = vec![0.0; file.persons];
    for (token, value) in meetings(file, &blocks, sample, &known) {
        let kind = tokens.shown[token.start].block;
        if values.shown[value.start].block == kind {
            let chance = 1.0 / tokens.blocks[&kind].max(values.blocks[&kind]) as f64;
            for person in file.people(token.clone()) {
                right[person as usize] += chance;
            }
        }
    }
    let successes = right.iter().map(|p: &f64| p.min(1.0)).sum();
    Attack::new(AttackName::Alignment, successes, file.persons, share(1.0, known.len()))
        .with("kinds of blocks of the file", tokens.blocks.len() as f64)
}

/// The kind of every block, and how many blocks are of each.
struct Kinds {
    shown: Vec<Signature>,
    blocks: HashMap<u64, usize>,
}

impl Kinds {
    fn of(view: &PassView) -> Self {
        let shown = signatures(view, Evidence::default(), 1, |_| 0);
        let mut blocks = HashMap::new();
        for block in view.blocks() {
            *blocks.entry(shown[block.start].block).or_default() += 1;
        }
        Self { shown, blocks }
    }
}

#[cfg(test)]
mod tests {
    use super::super::view::Group;
    use super::*;

    /// Blocks of two: whether the two agree on the one field.
    fn view(blocks: &[(u64, bool)]) -> PassView {
        let tokens = blocks.iter().enumerate().flat_map(|(i, (_, agree))| {
            let first = 10 * i as u32;
            [first, if *agree { first } else { first + 1 }]
        });
        PassView {
            block: blocks.iter().flat_map(|(block, _)| [*block, *block]).collect(),
            person: (0..2 * blocks.len() as u32).collect(),
            nulls: vec![0; 2 * blocks.len()],
            tokens: tokens.collect(),
            groups: vec![Group { name: "surname".into(), domain: 0, offset: 0, len: 1 }],
            persons: 2 * blocks.len(),
        }
    }

    #[test]
    fn structure_tells_apart_what_counts_do_not() {
        let file = view(&[(1, true), (2, false), (3, false)]);
        let attack = alignment(&file, &file);
        // The agreeing block is alone of its kind; each of the other two is right with chance 1/2.
        assert!((attack.successes - (2.0 + 1.0 + 1.0)).abs() < 1e-12, "{attack:?}");
        assert!((super::super::counting(&file, &file).successes - 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_value_of_another_kind_in_the_sample_is_missed() {
        let attack = alignment(&view(&[(1, true), (2, false)]), &view(&[(1, false), (2, true)]));
        assert!(attack.successes.abs() < 1e-12);
        assert!(alignment(&view(&[(1, true)]), &PassView::default()).successes.abs() < 1e-12);
    }
}
