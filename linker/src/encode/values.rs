//! Value tokens: every value of a record hashed once, for all the blocks it will be bound to.

use exchange::spec::{Link, TokenGroupKind};
use keys::Frame;
use rayon::prelude::*;

use super::blocks::PassEntries;
use super::derive::derive_group;
use super::extract::{Extract, Variant};
use super::texts::Texts;
use super::token_v1::{TokenMaker, ValueToken};

/// Variants that one task takes at a time.
const TASK_VARIANTS: usize = 1 << 11;

/// Value tokens of the variants that some pass emits.
pub(crate) struct ValueTokens {
    tasks: Vec<Task>,
    groups: usize,
}

/// Value tokens of one variant.
#[derive(Clone, Copy)]
pub(crate) struct VariantValues<'a> {
    /// How many values each token group has.
    pub(crate) counts: &'a [u8],
    /// The values' tokens, group after group.
    pub(crate) tokens: &'a [ValueToken],
}

/// Costs that the delivery reports.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Costs {
    /// HMACs computed.
    pub(crate) hmacs: u64,
    /// Values beyond the slots of their group.
    pub(crate) truncated: u64,
}

impl ValueTokens {
    /// Hashes the values of every variant that one of `passes` emits; the others cost nothing.
    pub(crate) fn new(link: &Link, extract: &Extract, maker: &TokenMaker, passes: &[PassEntries]) -> (Self, Costs) {
        let groups = link.groups();
        let mut wanted = vec![false; extract.variants.len()];
        for entry in passes.iter().flat_map(|pass| &pass.emitted) {
            wanted[entry.variant as usize] = true;
        }
        let tasks: Vec<Task> = extract
            .variants
            .par_chunks(TASK_VARIANTS)
            .zip(wanted.par_chunks(TASK_VARIANTS))
            .map(|(variants, wanted)| Task::new(variants, wanted, &groups, maker))
            .collect();
        let costs = tasks.iter().fold(Costs::default(), |sum, task| Costs {
            hmacs: sum.hmacs + task.tokens.len() as u64,
            truncated: sum.truncated + task.truncated,
        });
        (Self { tasks, groups: groups.len() }, costs)
    }

    /// Bytes of memory that a variant's value tokens take at most.
    pub(crate) fn variant_bytes(slots: usize) -> u64 {
        (slots * size_of::<ValueToken>()) as u64
    }

    /// Values of a variant that was wanted; of any other, none.
    pub(crate) fn of(&self, variant: u32) -> VariantValues<'_> {
        let task = &self.tasks[variant as usize / TASK_VARIANTS];
        let at = variant as usize % TASK_VARIANTS;
        VariantValues {
            counts: &task.counts[at * self.groups..(at + 1) * self.groups],
            tokens: &task.tokens[task.starts[at] as usize..task.starts[at + 1] as usize],
        }
    }
}

impl VariantValues<'_> {
    /// Mask with the bits of the groups that have no value.
    pub(crate) fn nulls(&self) -> u64 {
        self.counts.iter().enumerate().fold(0, |nulls, (bit, count)| nulls | u64::from(*count == 0) << bit)
    }
}

/// Value tokens of consecutive variants.
struct Task {
    starts: Vec<u32>,
    counts: Vec<u8>,
    tokens: Vec<ValueToken>,
    truncated: u64,
}

impl Task {
    fn new(variants: &[Variant], wanted: &[bool], groups: &[TokenGroupKind], maker: &TokenMaker) -> Self {
        let mut made = Self {
            starts: vec![0],
            counts: Vec::with_capacity(variants.len() * groups.len()),
            tokens: Vec::new(),
            truncated: 0,
        };
        let (mut frame, mut texts) = (Frame::new(), Texts::default());
        for (variant, wanted) in variants.iter().zip(wanted) {
            for group in groups {
                texts.clear();
                if *wanted {
                    derive_group(&variant.identity, *group, &mut texts);
                }
                made.truncated += texts.keep(group.slots()) as u64;
                made.counts.push(texts.len() as u8);
                let key = maker.domain(group.domain());
                made.tokens.extend(texts.iter().map(|text| key.value(text, &mut frame)));
            }
            made.starts.push(made.tokens.len() as u32);
        }
        made
    }
}
