//! Which entries of a pass may leave: blocks under the cap, counted in distinct persons.

use rayon::prelude::*;

use super::bits::Bits;
use super::sweep::Sweep;
use crate::error::Result;
use crate::spill::Held;

/// Entries of a block beyond which it is withheld even if they are of as few persons as the cap allows: nobody has so many
/// records, and pairs grow with their square.
const MOST_ENTRIES: usize = 1_000;

/// What became of the entries of one pass.
pub(crate) struct Capped {
    /// By bucket of the pass.
    pub(crate) buckets: Vec<CappedBucket>,
    /// Entries that leave.
    pub(crate) kept: usize,
    /// Variants and alternatives (`variant * alternatives + alternative`) of the entries that leave.
    pub(crate) emitted: Bits,
    _held: Held,
}

/// One bucket of a pass.
pub(crate) struct CappedBucket {
    /// For each entry as it lies in the bucket, its place when those that leave are ordered by block, variant and
    /// alternative; `WITHHELD` for the others.
    pub(crate) places: Vec<u32>,
    /// Entries of the bucket that leave.
    pub(crate) kept: u32,
    /// Entries of earlier buckets that leave.
    pub(crate) before: u64,
}

/// The place of an entry whose block is over the cap.
pub(crate) const WITHHELD: u32 = u32::MAX;

/// What became of every entity in one pass.
pub(crate) struct Outcome {
    pub(crate) emitted: Bits,
    /// An entry is withheld because its block is over the cap.
    pub(crate) withheld: Bits,
}

/// One entry while its bucket is put in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    block: u64,
    variant: u32,
    alternative: u8,
    index: u32,
    entity: u32,
}

impl Capped {
    /// Withholds the blocks of `pass` that hold more than `cap` distinct `persons` (the person of each entity), or more than
    /// [`MOST_ENTRIES`]. Dummies, whose numbers follow the entities', take what room the cap leaves.
    pub(crate) fn new(sweep: &Sweep, pass: usize, cap: usize, persons: &[u32], outcome: &Outcome) -> Result<Self> {
        let workspace = sweep.entries.workspace();
        let held = workspace.hold(sweep.entries_of(pass) * size_of::<u32>() as u64);
        let emitted = Bits::new(sweep.variants() * sweep.alternatives);
        let buckets = sweep.buckets_of(pass).into_par_iter().map_init(Vec::new, |scratch, bucket| {
            let mut candidates = candidates(sweep, bucket)?;
            candidates.sort_unstable();
            let mut places = vec![WITHHELD; candidates.len()];
            let mut kept = 0;
            for block in candidates.chunk_by(|a, b| a.block == b.block) {
                // Dummies come last in their block, one entry each.
                let own = block.partition_point(|entry| (entry.entity as usize) < persons.len());
                let (own, dummies) = block.split_at(own);
                let mut people = || distinct(own.iter().map(|entry| persons[entry.entity as usize]), scratch);
                if own.len() > cap && (own.len() > MOST_ENTRIES || people() > cap) {
                    for entry in own {
                        outcome.withheld.set(entry.entity as usize);
                    }
                    continue;
                }
                for entry in own {
                    outcome.emitted.set(entry.entity as usize);
                }
                let room = if dummies.is_empty() { 0 } else { cap.saturating_sub(people()) };
                for entry in own.iter().chain(dummies.iter().take(room)) {
                    places[entry.index as usize] = kept;
                    kept += 1;
                    emitted.set(entry.variant as usize * sweep.alternatives + usize::from(entry.alternative));
                }
            }
            Ok(CappedBucket { places, kept, before: 0 })
        });
        let mut buckets = buckets.collect::<Result<Vec<_>>>()?;
        let mut kept = 0;
        for bucket in &mut buckets {
            bucket.before = kept;
            kept += u64::from(bucket.kept);
        }
        Ok(Self { buckets, kept: kept as usize, emitted, _held: held })
    }
}

fn candidates(sweep: &Sweep, bucket: usize) -> Result<Vec<Candidate>> {
    let entries = sweep.entries.bytes_of(bucket) as usize / sweep.layout.bytes();
    let mut candidates = Vec::with_capacity(entries);
    sweep.entries.read(bucket, |bytes| {
        for entry in sweep.layout.entries(bytes) {
            let (block, owner, index) = (entry.block(), entry.owner(), candidates.len() as u32);
            let (variant, alternative, entity) = (owner.variant, owner.alternative, owner.entity);
            candidates.push(Candidate { block, variant, alternative, index, entity });
        }
        Ok(())
    })?;
    Ok(candidates)
}

fn distinct(persons: impl Iterator<Item = u32>, scratch: &mut Vec<u32>) -> usize {
    scratch.clear();
    scratch.extend(persons);
    scratch.sort_unstable();
    scratch.dedup();
    scratch.len()
}

impl Outcome {
    /// Nothing has become of any of so many `entities` yet.
    pub(crate) fn new(entities: usize) -> Self {
        Self { emitted: Bits::new(entities), withheld: Bits::new(entities) }
    }
}
