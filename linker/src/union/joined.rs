//! The scored pairs of a link by entities: each pass is joined to the tables of handles in the order of these, first on the left, then on
//! the right.

use exchange::spec::{Link, Pass};
use exchange::{PairRow, Received, RowReader, pairs};
use rayon::prelude::*;

use super::entities::{Entities, LinkHandles};
use crate::error::Result;
use crate::spill::{Record, Records, Workspace};

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
    let rows = |pass: &Pass| {
        let file = linked.file(&pairs::file_name(&link.name, &pass.name))?;
        Ok(RowReader::<PairRow>::open(&file)?.rows())
    };
    link.passes.iter().map(rows).sum()
}

/// The passes of a link, which are joined one after the other.
pub(super) struct JoinedPasses<'a> {
    sides: LinkedSides<'a>,
    lefts: LinkHandles<'a>,
    rights: LinkHandles<'a>,
    workspace: &'a Workspace,
    buckets: usize,
}

/// A pair of a pass.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub(super) left: u32,
    pub(super) right: u32,
    pub(super) match_weight: f64,
}

/// A pair whose right side has yet to be looked up.
#[derive(Clone, Copy)]
struct HalfJoined {
    left: u32,
    right: u64,
    match_weight: f64,
}

impl<'a> JoinedPasses<'a> {
    /// Pairs wait in so many buckets of the workspace for their right side.
    pub(super) fn new(sides: LinkedSides<'a>, workspace: &'a Workspace, buckets: usize) -> Result<Self> {
        let (lefts, rights) = (sides.left.handles(sides.number)?, sides.right.handles(sides.number)?);
        Ok(Self { sides, lefts, rights, workspace, buckets })
    }

    /// Shows `each` the pairs of a pass, some at a time, by the handle on the right. Pairs with a dummy are gone. Passes are asked for in their
    /// order.
    pub(super) fn pass(&mut self, pass: usize, mut each: impl FnMut(&[Pair]) -> Result<()>) -> Result<()> {
        let LinkedSides { link, linked, .. } = self.sides;
        let file = pairs::file_name(&link.name, &link.passes[pass].name);
        let half_joined = Records::of_handles(self.workspace, self.buckets);
        for chunk in RowReader::<PairRow>::open(&linked.file(&file)?)? {
            for PairRow { left, right, match_weight } in chunk? {
                if let Some(left) = self.lefts.entity(pass as u16, left, &file)? {
                    half_joined.push(right, &HalfJoined { left, right, match_weight });
                }
            }
            half_joined.make_room()?;
        }
        let buckets: Vec<usize> = (0..half_joined.len()).collect();
        for together in buckets.chunks(rayon::current_num_threads()) {
            let sorted = together.par_iter().map(|bucket| {
                let mut pairs: Vec<HalfJoined> = half_joined.take(*bucket)?;
                pairs.sort_unstable_by_key(|pair| pair.right);
                Ok(pairs)
            });
            for pairs in sorted.collect::<Result<Vec<_>>>()? {
                let joined = pairs.into_iter().filter_map(|HalfJoined { left, right, match_weight }| {
                    let right = self.rights.entity(pass as u16, right, &file).transpose()?;
                    Some(right.map(|right| Pair { left, right, match_weight }))
                });
                each(&joined.collect::<Result<Vec<_>>>()?)?;
            }
        }
        Ok(())
    }
}

impl Record<3> for HalfJoined {
    fn words(&self) -> [u64; 3] {
        [self.left.into(), self.right, self.match_weight.to_bits()]
    }

    fn of_words([left, right, match_weight]: [u64; 3]) -> Self {
        Self { left: left as u32, right, match_weight: f64::from_bits(match_weight) }
    }
}
