//! What the union desk's work takes of memory, and what of it waits on disk: pairs lie in buckets, and few buckets are worked on at a time.
//!
//! The figures are the sizes of what holds them; `benches --bin union_pairs` prints the peaks that come of it.

use std::ops::Range;
use std::path::Path;

use exchange::spec::{Cardinality, Link};

use super::tasks::TOGETHER;
use crate::error::{LinkerError, Result};
use crate::spill::Workspace;

/// What the program takes without a pair: itself, row groups being read and written, chunks being sealed.
const BEFORE_ANY: u64 = 80 << 20;
/// An entity of any source: its payload handle and a share of the table that finds it, and whether it can be reached.
const ENTITY: u64 = 10;
/// An entity of the anchor, more: the person it stands for, their study pseudonym, the class of their best candidate.
const NAMED: u64 = 4 + 24 + 32 + 1;
/// Of pairs: less would be a few chunks.
const LEAST_FOR_PAIRS: u64 = 32 << 20;
/// A pair whose right side is looked up: with its handle, and joined.
const JOINED: u64 = 24 + 16;
/// A pair as a pass saw it, wherever it waits.
const SEEN: u64 = 24;
/// A pair of entities while it is decided: candidate, probability beside rivals, whether it is eligible and chosen, decision.
const DECIDED: u64 = 16 + 8 + 2 + 48;
/// The same where clusters are made, more: its place in the queue, and a bond at either end.
const BONDS: u64 = 32 + 2 * 40;
/// An entity whose rivals are looked for: its two best candidates, sums of odds, its place in a forest.
const RIVALS: u64 = 40 + 32 + 16;
/// An entity that may have bonds: its empty tree of them, its place in a forest.
const BONDABLE: u64 = 24 + 4 + 8;
/// An entity that has bonds: the least that their tree takes.
const BONDED: u64 = 240;
/// A decision that waits until rows are written.
const PUT: u64 = 40;
/// A pair and the decision on it, sealed on disk.
pub(super) const SEALED_PAIR: u64 = SEEN + PUT;
/// Buckets at least, so that little is copied at a time, and at most.
const BUCKETS: (u64, u64) = (16, 1024);
/// Each bucket holds a chunk in memory, in up to three places of two links.
const OPEN_CHUNKS: u64 = 6 << 14;

/// Memory for pairs: half of it holds those that wait, half is to work with. Cheap to clone.
#[derive(Clone)]
pub(super) struct Room {
    /// Bytes that are taken whatever the pairs.
    taken: u64,
    for_pairs: u64,
    /// Where pairs wait: in memory as far as it goes, else sealed on disk.
    pub(super) workspace: Workspace,
}

impl Room {
    /// What `allowed` bytes leave beside so many entities in all and of the anchor; what does not fit is sealed in `folder`.
    ///
    /// # Errors
    /// [`LinkerError::Policy`] where that is too little.
    pub(super) fn new(allowed: u64, all: u64, of_anchor: u64, folder: &Path) -> Result<Self> {
        let (taken, for_pairs) = (taken(all, of_anchor), for_pairs(allowed, all, of_anchor));
        if for_pairs < LEAST_FOR_PAIRS {
            return Err(refused("union takes at least", taken + LEAST_FOR_PAIRS, allowed));
        }
        Ok(Self { taken, for_pairs, workspace: Workspace::with_own_key(half(for_pairs), folder)? })
    }

    /// Room for everything, in memory.
    pub(super) fn unbounded() -> Result<Self> {
        Ok(Self { taken: 0, for_pairs: u64::MAX, workspace: Workspace::unbounded()? })
    }

    /// Room in which whatever waits is sealed in `folder`.
    #[cfg(test)]
    pub(super) fn sealing(folder: &Path) -> Self {
        Self { taken: 0, for_pairs: 1 << 30, workspace: Workspace::with_own_key(0, folder).unwrap() }
    }

    /// In how many buckets so many pairs are to lie: each thread can work on one of twice the average, and one thread on one of eight times.
    pub(super) fn buckets(&self, seen: u64) -> usize {
        let shares = 2 * rayon::current_num_threads().max(4) as u64;
        let work = (shares * (SEEN + DECIDED)).saturating_mul(seen);
        let most = (half(self.for_pairs) / OPEN_CHUNKS).clamp(BUCKETS.0, BUCKETS.1);
        work.div_ceil(self.for_work()).clamp(BUCKETS.0, most) as usize
    }

