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
/// whatever else is known of it. Two refinement rounds (Weisfeiler-Lehman colour refinement) then add, for every other
/// entry of the block, its state and the equalities of the two in all pairs of groups of one domain, each way round.
/// Random filler agrees with chance 2^-32 a pair of slots, which moves no figure.
///
/// Time grows with the sum of squared block sizes; memory does not.
pub(super) fn signatures(view: &PassView, evidence: Evidence, own: impl Fn(usize) -> u64 + Sync) -> Vec<Signature> {
    let observer = Observer { view, width: view.width(), comparisons: comparisons(view), evidence };
    let blocks = view.blocks();
    let parts: Vec<Vec<Signature>> = blocks
        .par_chunks(BLOCKS_A_TASK)
        .map(|part| part.iter().flat_map(|block| observer.block(block.clone(), &own)).collect())
        .collect();
    parts.concat()
}

const BLOCKS_A_TASK: usize = 256;

/// An ordered pair of groups of one domain, with an odd random weight for each way round. The label of two entries is a
/// weighted sum of small counts: that two different vectors of counts meet is as unlikely as a collision of the hash.
struct Comparison {
    left: usize,
    right: usize,
    forward: u64,
    backward: u64,
}

fn comparisons(view: &PassView) -> Vec<Comparison> {
    let n = view.groups.len();
    let weight = |a: usize, b: usize| mix((a * n + b) as u64 + 1) | 1;
    let pairs = (0..n).flat_map(|left| (0..n).map(move |right| (left, right)));
    pairs
        .filter(|&(left, right)| view.groups[left].domain == view.groups[right].domain)
        .map(|(left, right)| Comparison { left, right, forward: weight(left, right), backward: weight(right, left) })
        .collect()
}

struct Observer<'a> {
    view: &'a PassView,
    width: usize,
    comparisons: Vec<Comparison>,
    evidence: Evidence,
}

impl Observer<'_> {
    fn block(&self, block: Range<usize>, own: impl Fn(usize) -> u64) -> Vec<Signature> {
        let size = block.len() as u64;
        let alone: Vec<u64> = block
            .clone()
            .map(|i| {
                let inside = self.labels(i, i).0;
                mix(mix(mix(mix(size) ^ self.view.nulls[i]).wrapping_add(inside)) ^ own(i))
            })
            .collect();
        let once = self.refine(&block, &alone);
        let twice = self.refine(&block, &once);
        let whole = mix(twice.iter().fold(0_u64, |sum, &state| sum.wrapping_add(mix(state))));
        twice.into_iter().map(|state| Signature { entry: mix(whole.wrapping_add(mix(state))), block: whole }).collect()
    }

    /// One round: an entry's state becomes a hash of itself and of the multiset of (label, state) of the others.
    fn refine(&self, block: &Range<usize>, states: &[u64]) -> Vec<u64> {
        let mut sums = vec![0_u64; states.len()];
        for i in 0..states.len() {
            for j in i + 1..states.len() {
                let (forward, backward) = self.labels(block.start + i, block.start + j);
                sums[i] = sums[i].wrapping_add(mix(mix(forward).wrapping_add(states[j])));
                sums[j] = sums[j].wrapping_add(mix(mix(backward).wrapping_add(states[i])));
            }
        }
        sums.iter().zip(states).map(|(&sum, &state)| mix(sum.wrapping_add(mix(state)))).collect()
    }

    /// The equalities of entries `i` and `j`, as `i` sees them and as `j` sees them. Never 0, which `mix` maps to itself: a
    /// pair that agrees on nothing would then mix up whose state is whose.
    fn labels(&self, i: usize, j: usize) -> (u64, u64) {
        self.comparisons.iter().fold((1, 1), |(forward, backward), c| {
            let count = self.shared(i, c.left, j, c.right);
            (forward.wrapping_add(count.wrapping_mul(c.forward)), backward.wrapping_add(count.wrapping_mul(c.backward)))
        })
    }

    fn shared(&self, i: usize, left: usize, j: usize, right: usize) -> u64 {
        if (self.view.nulls[i] >> left | self.view.nulls[j] >> right) & 1 == 1 {
            return 0;
        }
        let a = self.view.slots(i, &self.view.groups[left], self.width);
        let b = self.view.slots(j, &self.view.groups[right], self.width);
        let count = a.iter().map(|x| b.iter().filter(|&y| x == y).count() as u64).sum();
        match self.evidence {
            Evidence::Intersects => u64::from(count > 0),
            Evidence::SharedTokens => count,
        }
    }
}

#[cfg(test)]
#[path = "structure_tests.rs"]
mod tests;
