//! All that the passes of a link saw, in buckets by the person on the left, and the candidates that come of it.

use exchange::Model;
use exchange::spec::Combine;
use rayon::prelude::*;

use super::candidates::Candidate;
use super::combine::{Seen, Value, by_pair, fineness, is_likely, sort, value};
use super::joined::{JoinedPasses, LinkedSides, Pair};
use crate::error::Result;
use crate::link::model_file;
use crate::spill::{Records, Workspace};

/// All pairs of a link that passes saw.
pub(super) struct SeenPairs<'a> {
    /// The person that each left entity stands for.
    people: &'a [u32],
    seen: Records<Seen, 3>,
    value: Value,
}

impl<'a> SeenPairs<'a> {
    /// Reads the pairs of all passes into so many buckets, where `people` says for whom each left entity stands. In de-duplication each
    /// unordered pair occurs once.
    pub(super) fn read(
        sides: LinkedSides<'_>,
        people: &'a [u32],
        (workspace, buckets): (&Workspace, usize),
        reached: &dyn Fn(f64) -> Result<()>,
    ) -> Result<Self> {
        let LinkedSides { link, linked, left, right, .. } = sides;
        let fineness = fineness(link, &Model::read(&linked.file(&model_file(&link.name))?)?);
        let seen = Records::new(workspace, buckets, people.len() as u128);
        let mut passes = JoinedPasses::new(sides, workspace, buckets)?;
        for (pass, fineness) in fineness.iter().enumerate() {
            passes.pass(pass, |pairs| {
                for Pair { left, right, match_weight } in pairs {
                    let (left, right) =
                        if link.is_deduplication() { (*left.min(right), *left.max(right)) } else { (*left, *right) };
                    // Two identities of one entity may meet in a block; that is no link.
                    if !(link.is_deduplication() && left == right) {
                        let (fineness, match_weight) = (*fineness, *match_weight);
                        seen.push(people[left as usize].into(), &Seen { left, right, fineness, match_weight });
                    }
                }
                reached(pass as f64 / link.passes.len() as f64)?;
                seen.make_room()
            })?;
        }
        let likely = if link.combine == Combine::Auto { count(&seen, is_likely)? } else { 0 };
        Ok(Self { people, seen, value: value(link.combine, likely, left.len().min(right.len())) })
    }

    /// How many candidates there are.
    pub(super) fn count(&self) -> Result<u64> {
        count(&self.seen, |_| true)
    }

    /// Number of buckets.
    pub(super) fn len(&self) -> usize {
        self.seen.len()
    }

    /// How often a pair of a bucket was seen: as many candidates it has at most.
    pub(super) fn sightings(&self, bucket: usize) -> u64 {
        self.seen.records(bucket)
    }

    /// The candidates of a bucket, which are forgotten: pairs of a person and a right entity, in this order, each once and at its best.
    pub(super) fn take(&self, bucket: usize) -> Result<Vec<Candidate>> {
        let mut seen = self.seen.take(bucket)?;
        sort(&mut seen);
        let candidate = |pair: &[Seen]| Candidate {
            left: self.people[pair[0].left as usize],
            right: pair[0].right,
            match_weight: (self.value)(pair),
        };
        let mut found: Vec<_> = by_pair(&seen).map(candidate).collect();
        found.sort_unstable_by(|a, b| {
            (a.left, a.right).cmp(&(b.left, b.right)).then(b.match_weight.total_cmp(&a.match_weight))
        });
        found.dedup_by_key(|candidate| (candidate.left, candidate.right));
        Ok(found)
    }

    /// The candidates of all buckets, in order.
    pub(super) fn take_all(&self) -> Result<Vec<Candidate>> {
        let mut all = Vec::new();
        for bucket in 0..self.len() {
            all.append(&mut self.take(bucket)?);
        }
        Ok(all)
    }
}

/// How many pairs of entities there are of a kind.
fn count(seen: &Records<Seen, 3>, kind: fn(&[Seen]) -> bool) -> Result<u64> {
    let of_bucket = |bucket| {
        let mut seen = seen.read(bucket)?;
        sort(&mut seen);
        Ok(by_pair(&seen).filter(|pair| kind(pair)).count() as u64)
    };
    (0..seen.len()).into_par_iter().map(of_bucket).sum()
}

#[cfg(test)]
mod tests;
