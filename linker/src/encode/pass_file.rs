//! One pass file: entries and padding in their final order, bucket after bucket.

use std::path::Path;

use exchange::spec::TokenGroupKind;
use exchange::{Token, TokenRows, TokenWriter, Written};
use rayon::prelude::*;

use super::bundles::Bundles;
use super::capped::Capped;
use super::gate::PassGate;
use super::padding::Padding;
use super::run::Run;
use super::sweep::Sweep;
use crate::error::Result;

/// One pass file in the making.
pub(super) struct PassFile<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) sweep: &'a Sweep,
    pub(super) groups: &'a [TokenGroupKind],
    pub(super) link: u16,
    pub(super) pass: u16,
    pub(super) capped: &'a Capped,
    pub(super) gate: Option<&'a PassGate<'a>>,
}

impl PassFile<'_> {
    /// Writes the file. The entries are forgotten.
    pub(super) fn write<T: Token>(&self, path: &Path, layout: &exchange::BundleLayout) -> Result<Written> {
        let seed = self.run.filler_seed(self.link, self.pass);
        let entities = self.run.extract.entities.len() + self.run.extract.dummies();
        let mut padding = Padding::new(self.sweep, self.capped, entities, layout, seed);
        let mut writer = TokenWriter::<T>::create(path, layout)?;
        let buckets: Vec<usize> = (0..self.capped.buckets.len()).collect();
        let mut made = Vec::new();
        for together in buckets.chunks(rayon::current_num_threads()) {
            let padded: Vec<_> =
                together.iter().map(|bucket| (*bucket, padding.of_bucket(*bucket, self.sweep.bits))).collect();
            let next = || {
                let rows = padded.par_iter().map(|(bucket, padding)| self.rows(*bucket, padding, seed));
                rows.collect::<Result<Vec<_>>>()
            };
            // One thread writes what was made while the others make what comes next.
            let (written, next) = rayon::join(|| append(&mut writer, made), next);
            written?;
            made = next?;
        }
        append(&mut writer, made)?;
        Ok(writer.finish()?)
    }

    /// Entries and padding of one bucket, by block and handle.
    fn rows<T: Token>(&self, bucket: usize, padding: &TokenRows<T>, seed: [u8; 16]) -> Result<TokenRows<T>> {
        let pass = usize::from(self.pass);
        let bundles = Bundles::<T>::new(self.sweep, self.groups, self.capped, (pass, bucket), seed)?;
        if let Some(gate) = self.gate {
            gate.see(&bundles, self.run.persons.of_entity());
        }
        self.sweep.entries.clear(self.sweep.buckets_of(pass).start + bucket);
        let own = self.run.handles(self.link, self.pass, &bundles.owners);
        let mut order: Vec<u32> = (0..own.len() as u32).collect();
        // Entries come by block: what is left is to order the few of one block and to merge the padding in.
        for block in order.chunk_by_mut(|a, b| bundles.blocks[*a as usize] == bundles.blocks[*b as usize]) {
            block.sort_unstable_by_key(|entry| own[*entry as usize]);
        }
        let slots = self.sweep.layout.slots;
        let mut rows = TokenRows::with_capacity(own.len() + padding.len(), slots);
        let mut padded = 0;
        for entry in order.into_iter().map(|entry| entry as usize) {
            let key = (bundles.blocks[entry], own[entry]);
            let keys = padding.block[padded..].iter().zip(&padding.handle[padded..]);
            let before = keys.take_while(|(block, handle)| (**block, **handle) < key).count();
            rows.extend_from(padding, padded..padded + before, slots);
            padded += before;
            rows.push(key.0, key.1, bundles.nulls[entry], bundles.tokens_of(entry));
        }
        rows.extend_from(padding, padded..padding.len(), slots);
        Ok(rows)
    }
}

fn append<T: Token>(writer: &mut TokenWriter<T>, made: Vec<TokenRows<T>>) -> Result<()> {
    made.into_iter().try_for_each(|rows| Ok(writer.append(rows)?))
}
