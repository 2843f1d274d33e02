//! What an entry's surroundings look like to someone who sees equalities only: a hash of the structure of its block and
//! of its own place in it.

use std::ops::Range;

use rayon::prelude::*;

use super::view::PassView;
use crate::random::mix;

/// How much of two entries' slots the observer compares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Evidence {
    /// Whether two groups have a token in common.
    Intersects,
    /// How many tokens two groups have in common. The linkage unit sees this, so it is what an honest attack uses.
    #[default]
    SharedTokens,
}

/// The structure of one entry. Equal structures have equal hashes; different ones collide with chance 2^-64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signature {
    /// The block's structure together with the entry's place in it.
    pub(super) entry: u64,
    /// The block's structure: the same for all its entries.
    pub(super) block: u64,
}

/// The signature of every entry.
///
/// An entry starts from what it shows by itself: block size, null mask, equalities among its own slots, and `own`,
/// whatever else is known of it. Each of the `rounds` of refinement (Weisfeiler-Lehman colour refinement) then adds, for every
/// other entry of the block, its state and the equalities of the two in all pairs of groups of one domain, each way round.
/// Random filler agrees with chance 2^-32 a pair of slots, which moves no figure.
///
/// Time grows with the sum of squared block sizes; memory does not.
pub(super) fn signatures(
    view: &PassView,
    evidence: Evidence,
    rounds: usize,
    own: impl Fn(usize) -> u64 + Sync,
) -> Vec<Signature> {
    let observer = Observer { view, width: view.width(), weights: weights(view.groups.len()), evidence, rounds };
    let blocks = view.blocks();
    let parts: Vec<Vec<Signature>> = blocks
        .par_chunks(BLOCKS_A_TASK)
        .map(|part| part.iter().flat_map(|block| observer.block(block.clone(), &own)).collect())
        .collect();
    parts.concat()
}

/// What every entry shows after `rounds` of refinement to who knows nothing else of it, with its person.
pub(super) fn shown(view: &PassView, rounds: usize) -> impl Iterator<Item = (u64, u32)> + '_ {
    let signatures = signatures(view, Evidence::default(), rounds, |_| 0);
    signatures.into_iter().map(|signature| signature.entry).zip(view.person.iter().copied())
}

/// Rounds of refinement of the register attack: a third tells nothing more apart in blocks of a few entries.
pub(super) const ROUNDS: usize = 2;
const BLOCKS_A_TASK: usize = 256;

/// Two odd random weights for every ordered pair of groups: one for each way round. The label of two entries is a weighted sum of
/// small counts: that two different vectors of counts meet is as unlikely as a collision of the hash.
fn weights(groups: usize) -> Vec<(u64, u64)> {
    let weight = |a: usize, b: usize| mix((a * groups + b) as u64 + 1) | 1;
    let pairs = (0..groups).flat_map(|left| (0..groups).map(move |right| (left, right)));
    pairs.map(|(left, right)| (weight(left, right), weight(right, left))).collect()
}

struct Observer<'a> {
    view: &'a PassView,
    width: usize,
    weights: Vec<(u64, u64)>,
    evidence: Evidence,
    rounds: usize,
}

/// A token that an entry holds. In order, equal tokens of one domain stand together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Held {
    domain: u16,
    token: u32,
    group: u16,
}

impl Observer<'_> {
    fn block(&self, block: Range<usize>, own: impl Fn(usize) -> u64) -> Vec<Signature> {
        let size = block.len() as u64;
        let held: Vec<Vec<Held>> = block.clone().map(|i| self.held(i)).collect();
        let alone = block.zip(&held).map(|(i, held)| {
            let inside = self.labels(held, held).0;
            mix(mix(mix(mix(size) ^ self.view.nulls[i]).wrapping_add(inside)) ^ own(i))
        });
        let states = (0..self.rounds).fold(alone.collect(), |states: Vec<u64>, _| self.refine(&held, &states));
        let whole = mix(states.iter().fold(0_u64, |sum, &state| sum.wrapping_add(mix(state))));
        states.into_iter().map(|state| Signature { entry: mix(whole.wrapping_add(mix(state))), block: whole }).collect()
    }

    /// The tokens of an entry's groups that are not null.
    fn held(&self, entry: usize) -> Vec<Held> {
        let mut held = Vec::with_capacity(self.width);
        for (number, group) in self.view.groups.iter().enumerate().filter(|(g, _)| self.view.nulls[entry] >> g & 1 == 0)
        {
            let tokens = self.view.slots(entry, group, self.width).iter();
            held.extend(tokens.map(|token| Held { domain: group.domain, token: *token, group: number as u16 }));
        }
        held.sort_unstable();
        held
    }

    /// One round: an entry's state becomes a hash of itself and of the multiset of (label, state) of the others.
    fn refine(&self, held: &[Vec<Held>], states: &[u64]) -> Vec<u64> {
        let mut sums = vec![0_u64; states.len()];
        for i in 0..states.len() {
            for j in i + 1..states.len() {
                let (forward, backward) = self.labels(&held[i], &held[j]);
                sums[i] = sums[i].wrapping_add(mix(mix(forward).wrapping_add(states[j])));
                sums[j] = sums[j].wrapping_add(mix(mix(backward).wrapping_add(states[i])));
            }
        }
        sums.iter().zip(states).map(|(&sum, &state)| mix(sum.wrapping_add(mix(state)))).collect()
    }

    /// The equalities of two entries, as the first sees them and as the second does. Never 0, which `mix` maps to itself: a
    /// pair that agrees on nothing would then mix up whose state is whose.
    fn labels(&self, first: &[Held], second: &[Held]) -> (u64, u64) {
        let mut met: Vec<(u16, u16)> = Vec::new();
        let mut rest = second;
        for own in first {
            let key = (own.domain, own.token);
            let before = rest.iter().take_while(|other| (other.domain, other.token) < key).count();
            rest = &rest[before..];
            let equal = rest.iter().take_while(|other| (other.domain, other.token) == key);
            met.extend(equal.map(|other| (own.group, other.group)));
        }
        if self.evidence == Evidence::Intersects {
            met.sort_unstable();
            met.dedup();
        }
        met.into_iter().fold((1, 1), |(forward, backward), (left, right)| {
            let weight = self.weights[usize::from(left) * self.view.groups.len() + usize::from(right)];
            (forward.wrapping_add(weight.0), backward.wrapping_add(weight.1))
        })
    }
}

#[cfg(test)]
#[path = "structure_tests.rs"]
mod tests;
