//! Which entries of a pass may leave: blocks under the cap, counted in distinct persons.

use std::collections::BTreeSet;
use std::ops::Range;

use exchange::spec::{Derived, Link};
use keys::Frame;
use rayon::prelude::*;

use super::derive::DerivedValues;
use super::extract::Extract;
use super::token_v1::{BlockMaterial, TokenMaker};

/// Variants that one task takes at a time.
const TASK_VARIANTS: usize = 1 << 11;

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
    /// Entries that leave, by variant and alternative.
    pub(crate) emitted: Vec<Entry>,
    /// Where each of them stands when they are ordered by block, variant and alternative.
    pub(crate) ranks: Vec<u32>,
    /// Entities with an entry withheld because its block is over the cap.
    pub(crate) withheld: Vec<u32>,
    /// HMACs spent.
    pub(crate) hmacs: u64,
}

impl PassEntries {
    /// Indices of the emitted entries, ordered by block, variant and alternative.
    pub(crate) fn by_block(&self) -> Vec<u32> {
        let mut order = vec![0; self.ranks.len()];
        for (index, rank) in (0..).zip(&self.ranks) {
            order[*rank as usize] = index;
        }
        order
    }
}

/// Entries of several passes of one link, capped. A variant's values are derived once for all of them.
pub(crate) fn entries(
    link: &Link,
    passes: Range<usize>,
    extract: &Extract,
    persons: &[u32],
    maker: &TokenMaker,
) -> Vec<PassEntries> {
    let keys: Vec<_> = passes.clone().map(|pass| (pass, alternatives(&link.passes[pass].key))).collect();
    let needed: BTreeSet<Derived> =
        passes.clone().flat_map(|pass| link.passes[pass].key.iter().flatten().copied()).collect();
    let needed = Vec::from_iter(needed);
    let tasks: Vec<Vec<Vec<Entry>>> = extract
        .variants
        .par_chunks(TASK_VARIANTS)
        .enumerate()
        .map(|(task, variants)| {
            let mut made = vec![Vec::with_capacity(variants.len()); keys.len()];
            let mut frame = Frame::new();
            for (number, variant) in (task * TASK_VARIANTS..).zip(variants) {
                let derived = DerivedValues::new(&variant.identity, &needed);
                for ((pass, keys), made) in keys.iter().zip(&mut made) {
                    variant_entries(keys, *pass, number as u32, &derived, maker, &mut frame, made);
                }
            }
            made
        })
        .collect();
    passes
        .into_par_iter()
        .enumerate()
        .map(|(index, pass)| {
            let all: Vec<Entry> = tasks.iter().flat_map(|task| &task[index]).copied().collect();
            capped(&all, link.passes[pass].cap, extract, persons)
        })
        .collect()
}

/// Withholds the blocks that hold more than `cap` distinct persons. `all` is by variant and alternative.
fn capped(all: &[Entry], cap: usize, extract: &Extract, persons: &[u32]) -> PassEntries {
    let entity = |entry: &Entry| extract.variants[entry.variant as usize].entity;
    let mut order: Vec<(u64, u32)> = all.iter().map(|entry| entry.block.token).zip(0..).collect();
    order.par_sort_unstable();
    let mut kept: Vec<Option<u32>> = vec![None; all.len()];
    let (mut ranks, mut withheld, mut scratch) = (0.., Vec::new(), Vec::new());
    for block in order.chunk_by(|a, b| a.0 == b.0) {
        let numbers = || block.iter().map(|(_, number)| *number as usize);
        let entities = || numbers().map(|number| entity(&all[number]));
        if block.len() <= cap || distinct(entities().map(|entity| persons[entity as usize]), &mut scratch) <= cap {
            numbers().for_each(|number| kept[number] = ranks.next());
        } else {
            withheld.extend(entities());
        }
    }
    let (emitted, ranks) = all.iter().zip(kept).filter_map(|(entry, rank)| Some((*entry, rank?))).unzip();
    PassEntries { emitted, ranks, withheld, hmacs: all.len() as u64 }
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

/// Adds the entries of one variant in one pass to `made`.
fn variant_entries(
    keys: &[Vec<Derived>],
    pass: usize,
    variant: u32,
    derived: &DerivedValues,
    maker: &TokenMaker,
    frame: &mut Frame,
    made: &mut Vec<Entry>,
) {
    let first = made.len();
    for (alternative, key) in (0..).zip(keys) {
        if key.iter().any(|value| derived.get(*value).is_none()) {
            continue;
        }
        let block = maker.block(pass, key.iter().filter_map(|value| derived.get(*value)), frame);
        // Two alternatives with the same value are one entry.
        if made[first..].iter().all(|entry| entry.block.token != block.token) {
            made.push(Entry { block, variant, alternative });
        }
    }
}

fn distinct(persons: impl Iterator<Item = u32>, scratch: &mut Vec<u32>) -> usize {
    scratch.clear();
    scratch.extend(persons);
    scratch.sort_unstable();
    scratch.dedup();
    scratch.len()
}