    /// Cuts so many buckets of a link into runs, one after the other, that threads can work on together.
    ///
    /// # Errors
    /// [`LinkerError::Policy`] where one bucket alone is too much: somebody has very many pairs.
    pub(super) fn runs<'r>(
        &'r self,
        link: &'r Link,
        buckets: usize,
        bytes: impl Fn(usize) -> u64 + 'r,
    ) -> impl Iterator<Item = Result<Range<usize>>> + 'r {
        let mut next = 0;
        std::iter::from_fn(move || {
            let (start, mut taken) = (next, 0);
            while next < buckets && next - start < rayon::current_num_threads() {
                taken += bytes(next);
                if taken > self.for_work() {
                    break;
                }
                next += 1;
            }
            if start == buckets {
                None
            } else if start == next {
                next = buckets;
                // An eighth of it for the largest bucket, and at most as much for what more memory adds to it: together a link's share.
                let largest = (start..buckets).map(&bytes).max().unwrap_or_default();
                Some(Err(self.refused(link, largest.saturating_mul(8))))
            } else {
                Some(Ok(start..next))
            }
        })
    }

    /// Holds the candidates of a link that are decided together, between so many entities, against what there is to work with.
    ///
    /// # Errors
    /// [`LinkerError::Policy`] where it is too much.
    pub(super) fn holds_together(&self, link: &Link, candidates: u64, entities: u64) -> Result<()> {
        let needed = match link.cardinality {
            Cardinality::Cluster => {
                let bonded = entities.min(2 * candidates);
                (DECIDED + PUT + BONDS) * candidates + BONDABLE * entities + BONDED * bonded
            }
            Cardinality::ManyOne | Cardinality::OneOne => (DECIDED + PUT) * candidates + RIVALS * entities,
        };
        if needed <= half(self.for_pairs) { Ok(()) } else { Err(self.refused(link, 2 * needed)) }
    }

    /// Bytes for the buckets that one of the links beside each other works on.
    fn for_work(&self) -> u64 {
        half(self.for_pairs) / TOGETHER as u64
    }

    fn refused(&self, link: &Link, for_pairs: u64) -> LinkerError {
        let (needed, allowed) = (self.taken.saturating_add(for_pairs), self.taken.saturating_add(self.for_pairs));
        refused(&format!("the pairs of link {} take", link.name), needed, allowed)
    }
}

/// What a bucket takes while its pairs are joined.
pub(super) fn joined(pairs: u64) -> u64 {
    JOINED * pairs
}

/// What a bucket takes in which a pair was seen so often, while it is decided between so many people.
pub(super) fn decided(sightings: u64, people: u64) -> u64 {
    (SEEN + DECIDED) * sightings + RIVALS * people
}

/// Bytes that are taken with so many entities in all and of the anchor.
fn taken(all: u64, of_anchor: u64) -> u64 {
    BEFORE_ANY + ENTITY * all + NAMED * of_anchor
}

/// Bytes of those `allowed` that are left for pairs.
fn for_pairs(allowed: u64, all: u64, of_anchor: u64) -> u64 {
    allowed.saturating_sub(taken(all, of_anchor))
}

/// Of what there is for pairs, the part that holds those that wait, and as much to work with.
fn half(for_pairs: u64) -> u64 {
    for_pairs / 2
}

/// Bytes of pairs that wait in memory, of those that are allowed.
pub(super) fn waiting(allowed: u64, all: u64, of_anchor: u64) -> u64 {
    half(for_pairs(allowed, all, of_anchor))
}

fn refused(what: &str, needed: u64, allowed: u64) -> LinkerError {
    let (needed, allowed) = (needed.div_ceil(1 << 20), allowed >> 20);
    LinkerError::policy(
        format!("{what} {needed} MiB of memory, and --memory allows {allowed} MiB"),
        format!("give --memory {needed}MiB, or do it on a larger machine"),
    )
}

