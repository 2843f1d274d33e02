//! Which entries of a pass may leave: blocks under the cap, counted in distinct persons.

use std::collections::HashMap;

use exchange::spec::{Derived, Link, Source};
use keys::Frame;
use rayon::prelude::*;

use super::derive::DerivedValues;
use super::extract::Extract;
use super::token_v1::{BlockMaterial, TokenMaker};

/// One variant's place in one pass.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) block: BlockMaterial,
    pub(crate) variant: u32,
    /// Which alternative of the block key, 0 when there is one.
    pub(crate) alternative: u8,
}

/// What became of one pass.
pub(crate) struct PassEntries {
    /// Entries that leave, by block, variant and alternative.
    pub(crate) emitted: Vec<Entry>,
    /// Entities with an entry withheld because its block is over the cap.
    pub(crate) withheld: Vec<u32>,
    /// HMACs spent.
    pub(crate) hmacs: u64,
}

/// Person number of each entity: entities that agree on all of the source's `same_person` values are one.
pub(crate) fn persons(source: &Source, extract: &Extract) -> Vec<u32> {
    let mut numbers: Vec<u32> = (0..).take(extract.entities.len()).collect();
    if source.same_person.is_empty() {
        return numbers;
    }
    let signatures: Vec<Option<String>> =
        extract.variants.par_iter().map(|variant| signature(&source.same_person, &variant.identity)).collect();
    let mut first: HashMap<&str, u32> = HashMap::new();
    let mut seen = vec![false; numbers.len()];
    for (variant, signature) in extract.variants.iter().zip(&signatures) {
        let entity = variant.entity as usize;
        // Only an entity's first identity counts: a chain through aliases could merge strangers.
        if !std::mem::replace(&mut seen[entity], true)
            && let Some(signature) = signature
        {
            numbers[entity] = *first.entry(signature).or_insert(variant.entity);
        }
    }
    numbers
}

fn signature(values: &[Derived], identity: &super::identity::Identity) -> Option<String> {
    let derived = DerivedValues::for_blocks(identity);
    values.iter().map(|value| derived.get(*value)).collect::<Option<Vec<_>>>().map(|values| values.join("|"))
}

/// Entries of one pass, capped.
pub(crate) fn entries(link: &Link, pass: usize, extract: &Extract, persons: &[u32], maker: &TokenMaker) -> PassEntries {
    let keys = alternatives(&link.passes[pass].key);
    let mut all: Vec<Entry> = extract
        .variants
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, variant)| variant_entries(&keys, pass, number as u32, variant, maker))
        .collect();
    let hmacs = all.len() as u64;
    all.par_sort_unstable_by_key(|entry| (entry.block.token, entry.variant, entry.alternative));
    let (mut emitted, mut withheld) = (Vec::with_capacity(all.len()), Vec::new());
    for block in all.chunk_by(|a, b| a.block.token == b.block.token) {
        let entity = |entry: &Entry| extract.variants[entry.variant as usize].entity;
        if distinct(block.iter().map(|entry| persons[entity(entry) as usize])) <= link.passes[pass].cap {
            emitted.extend_from_slice(block);
        } else {
            withheld.extend(block.iter().map(entity));
        }
    }
    PassEntries { emitted, withheld, hmacs }
}

/// Every way to choose one value for each part of a block key.
fn alternatives(key: &[Vec<Derived>]) -> Vec<Vec<Derived>> {
    key.iter().fold(vec![Vec::new()], |chosen, part| {
        chosen
            .iter()
            .flat_map(|before| part.iter().map(|value| before.iter().copied().chain([*value]).collect()))
            .collect()
    })
}

fn variant_entries(
    keys: &[Vec<Derived>],
    pass: usize,
    number: u32,
    variant: &super::extract::Variant,
    maker: &TokenMaker,
) -> Vec<Entry> {
    let derived = DerivedValues::for_blocks(&variant.identity);
    let mut frame = Frame::new();
    let mut made: Vec<Entry> = Vec::with_capacity(keys.len());
    for (alternative, key) in (0..).zip(keys) {
        let Some(values) = key.iter().map(|value| derived.get(*value)).collect::<Option<Vec<_>>>() else { continue };
        let block = maker.block(pass, values.into_iter(), &mut frame);
        // Two alternatives with the same value are one entry.
        if made.iter().all(|entry| entry.block.token != block.token) {
            made.push(Entry { block, variant: number, alternative });
        }
    }
    made
}

fn distinct(persons: impl Iterator<Item = u32>) -> usize {
    let mut persons: Vec<_> = persons.collect();
    persons.sort_unstable();
    persons.dedup();
    persons.len()
}
