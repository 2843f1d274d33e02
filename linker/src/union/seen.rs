//! All that the passes of a link saw, in buckets by the person on the left, and the candidates that come of it.

use exchange::Model;
use exchange::spec::Link;
use rayon::prelude::*;

use super::candidates::Candidate;
use super::combine::{Seen, Value, by_pair, fineness, is_likely, sort, value};
use super::joined::{LinkedSides, Pair, PassPairs, Reached};
use super::memory::{self, Room};
use crate::error::Result;
use crate::link::model_file;
use crate::spill::Records;

/// All pairs of a link that passes saw.
pub(super) struct SeenPairs<'a> {
    link: &'a Link,
    /// The person that each left entity stands for.
    people: &'a [u32],
    room: &'a Room,
    seen: Records<Seen, 3>,
    /// Pairs of entities.
    pairs: u64,
    value: Value,
}

impl<'a> SeenPairs<'a> {
    /// Reads the pairs of all passes into so many buckets, where `people` says for whom each left entity stands. In de-duplication each
    /// unordered pair occurs once.
    pub(super) fn read(
        sides: LinkedSides<'a>,
        people: &'a [u32],
        (room, buckets): (&'a Room, usize),
        reached: Reached<'_>,
    ) -> Result<Self> {
        let LinkedSides { link, linked, left, right, .. } = sides;
        let fineness = fineness(link, &Model::read(&linked.file(&model_file(&link.name))?)?);
        let seen = Records::new(&room.workspace, buckets, people.len() as u128);
        let mut passes = PassPairs::new(sides, room, buckets)?;
        let stages = (link.passes.len() + 1) as f64;
        for (pass, fineness) in fineness.iter().enumerate() {
            passes.pass(pass, &|share| reached((pass as f64 + share) / stages), |pairs| {
                for Pair { left, right, match_weight } in pairs {
                    let (left, right) =
                        if link.is_deduplication() { (*left.min(right), *left.max(right)) } else { (*left, *right) };
                    // Two identities of one entity may meet in a block; that is no link.
                    if !(link.is_deduplication() && left == right) {
                        let (fineness, match_weight) = (*fineness, *match_weight);
                        seen.push(people[left as usize].into(), &Seen { left, right, fineness, match_weight });
                    }
                }
                seen.make_room()
            })?;
        }
        let reached = |share| reached((link.passes.len() as f64 + share) / stages);
        let (mut pairs, mut likely) = (0, 0);
        let of_bucket = |bucket| {
            let mut seen = seen.read(bucket)?;
            sort(&mut seen);
            Ok(by_pair(&seen).fold((0, 0), |(all, likely), pair| (all + 1, likely + u64::from(is_likely(pair)))))
        };
        in_runs((room, link), &seen, &reached, of_bucket, |of_bucket: (u64, u64)| {
            pairs += of_bucket.0;
            likely += of_bucket.1;
            Ok(())
        })?;
        Ok(Self { link, people, room, seen, pairs, value: value(link.combine, likely, left.len().min(right.len())) })
    }

    /// Number of buckets.
    pub(super) fn len(&self) -> usize {
        self.seen.len()
    }

    /// How many pairs of entities were seen: as many candidates there are at most.
    pub(super) fn pairs(&self) -> u64 {
        self.pairs
    }

    /// Makes something of the candidates of each bucket, several at the same time, and hands it to `each` in their order. The candidates are
    /// pairs of a person and a right entity, by these, each once and at its best; they are forgotten.
    pub(super) fn take<T: Send>(
        &self,
        reached: Reached<'_>,
        make: impl Fn(Vec<Candidate>) -> T + Sync,
        each: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let made = |bucket| Ok(make(self.candidates(bucket)?));
        in_runs((self.room, self.link), &self.seen, reached, made, each)
    }

    /// All candidates, in order.
    pub(super) fn take_all(&self, reached: Reached<'_>) -> Result<Vec<Candidate>> {
        let mut all = Vec::new();
        let append = |mut some| {
            all.append(&mut some);
            Ok(())
        };
        self.take(reached, |some| some, append)?;
        Ok(all)
    }

    fn candidates(&self, bucket: usize) -> Result<Vec<Candidate>> {
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
}

/// Makes something of each bucket, of as many at the same time as there is room for, and hands it to `each` in their order.
fn in_runs<T: Send>(
    (room, link): (&Room, &Link),
    seen: &Records<Seen, 3>,
    reached: Reached<'_>,
    make: impl Fn(usize) -> Result<T> + Sync,
    mut each: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let bytes = |bucket| {
        let people = seen.numbers(bucket);
        memory::decided(seen.records(bucket), people.end - people.start)
    };
    for run in room.runs(link, seen.len(), bytes) {
        let run = run?;
        reached(run.start as f64 / seen.len() as f64)?;
        let made: Result<Vec<T>> = run.into_par_iter().map(&make).collect();
        made?.into_iter().try_for_each(&mut each)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