#[cfg(test)]
mod tests {
    use exchange::spec::{FOUR_DEPARTMENTS, Spec};

    use super::*;

    /// So many threads, whatever the machine has.
    fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
    }

    fn links() -> [Link; 2] {
        let spec = Spec::parse(FOUR_DEPARTMENTS, Path::new("spec.toml")).unwrap();
        let [clusters, many_one] = [spec.links[0].clone(), spec.links[1].clone()];
        assert_eq!((clusters.cardinality, many_one.cardinality), (Cardinality::Cluster, Cardinality::ManyOne));
        [clusters, many_one]
    }

    fn room(allowed: u64) -> Room {
        Room::new(allowed, 0, 0, &std::env::temp_dir()).unwrap()
    }

    /// The memory that a refusal names.
    fn named(refused: LinkerError) -> u64 {
        let LinkerError::Policy { remedy, .. } = refused else { panic!("{refused} is no policy") };
        let digits = remedy.trim_start_matches("give --memory ").split("MiB").next().unwrap();
        digits.parse::<u64>().unwrap() << 20
    }

    #[test]
    fn what_is_refused_names_a_memory_that_suffices() {
        let [clusters, many_one] = links();
        let least = BEFORE_ANY + LEAST_FOR_PAIRS;
        assert_eq!(named(Room::new(1 << 20, 0, 0, &std::env::temp_dir()).err().unwrap()), least);
        let together = |allowed| room(allowed).holds_together(&clusters, 5_000_000, 1_000_000);
        assert!(together(named(together(least).unwrap_err())).is_ok());
        // All pairs of a link, of which one person has so many, and the rest are spread evenly.
        for (all, of_one, threads) in [(50_000_000, 2_000_000, 1), (50_000_000, 2_000_000, 8), (900_000, 700_000, 2)] {
            on_threads(threads, || {
                let decide = |allowed| -> Result<()> {
                    let room = room(allowed);
                    let buckets = room.buckets(all);
                    let bytes = |bucket| decided(all / buckets as u64 + if bucket == 5 { of_one } else { 0 }, 0);
                    room.runs(&many_one, buckets, bytes).try_for_each(|run| run.map(|_| ()))
                };
                assert!(decide(named(decide(least).unwrap_err())).is_ok(), "{all}, {of_one}, {threads}");
            });
        }
    }

    #[test]
    fn uneven_buckets_are_worked_on_one_by_one_and_even_ones_together() {
        let [_, link] = links();
        for threads in [1, 2, 64] {
            on_threads(threads, || {
                let (room, seen) = (room(512 << 20), 50_000_000);
                let buckets = room.buckets(seen);
                let average = seen / buckets as u64;
                let runs = |times: &dyn Fn(usize) -> u64| -> Vec<Range<usize>> {
                    room.runs(&link, buckets, |bucket| decided(times(bucket) * average, 0))
                        .collect::<Result<_>>()
                        .unwrap()
                };
                let all_of = |runs: &[Range<usize>]| runs.iter().cloned().flatten().eq(0..buckets);
                let (even, uneven) = (runs(&|_| 1), runs(&|bucket| if bucket < 3 { 4 } else { 1 }));
                assert!(all_of(&even) && all_of(&uneven));
                assert!(even[0].len() == threads || threads == 64 && even[0].len() > 8, "{threads}: {:?}", even[0]);
                assert!(uneven[0].len() < even[0].len() || threads < 64, "{threads}: {:?}", uneven[0]);
            });
        }
        assert!(room(512 << 20).runs(&link, 0, |_| 0).next().is_none());
    }

    #[test]
    fn buckets_are_some_and_not_too_many() {
        assert_eq!(room(512 << 20).buckets(0), 16);
        assert_eq!(room(u64::MAX / 2).buckets(50_000_000), 16);
        assert_eq!(room(4 << 30).buckets(u64::MAX), 1024);
        // Their open chunks fit.
        let tight = room(BEFORE_ANY + LEAST_FOR_PAIRS);
        assert!(tight.buckets(u64::MAX) as u64 * OPEN_CHUNKS <= LEAST_FOR_PAIRS / 2);
        assert_eq!(Room::unbounded().unwrap().buckets(50_000_000), 16);
    }
}
