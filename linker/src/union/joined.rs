//! The scored pairs of a link by entities: each pass is joined to the tables of handles in the order of these, first on the left, then on
//! the right.

use std::path::Path;

use exchange::spec::Link;
use exchange::{PairRow, Received, RowReader, pairs};
use rayon::prelude::*;

use super::entities::{Entities, LinkHandles};
use super::memory::{self, Room};
use crate::error::Result;
use crate::spill::{Record, Records};

/// Told which share of a stage is done, 0 to 1; an error stops the work.
pub(super) type Reached<'a> = &'a (dyn Fn(f64) -> Result<()> + Sync);

/// A link, its pairs by handles, and who has these.
#[derive(Clone, Copy)]
pub(super) struct LinkedSides<'a> {
    /// Place of the link in the spec.
    pub(super) number: u16,
    pub(super) link: &'a Link,
    pub(super) linked: &'a Received,
    pub(super) left: &'a Entities,
    pub(super) right: &'a Entities,
}

/// How many pairs the passes of a link saw, by the footers of their files.
pub(super) fn pairs_of(link: &Link, linked: &Received) -> Result<u64> {
    let mut pairs = 0_u64;
    for pass in &link.passes {
        let file = linked.file(&pairs::file_name(&link.name, &pass.name))?;
        // Nobody has looked at the rows yet: a forged footer may say anything.
        pairs = pairs.saturating_add(RowReader::<PairRow>::open(&file)?.rows());
    }
    Ok(pairs)
}

/// The passes of a link, which are joined one after the other.
pub(super) struct PassPairs<'a> {
    sides: LinkedSides<'a>,
    lefts: LinkHandles<'a>,
    rights: LinkHandles<'a>,
    room: &'a Room,
    buckets: usize,
}

/// A pair of a pass.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub(super) left: u32,
    pub(super) right: u32,
    pub(super) match_weight: f64,
}

/// A pair whose right side has yet to be looked up; without a left entity it is a dummy's.
#[derive(Clone, Copy)]
struct HalfJoined {
    left: Option<u32>,
    right: u64,
    match_weight: f64,
}

impl<'a> PassPairs<'a> {
    /// Pairs wait in so many buckets for their right side.
    pub(super) fn new(sides: LinkedSides<'a>, room: &'a Room, buckets: usize) -> Result<Self> {
        let (lefts, rights) = (sides.left.handles(sides.number)?, sides.right.handles(sides.number)?);
        Ok(Self { sides, lefts, rights, room, buckets })
    }

    /// Shows `each` the pairs of a pass, some at a time, by the handle on the right. Pairs with a dummy are gone. Passes are asked for in their
    /// order.
    pub(super) fn pass(
        &mut self,
        pass: usize,
        reached: Reached<'_>,
        mut each: impl FnMut(&[Pair]) -> Result<()>,
    ) -> Result<()> {
        let (LinkedSides { link, linked, .. }, room) = (self.sides, self.room);
        let file = pairs::file_name(&link.name, &link.passes[pass].name);
        let half_joined = self.half_joined(pass, &linked.file(&file)?, &file, &|share| reached(share / 2.0))?;
        let bytes = |bucket| memory::joined(half_joined.records(bucket));
        for run in room.runs(link, half_joined.len(), bytes) {
            let run = run?;
            reached(0.5 + 0.5 * run.start as f64 / half_joined.len() as f64)?;
            let sorted = run.into_par_iter().map(|bucket| {
                let mut pairs: Vec<HalfJoined> = half_joined.take(bucket)?;
                pairs.sort_unstable_by_key(|pair| pair.right);
                Ok(pairs)
            });
            for pairs in sorted.collect::<Result<Vec<_>>>()? {
                let joined = pairs.into_iter().filter_map(|HalfJoined { left, right, match_weight }| {
                    match self.rights.entity(pass as u16, right, &file) {
                        Ok(right) => Some(Ok(Pair { left: left?, right: right?, match_weight })),
                        Err(stray) => Some(Err(stray)),
                    }
                });
                each(&joined.collect::<Result<Vec<_>>>()?)?;
            }
        }
        Ok(())
    }

    /// The pairs of a pass with the entity on the left, by the handle on the right.
    fn half_joined(
        &mut self,
        pass: usize,
        path: &Path,
        file: &str,
        reached: Reached<'_>,
    ) -> Result<Records<HalfJoined, 3>> {
        let half_joined = Records::of_handles(&self.room.workspace, self.buckets);
        let chunks = RowReader::<PairRow>::open(path)?;
        let (all, mut read) = (chunks.rows().max(1), 0);
        for chunk in chunks {
            let chunk = chunk?;
            reached(read as f64 / all as f64)?;
            read += chunk.len();
            for PairRow { left, right, match_weight } in chunk {
                let left = self.lefts.entity(pass as u16, left, file)?;
                half_joined.push(right, &HalfJoined { left, right, match_weight });
            }
            half_joined.make_room()?;
        }
        Ok(half_joined)
    }
}

impl Record<3> for HalfJoined {
    fn words(&self) -> [u64; 3] {
        [self.left.map_or(u64::MAX, u64::from), self.right, self.match_weight.to_bits()]
    }

    fn of_words([left, right, match_weight]: [u64; 3]) -> Self {
        Self { left: u32::try_from(left).ok(), right, match_weight: f64::from_bits(match_weight) }
    }
}
