//! Filling the token slots: entries that leave, in the order of their blocks, every empty slot filled at random.

use exchange::Token;
use exchange::spec::TokenGroupKind;
use keys::Filler;

use super::capped::{Capped, WITHHELD};
use super::entry::{Entry, Owner};
use super::sweep::Sweep;
use super::token_sort::sort_tokens;
use crate::error::Result;

/// Entries of one bucket of a pass, ordered by block, variant and alternative.
pub(crate) struct Bundles<T> {
    pub(crate) blocks: Vec<u64>,
    pub(crate) owners: Vec<Owner>,
    pub(crate) nulls: Vec<u64>,
    tokens: Vec<T>,
    slots: usize,
}

impl<T: Token> Bundles<T> {
    /// Fills the bundles of the bucket with this index in its pass. Empty slots come from the entry's own stream of the
    /// filler of `seed`.
    pub(crate) fn new(
        sweep: &Sweep,
        groups: &[TokenGroupKind],
        capped: &Capped,
        (pass, index): (usize, usize),
        seed: [u8; 16],
    ) -> Result<Self> {
        let bucket = &capped.buckets[index];
        let (kept, slots) = (bucket.kept as usize, sweep.layout.slots);
        let nobody = Owner { variant: 0, entity: 0, alternative: 0 };
        let mut made = Self {
            blocks: vec![0; kept],
            owners: vec![nobody; kept],
            nulls: vec![0; kept],
            tokens: vec![T::default(); kept * slots],
            slots,
        };
        let mut places = bucket.places.iter();
        let mut scratch = Scratch { filler: Filler::new(seed), unused: Vec::new() };
        sweep.entries.read(sweep.buckets_of(pass).start + index, |bytes| {
            for (entry, place) in sweep.layout.entries(bytes).zip(&mut places).filter(|(_, place)| **place != WITHHELD)
            {
                let at = *place as usize;
                (made.blocks[at], made.owners[at], made.nulls[at]) = (entry.block(), entry.owner(), entry.nulls());
                let bundle = &mut made.tokens[at * slots..(at + 1) * slots];
                scratch.fill(groups, entry, bucket.before + u64::from(*place), bundle);
            }
            Ok(())
        })?;
        Ok(made)
    }

    /// Tokens of one bundle.
    pub(crate) fn tokens_of(&self, index: usize) -> &[T] {
        &self.tokens[index * self.slots..][..self.slots]
    }

    /// Tokens of all bundles, one after the other.
    pub(crate) fn tokens(&self) -> &[T] {
        &self.tokens
    }
}

/// What is used again for every bundle.
struct Scratch {
    filler: Filler,
    unused: Vec<u8>,
}

impl Scratch {
    /// Fills one bundle; `rank` is the entry's place among all of its pass.
    fn fill<T: Token>(&mut self, groups: &[TokenGroupKind], entry: Entry<'_>, rank: u64, mut bundle: &mut [T]) {
        bundle.iter_mut().zip(entry.tokens()).for_each(|(slot, token)| *slot = token);
        let held: usize = entry.counts().iter().map(|count| usize::from(*count)).sum();
        self.unused.resize(T::BYTES * (bundle.len() - held), 0);
        self.filler.restart(rank);
        self.filler.fill(&mut self.unused);
        let mut unused = self.unused.chunks_exact(T::BYTES).map(T::leading);
        for (group, count) in groups.iter().zip(entry.counts()) {
            let (slots, rest) = bundle.split_at_mut(group.slots());
            slots[usize::from(*count)..].iter_mut().zip(&mut unused).for_each(|(slot, word)| *slot = word);
            sort_tokens(slots);
            bundle = rest;
        }
    }
}
