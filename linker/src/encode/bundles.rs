//! Filling the token slots: a record's value tokens bound to the block of one entry.

use exchange::spec::{Link, TokenGroupKind};
use keys::Filler;
use rayon::prelude::*;

use super::blocks::{Entry, PassEntries};
use super::token_sort::sort_tokens;
use super::token_v1::{ValueToken, token};
use super::values::{ValueTokens, VariantValues};

/// Bundles that one task fills at a time.
const TASK_BUNDLES: usize = 1 << 9;

/// Bundles of one pass, in the order of its emitted entries.
pub(crate) struct Bundles {
    pub(crate) nulls: Vec<u64>,
    tokens: Vec<u32>,
    slots: usize,
}

impl Bundles {
    /// Fills the bundles. Empty slots come from the entry's own stream of the filler of `seed`.
    pub(crate) fn new(link: &Link, pass: &PassEntries, values: &ValueTokens, seed: [u8; 16]) -> Self {
        let groups = link.groups();
        let slots = groups.iter().map(|group| group.slots()).sum();
        let nulls = pass.emitted.par_iter().map(|entry| values.of(entry.variant).nulls()).collect();
        let mut tokens = vec![0; pass.emitted.len() * slots];
        let entries = pass.emitted.par_chunks(TASK_BUNDLES).zip(pass.ranks.par_chunks(TASK_BUNDLES));
        tokens.par_chunks_mut(TASK_BUNDLES * slots).zip(entries).for_each(|(tokens, (entries, ranks))| {
            let mut scratch = Scratch::new(seed);
            for (bundle, (entry, rank)) in tokens.chunks_exact_mut(slots).zip(entries.iter().zip(ranks)) {
                scratch.fill(&groups, values.of(entry.variant), entry, *rank, bundle);
            }
        });
        Self { nulls, tokens, slots }
    }

    /// Tokens of one entry's bundle.
    pub(crate) fn tokens_of(&self, entry: u32) -> &[u32] {
        &self.tokens[entry as usize * self.slots..][..self.slots]
    }
}

/// What one task uses again for every bundle.
struct Scratch {
    filler: Filler,
    bound: Vec<ValueToken>,
    unused: Vec<u8>,
}

impl Scratch {
    fn new(seed: [u8; 16]) -> Self {
        Self { filler: Filler::new(seed), bound: Vec::new(), unused: Vec::new() }
    }

    /// Fills one bundle: value tokens bound to the block, empty slots filled at random from the entry's own stream.
    fn fill(
        &mut self,
        groups: &[TokenGroupKind],
        values: VariantValues<'_>,
        entry: &Entry,
        rank: u32,
        mut bundle: &mut [u32],
    ) {
        self.bound.clear();
        self.bound.extend_from_slice(values.tokens);
        entry.block.bind(&mut self.bound);
        self.unused.resize(size_of::<u32>() * (bundle.len() - self.bound.len()), 0);
        self.filler.restart(u64::from(rank));
        self.filler.fill(&mut self.unused);
        let mut bound = self.bound.iter().map(token);
        let mut unused = self.unused.as_chunks().0.iter().map(|word| u32::from_be_bytes(*word));
        for (group, count) in groups.iter().zip(values.counts) {
            let (slots, rest) = bundle.split_at_mut(group.slots());
            let (held, empty) = slots.split_at_mut(usize::from(*count));
            held.iter_mut().zip(&mut bound).for_each(|(slot, token)| *slot = token);
            empty.iter_mut().zip(&mut unused).for_each(|(slot, word)| *slot = word);
            sort_tokens(slots);
            bundle = rest;
        }
    }
}
