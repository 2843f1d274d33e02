//! C: the holder of the full, exact register matches the structure of every block.

use rayon::prelude::*;

use super::outcome::{Attack, AttackName, share};
use super::structure::{Evidence, Signature, signatures};
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
    claims(file, &signatures(file, evidence, |_| 0))
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
    claims(&both, &signatures(&both, Evidence::default(), |i| u64::from(both.person[i] as usize >= left.persons)))
}

fn claims(view: &PassView, signatures: &[Signature]) -> RegisterAttack {
    let mut named = vec![false; view.persons];
    let mut right = vec![0.0; view.persons];
    let mut of_entry: Vec<(u64, u32)> = signatures.iter().zip(&view.person).map(|(s, &p)| (s.entry, p)).collect();
    of_entry.par_sort_unstable();
    let mut structures = 0;
    for class in of_entry.chunk_by(|a, b| a.0 == b.0) {
        structures += 1;
        for own in class.chunk_by(|a, b| a.1 == b.1) {
            let person = own[0].1 as usize;
            named[person] |= own.len() == class.len();
            right[person] += own.len() as f64 * (own.len() as f64 / class.len() as f64);
        }
    }
    let guessed = right.iter().map(|p: &f64| p.min(1.0)).sum();
    let attack = |name, successes| Attack::new(name, successes, view.persons, share(1.0, view.persons));
    RegisterAttack {
        named: attack(AttackName::Register, count(&named))
            .with("people emitted, share", share(view.emitted() as f64, view.persons))
            .with("distinct structures", f64::from(structures)),
        guessed: attack(AttackName::RegisterGuess, guessed),
        block: attack(AttackName::RegisterBlock, count(&blocks_named(view, signatures))),
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

fn count(flags: &[bool]) -> f64 {
    flags.iter().filter(|&&flag| flag).count() as f64
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
        both.block.push(block);
        both.person.push(first + view.person[i]);
        both.nulls.push(view.nulls[i]);
        both.tokens.extend_from_slice(&view.tokens[i * width..(i + 1) * width]);
    }
    both
}

#[cfg(test)]
#[path = "register_tests.rs"]
mod tests;
