//! One sweep over all identities: every entry of some passes of one link, distributed by block.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use exchange::Token;
use exchange::spec::{Derived, Link, TokenGroupKind};
use keys::Frame;
use rayon::prelude::*;

use super::derive::{DerivedValues, derive_group};
use super::entry::{EntryLayout, Owner};
use super::extract::Extract;
use super::identities::Settled;
use super::identity::Identity;
use super::texts::Texts;
use super::token_v1::{BlockMaterial, TokenMaker, ValueToken};
use crate::error::Result;
use crate::spill::{Buckets, Held, bucket_of};

/// Bytes of entries that a bucket should have: as many as a processor's cache holds, and less than a thread's share of
/// little memory.
const BUCKET_BYTES: u64 = 1 << 19;
const BUCKET_BITS: std::ops::RangeInclusive<u32> = 3..=10;
/// Entries may add this share of the memory that is left before it is looked at again.
const BURST_SHARE: u64 = 8;

/// The entries of some passes, by pass and block.
pub(crate) struct Sweep {
    /// Numbers of the passes in their link.
    passes: Vec<usize>,
    pub(crate) layout: EntryLayout,
    pub(crate) entries: Buckets,
    pub(crate) bits: u32,
    /// Most alternatives of a block key.
    pub(crate) alternatives: usize,
    /// Values beyond the slots of their group, by variant.
    pub(crate) truncated: Vec<(u32, u16)>,
    /// HMACs computed.
    pub(crate) hmacs: u64,
    /// The entity of each variant.
    pub(crate) entities: Vec<u32>,
    nulls: Nulls,
    _held: Held,
}

/// Which groups each variant has no value of, one bit each.
struct Nulls {
    masks: Vec<u8>,
    bytes: usize,
}

/// What of a link decides its entries.
struct Plan<'a> {
    keys: Vec<(usize, Vec<Vec<Derived>>)>,
    needed: Vec<Derived>,
    groups: Vec<TokenGroupKind>,
    layout: EntryLayout,
    maker: &'a TokenMaker,
    bits: u32,
}

impl Sweep {
    /// Makes the entries, with tokens of type `T`. Every value is derived and hashed once, for all passes; `reached` is told
    /// the share done.
    pub(crate) fn new<T: Token>(
        link: &Link,
        passes: &[usize],
        extract: &Extract,
        maker: &TokenMaker,
        mut reached: impl FnMut(f64) -> Result<()>,
    ) -> Result<Self> {
        let plan = Plan::new::<T>(link, passes, extract.variants(), maker);
        let entries = Buckets::new(&extract.workspace, passes.len() << plan.bits);
        let alternatives = plan.keys.iter().map(|(_, keys)| keys.len()).max().unwrap_or(1);
        let all: u64 = plan.keys.iter().map(|(_, keys)| keys.len() as u64).sum();
        let null_bytes = plan.groups.len().div_ceil(8);
        let mut masks = vec![0; extract.variants() * null_bytes];
        let mut entities = vec![0; extract.variants()];
        let held = extract.workspace.hold((masks.len() + entities.len() * size_of::<u32>()) as u64);
        let hmacs = AtomicU64::new(0);
        let mut truncated = Vec::new();
        // A bucket of identities has few variants, so that a burst of one is small however little memory is left.
        let variants = extract.variants().div_ceil(extract.identities.buckets()).max(1) as u64;
        let burst = extract.workspace.left() / BURST_SHARE / (variants * all * plan.layout.bytes() as u64).max(1);
        let burst = (burst as usize).max(rayon::current_num_threads());
        let mut unfilled = (masks.as_mut_slice(), entities.as_mut_slice());
        for first in (0..extract.identities.buckets()).step_by(burst) {
            reached(first as f64 / extract.identities.buckets() as f64)?;
            let last = extract.identities.buckets().min(first + burst);
            let tasks: Vec<_> = (first..last)
                .map(|bucket| {
                    let (from, to) = (extract.first_variants[bucket], extract.first_variants[bucket + 1]);
                    let variants = (to - from) as usize;
                    let masks = unfilled.0.split_off_mut(..variants * null_bytes).unwrap_or_default();
                    (bucket, from, masks, unfilled.1.split_off_mut(..variants).unwrap_or_default())
                })
                .collect();
            let swept =
                tasks.into_par_iter().map_init(Sweeper::default, |sweeper, (bucket, first, masks, entities)| {
                    extract.identities.settle(bucket, &mut sweeper.settled)?;
                    let mut truncated = Vec::new();
                    let settled = std::mem::take(&mut sweeper.settled);
                    let noted = masks.chunks_exact_mut(null_bytes).zip(entities);
                    for ((number, (entity, identity)), (mask, owner)) in (first..).zip(settled.variants()).zip(noted) {
                        *owner = entity;
                        let made = sweeper.variant::<T>(&plan, number, entity, &identity, &entries);
                        mask.copy_from_slice(&made.nulls.to_le_bytes()[..null_bytes]);
                        if made.truncated > 0 {
                            truncated.push((number, made.truncated));
                        }
                    }
                    sweeper.settled = settled;
                    hmacs.fetch_add(std::mem::take(&mut sweeper.hmacs), Ordering::Relaxed);
                    Ok(truncated)
                });
            truncated.extend(swept.collect::<Result<Vec<_>>>()?.into_iter().flatten());
            entries.make_room()?;
        }
        let nulls = Nulls { masks, bytes: null_bytes };
        let (passes, layout, bits, hmacs) = (passes.to_vec(), plan.layout, plan.bits, hmacs.into_inner());
        Ok(Self { passes, layout, entries, bits, alternatives, truncated, hmacs, entities, nulls, _held: held })
    }

