//! Filling the token slots: a value is hashed once a record and bound to every block the record is emitted in.

use exchange::spec::{Link, TokenGroupKind};
use keys::{Filler, Frame};
use rayon::prelude::*;

use super::blocks::Entry;
use super::derive::DerivedValues;
use super::extract::Extract;
use super::token_v1::{TokenMaker, ValueToken, token};

/// Variants whose value tokens are held at a time.
const CHUNK_VARIANTS: usize = 1 << 15;

/// Bundles that one task fills at a time.
const TASK_BUNDLES: usize = 1 << 10;

/// Bundles of one pass in the order of [`Bundles::order`].
pub(crate) struct Bundles {
    /// For each bundle, the index of its entry.
    pub(crate) order: Vec<u32>,
    pub(crate) nulls: Vec<u64>,
    pub(crate) tokens: Vec<u32>,
    slots: usize,
}

/// Costs that the delivery reports.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Costs {
    pub(crate) hmacs: u64,
    pub(crate) truncated: u64,
}

/// Value tokens of one variant.
struct Values {
    tokens: Vec<Option<ValueToken>>,
    nulls: u64,
    costs: Costs,
}

impl Bundles {
    pub(crate) fn tokens_of(&self, place: usize) -> &[u32] {
        &self.tokens[place * self.slots..(place + 1) * self.slots]
    }
}

/// Bundles of several passes of one link at once. `seeds` gives each pass its own stream of filler.
pub(crate) fn bundles(
    link: &Link,
    extract: &Extract,
    maker: &TokenMaker,
    passes: &[&[Entry]],
    seeds: &[[u8; 16]],
) -> (Vec<Bundles>, Costs) {
    let groups = link.groups();
    let slots: usize = groups.iter().map(|group| group.slots()).sum();
    let mut all: Vec<Bundles> = passes.iter().map(|entries| empty(entries, slots)).collect();
    let mut done = vec![0; passes.len()];
    let mut costs = Costs::default();
    let variants = extract.variants.len();
    for start in (0..variants).step_by(CHUNK_VARIANTS) {
        let end = (start + CHUNK_VARIANTS).min(variants);
        let wanted = wanted(passes, &all, &done, start, end);
        let values: Vec<Option<Values>> = (start..end)
            .into_par_iter()
            .map_init(Frame::new, |frame, variant| {
                wanted[variant - start].then(|| values(&groups, slots, extract, variant, maker, frame))
            })
            .collect();
        for made in values.iter().flatten() {
            costs.hmacs += made.costs.hmacs;
            costs.truncated += made.costs.truncated;
        }
        for (pass, entries) in passes.iter().enumerate() {
            let from = done[pass];
            let to = from
                + all[pass].order[from..].iter().take_while(|e| (entries[**e as usize].variant as usize) < end).count();
            let made: Vec<(Vec<u64>, Vec<u32>)> = all[pass].order[from..to]
                .par_chunks(TASK_BUNDLES)
                .map(|numbers| {
                    let mut filler = Filler::new(seeds[pass]);
                    let mut scratch = Vec::with_capacity(slots);
                    let mut nulls = Vec::with_capacity(numbers.len());
                    let mut tokens = Vec::with_capacity(numbers.len() * slots);
                    for number in numbers {
                        let entry = &entries[*number as usize];
                        filler.restart(u64::from(*number));
                        let values = values[entry.variant as usize - start].as_ref();
                        let values = values.expect("values of emitted entries were made");
                        bundle(&groups, values, entry, &mut filler, &mut scratch, &mut tokens);
                        nulls.push(values.nulls);
                    }
                    (nulls, tokens)
                })
                .collect();
            for (nulls, tokens) in made {
                all[pass].nulls.extend_from_slice(&nulls);
                all[pass].tokens.extend_from_slice(&tokens);
            }
            done[pass] = to;
        }
    }
    (all, costs)
}

fn empty(entries: &[Entry], slots: usize) -> Bundles {
    let mut order: Vec<u32> = (0..).take(entries.len()).collect();
    order.par_sort_unstable_by_key(|number| {
        let entry = &entries[*number as usize];
        (entry.variant, entry.alternative)
    });
    Bundles {
        order,
        nulls: Vec::with_capacity(entries.len()),
        tokens: Vec::with_capacity(entries.len() * slots),
        slots,
    }
}

/// Variants of the chunk that any pass emits: the others cost nothing.
fn wanted(passes: &[&[Entry]], bundles: &[Bundles], done: &[usize], start: usize, end: usize) -> Vec<bool> {
    let mut wanted = vec![false; end - start];
    for ((entries, bundles), done) in passes.iter().zip(bundles).zip(done) {
        for number in &bundles.order[*done..] {
            let variant = entries[*number as usize].variant as usize;
            if variant >= end {
                break;
            }
            wanted[variant - start] = true;
        }
    }
    wanted
}

fn values(
    groups: &[TokenGroupKind],
    slots: usize,
    extract: &Extract,
    variant: usize,
    maker: &TokenMaker,
    frame: &mut Frame,
) -> Values {
    let derived = DerivedValues::for_bundles(&extract.variants[variant].identity);
    let mut made = Values { tokens: vec![None; slots], nulls: 0, costs: Costs::default() };
    let mut offset = 0;
    for (bit, group) in groups.iter().enumerate() {
        let texts = derived.group(*group);
        if texts.is_empty() {
            made.nulls |= 1 << bit;
        }
        made.costs.truncated += texts.len().saturating_sub(group.slots()) as u64;
        for (slot, text) in texts.iter().take(group.slots()).enumerate() {
            made.tokens[offset + slot] = Some(maker.value(group.domain(), text, frame));
            made.costs.hmacs += 1;
        }
        offset += group.slots();
    }
    made
}

/// Adds one bundle to `tokens`: value tokens bound to the block, empty slots filled at random, each group sorted by value
/// so that position tells nothing.
fn bundle(
    groups: &[TokenGroupKind],
    values: &Values,
    entry: &Entry,
    filler: &mut Filler,
    scratch: &mut Vec<ValueToken>,
    tokens: &mut Vec<u32>,
) {
    scratch.clear();
    scratch.extend(values.tokens.iter().flatten());
    entry.block.bind(scratch);
    let mut bound = scratch.iter();
    let mut offset = tokens.len();
    tokens.extend(values.tokens.iter().map(|value| match value {
        Some(_) => token(bound.next().expect("as many bound as held")),
        None => filler.next_u32(),
    }));
    for group in groups {
        tokens[offset..offset + group.slots()].sort_unstable();
        offset += group.slots();
    }
}
