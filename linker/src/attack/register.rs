//! C: the holder of the full, exact register matches the structure of every block.

use rayon::prelude::*;

use super::naming::{Naming, count};
use super::outcome::{Attack, AttackName, share};
use super::structure::{Evidence, ROUNDS, Signature, shown, signatures};
use super::view::PassView;

/// What the holder of a register achieves against one pass. All rates are shares of the people in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterAttack {
    /// C: people named uniquely and rightly, because nobody else's entry has their structure.
    pub named: Attack,
    /// Cg: expected people right when guessing within the class of equal structures; never below `named`.
    pub guessed: Attack,
    /// Cb: people whose block alone is named, because no other block has its structure.
    pub block: Attack,
    /// Whether each person of the file is named; for counts over passes or by group, never for a list.
    pub who: Vec<bool>,
}

/// The strongest form: compares how many tokens two groups share ([`Evidence::SharedTokens`]).
///
/// The attacker knows every value of every person of the file, so knows all equalities inside each block; what she does
/// not know is which block is which. An entry's structure is its block's size, null masks, equalities among its own slots
/// and all pairwise equalities in the block, refined twice. The expectation in `guessed` is exact for people with one
/// entry and a union bound, never too small, for people with several.
///
/// # Panics
/// When the view breaks the invariants of [`PassView`].
#[must_use]
pub fn register(file: &PassView) -> RegisterAttack {
    register_by(file, Evidence::default())
}

/// [`register`] with a chosen strength of evidence.
///
/// # Panics
/// When the view breaks the invariants of [`PassView`].
#[must_use]
pub fn register_by(file: &PassView, evidence: Evidence) -> RegisterAttack {
    file.assert_shape();
    claims(file, &signatures(file, evidence, ROUNDS, |_| 0))
}

/// The view of someone who holds exact copies of both files and knows who is in which: blocks over both files, with the
/// file of each entry known. For reporting; persons of the two files are counted separately (`left.persons +
/// right.persons` trials).
///
/// # Panics
/// When a view breaks the invariants of [`PassView`], or the two have different groups.
#[must_use]
pub fn register_of_two_files(left: &PassView, right: &PassView) -> RegisterAttack {
    left.assert_shape();
    right.assert_shape();
    let both = merged(left, right);
    claims(
        &both,
        &signatures(&both, Evidence::default(), ROUNDS, |i| u64::from(both.person[i] as usize >= left.persons)),
    )
}

/// What shows at a chosen depth of the structure: `rounds` = 0 counts a block and looks at each entry alone, 1 adds the entry's
/// neighbours in the block, 2 is [`register`]. People named by a fingerprint that nobody else has.
///
/// # Panics
/// When the view breaks the invariants of [`PassView`].
#[must_use]
pub fn fingerprint(file: &PassView, rounds: usize) -> Attack {
    file.assert_shape();
    Naming::by_signature(shown(file, rounds), file.persons).attack(AttackName::Fingerprint { rounds })
}

fn claims(view: &PassView, signatures: &[Signature]) -> RegisterAttack {
    let of_entry = signatures.iter().map(|s| s.entry).zip(view.person.iter().copied());
    let naming = Naming::by_signature(of_entry, view.persons);
    let attack = |name, successes| Attack::new(name, successes, view.persons, share(1.0, view.persons));
    RegisterAttack {
        named: naming
            .attack(AttackName::Register)
            .with("people emitted, share", share(view.emitted() as f64, view.persons))
            .with("distinct structures", naming.signatures as f64),
        guessed: attack(AttackName::RegisterGuess, naming.guessed),
        block: attack(AttackName::RegisterBlock, count(&blocks_named(view, signatures))),
        who: naming.named,
    }
}

/// People with an entry in a block whose structure no other block has.
fn blocks_named(view: &PassView, signatures: &[Signature]) -> Vec<bool> {
    let mut of_block: Vec<_> = view.blocks().into_iter().map(|b| (signatures[b.start].block, b.start, b.end)).collect();
    of_block.par_sort_unstable();
    let mut named = vec![false; view.persons];
    for class in of_block.chunk_by(|a, b| a.0 == b.0).filter(|class| class.len() == 1) {
        let (_, start, end) = class[0];
        for &person in &view.person[start..end] {
            named[person as usize] = true;
        }
    }
    named
}

/// Both files as one pass; people of the right file are numbered after those of the left.
fn merged(left: &PassView, right: &PassView) -> PassView {
    assert!(left.groups == right.groups, "two files of one pass have the same groups");
    let entries = |view: &PassView, file: u8| -> Vec<(u64, u8, usize)> {
        view.block.iter().enumerate().map(|(i, &b)| (b, file, i)).collect()
    };
    let mut order = entries(left, 0);
    order.extend(entries(right, 1));
    order.par_sort_unstable();
    let width = left.width();
    let mut both =
        PassView { groups: left.groups.clone(), persons: left.persons + right.persons, ..PassView::default() };
    for (block, file, i) in order {
        let (view, first) = if file == 0 { (left, 0) } else { (right, left.persons as u32) };
        let tokens = &view.tokens[i * width..(i + 1) * width];
        both.push(block, first + view.person[i], view.nulls[i], tokens.iter().copied());
    }
    both
}

#[cfg(test)]
#[path = "register_tests.rs"]
mod tests;