    /// The buckets of a pass, in order of blocks; none of one that was not swept.
    pub(crate) fn buckets_of(&self, pass: usize) -> Range<usize> {
        let Some(place) = self.passes.iter().position(|swept| *swept == pass) else { return 0..0 };
        let first = place << self.bits;
        first..first + (1 << self.bits)
    }

    /// Entries of a pass, until its file is written.
    pub(crate) fn entries_of(&self, pass: usize) -> u64 {
        let bytes: u64 = self.buckets_of(pass).map(|bucket| self.entries.bytes_of(bucket)).sum();
        bytes / self.layout.bytes() as u64
    }

    /// Variants that were swept.
    pub(crate) fn variants(&self) -> usize {
        self.nulls.masks.len() / self.nulls.bytes
    }

    /// Mask with the bits of the groups of which a variant that has an entry has no value.
    pub(crate) fn nulls(&self, variant: usize) -> u64 {
        let mut mask = [0; 8];
        mask[..self.nulls.bytes].copy_from_slice(&self.nulls.masks[variant * self.nulls.bytes..][..self.nulls.bytes]);
        u64::from_le_bytes(mask)
    }
}

impl<'a> Plan<'a> {
    fn new<T: Token>(link: &Link, passes: &[usize], variants: usize, maker: &'a TokenMaker) -> Self {
        let keys: Vec<_> = passes.iter().map(|pass| (*pass, alternatives(&link.passes[*pass].key))).collect();
        let needed: BTreeSet<Derived> = keys.iter().flat_map(|(_, keys)| keys.iter().flatten().copied()).collect();
        let groups = link.groups();
        let slots = groups.iter().map(|group| group.slots()).sum();
        let layout = EntryLayout { groups: groups.len(), slots, token_bytes: T::BYTES };
        let wanted = (variants as u64 * layout.bytes() as u64 / BUCKET_BYTES).max(1).ilog2();
        let bits = wanted.clamp(*BUCKET_BITS.start(), *BUCKET_BITS.end());
        Self { keys, needed: Vec::from_iter(needed), groups, layout, maker, bits }
    }
}

/// Every way to choose one value for each part of a block key.
pub(super) fn alternatives(key: &[Vec<Derived>]) -> Vec<Vec<Derived>> {
    key.iter().fold(vec![Vec::new()], |chosen, part| {
        chosen
            .iter()
            .flat_map(|before| part.iter().map(|value| before.iter().copied().chain([*value]).collect()))
            .collect()
    })
}

/// What one thread uses again for every variant.
#[derive(Default)]
struct Sweeper {
    settled: Settled,
    derived: DerivedValues,
    texts: Texts,
    frame: Frame,
    blocks: Vec<(usize, u8, BlockMaterial)>,
    counts: Vec<u8>,
    slots: Vec<usize>,
    values: Vec<ValueToken>,
    bound: Vec<ValueToken>,
    entry: Vec<u8>,
    hmacs: u64,
}

/// What a variant's values were like.
#[derive(Default)]
struct Made {
    nulls: u64,
    truncated: u16,
}

impl Sweeper {
    /// Makes the entries of one variant; without any its values are not hashed.
    fn variant<T: Token>(
        &mut self,
        plan: &Plan<'_>,
        variant: u32,
        entity: u32,
        identity: &Identity<'_>,
        entries: &Buckets,
    ) -> Made {
        self.find_blocks(plan, identity);
        if self.blocks.is_empty() {
            return Made::default();
        }
        let truncated = self.hash_values(plan, identity);
        for (index, alternative, block) in &self.blocks {
            self.bound.clear();
            self.bound.extend_from_slice(&self.values);
            block.bind(&mut self.bound);
            let owner = Owner { variant, entity, alternative: *alternative };
            plan.layout.begin(owner, block, &self.counts, &mut self.entry);
            for (slot, bound) in self.slots.iter().zip(&self.bound) {
                plan.layout.put::<T>(&mut self.entry, *slot, bound);
            }
            entries.push((index << plan.bits) + bucket_of(block.token, plan.bits), &[&self.entry]);
        }
        Made { nulls: super::entry::nulls(&self.counts), truncated }
    }

    fn find_blocks(&mut self, plan: &Plan<'_>, identity: &Identity<'_>) {
        self.blocks.clear();
        self.derived.derive(identity, &plan.needed);
        for (index, (pass, keys)) in plan.keys.iter().enumerate() {
            let first = self.blocks.len();
            for (alternative, key) in (0..).zip(keys) {
                if key.iter().any(|value| self.derived.get(*value).is_none()) {
                    continue;
                }
                let values = key.iter().filter_map(|value| self.derived.get(*value));
                let block = plan.maker.block(*pass, values, &mut self.frame);
                // Two alternatives with the same value are one entry.
                if self.blocks[first..].iter().all(|(_, _, other)| other.token != block.token) {
                    self.blocks.push((index, alternative, block));
                }
            }
        }
        self.hmacs += self.blocks.len() as u64;
    }

    /// Hashes the values of every group; returns how many did not fit their slots.
    fn hash_values(&mut self, plan: &Plan<'_>, identity: &Identity<'_>) -> u16 {
        self.counts.clear();
        self.slots.clear();
        self.values.clear();
        let (mut truncated, mut slot) = (0, 0);
        for group in &plan.groups {
            derive_group(identity, *group, &mut self.texts);
            truncated += self.texts.keep(group.slots()) as u16;
            self.counts.push(self.texts.len() as u8);
            let key = plan.maker.domain(group.domain());
            self.values.extend(self.texts.iter().map(|text| key.value(text, &mut self.frame)));
            self.slots.extend(slot..slot + self.texts.len());
            slot += group.slots();
        }
        self.hmacs += self.values.len() as u64;
        truncated
    }
}
