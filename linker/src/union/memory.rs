//! What the union desk's work takes of memory, and what of it waits on disk: pairs lie in buckets by person, and few buckets are worked on
//! at a time.
//!
//! The figures are the sizes of what holds them; `benches --bin union_pairs` prints the peaks that come of it.

use std::path::Path;

use exchange::spec::{Cardinality, Link};

use crate::error::{LinkerError, Result};
use crate::spill::Workspace;

/// What the program takes without a pair: itself, row groups being read and written, chunks being sealed.
const BEFORE_ANY: u64 = 80 << 20;
/// An entity of any source: its payload handle and a share of the table that finds it, and whether it can be reached.
const ENTITY: u64 = 10;
/// An entity of the anchor, more: the person it stands for, their study pseudonym, whether they can be reached.
const NAMED: u64 = 4 + 24 + 32 + 1;
/// Of pairs: less would be a few chunks.
const LEAST_FOR_PAIRS: u64 = 32 << 20;
/// A pair as a pass saw it, wherever it waits.
const SEEN: u64 = 24;
/// The same and the decision on it, sealed on disk.
pub(super) const SEALED_PAIR: u64 = SEEN + 40;
/// A pair of entities while it is decided: candidate, probability beside rivals, whether it is eligible and chosen, decision.
const DECIDED: u64 = 16 + 8 + 2 + 40;
/// The same where clusters are made, more: its place in the queue, and a bond at either end.
const BONDS: u64 = 32 + 2 * 56;
/// An entity whose rivals are looked for, meanwhile: its two best candidates.
const RIVALS: u64 = 40;
/// Buckets at least, so that little is copied at a time, and at most, since each holds a chunk in memory.
const BUCKETS: (u64, u64) = (16, 1024);

/// Bytes that a run may take for pairs: half wait in buckets, half are worked on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    allowed: u64,
    for_pairs: u64,
}

impl Room {
    /// What `allowed` bytes leave beside so many entities in all and of the anchor.
    ///
    /// # Errors
    /// [`LinkerError::Policy`] where that is too little.
    pub(super) fn new(allowed: u64, all: u64, of_anchor: u64) -> Result<Self> {
        let taken = taken(all, of_anchor);
        let least = taken + LEAST_FOR_PAIRS;
        if allowed < least {
            return Err(refused("union takes at least", least, allowed));
        }
        Ok(Self { allowed, for_pairs: allowed - taken })
    }

    /// Where pairs wait: in memory as far as it goes, else sealed in `folder`.
    pub(super) fn workspace(&self, folder: &Path) -> Result<Workspace> {
        Workspace::with_own_key(self.for_pairs / 2, folder)
    }

    /// In how many buckets so many pairs are to lie, that each thread can work on one: of twice the pairs that one has on average.
    pub(super) fn buckets(&self, seen: u64) -> usize {
        let work = 2 * (SEEN + DECIDED) * seen;
        work.div_ceil(self.for_one()).clamp(BUCKETS.0, BUCKETS.1) as usize
    }

    /// Holds a bucket in which one was seen so often against what a thread may take.
    ///
    /// # Errors
    /// [`LinkerError::Policy`] where it is too much: one person has very many pairs.
    pub(super) fn holds_bucket(&self, link: &Link, sightings: u64) -> Result<()> {
        self.checked(link, (SEEN + DECIDED) * sightings, self.for_one())
    }

    /// Holds the candidates of a link that are decided together, between so many entities, against all that may be taken.
    ///
    /// # Errors
    /// [`LinkerError::Policy`] where it is too much.
    pub(super) fn holds_together(&self, link: &Link, candidates: u64, entities: usize) -> Result<()> {
        let of_pairs = candidates * if link.cardinality == Cardinality::Cluster { DECIDED + BONDS } else { DECIDED };
        self.checked(link, of_pairs + RIVALS * entities as u64, self.for_pairs)
    }

    fn for_one(&self) -> u64 {
        (self.for_pairs / 2 / rayon::current_num_threads() as u64).max(1)
    }

    fn checked(&self, link: &Link, needed: u64, held: u64) -> Result<()> {
        if needed <= held {
            return Ok(());
        }
        // As much more as makes this share of it suffice.
        let least = self.allowed + (needed - held) * (self.for_pairs / held.max(1));
        Err(refused(&format!("the pairs of link {} take", link.name), least, self.allowed))
    }
}

/// Bytes that are taken with so many entities in all and of the anchor.
fn taken(all: u64, of_anchor: u64) -> u64 {
    BEFORE_ANY + ENTITY * all + NAMED * of_anchor
}

/// Bytes of pairs that wait in memory, of those that are allowed.
pub(super) fn waiting(allowed: u64, all: u64, of_anchor: u64) -> u64 {
    allowed.saturating_sub(taken(all, of_anchor)) / 2
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
    use exchange::spec::FOUR_DEPARTMENTS;
    use exchange::spec::Spec;

    use super::*;

    /// Two threads, whatever the machine has.
    fn on_two_threads<T: Send>(work: impl FnOnce() -> T + Send) -> T {
        rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap().install(work)
    }

    #[test]
    fn what_is_refused_names_a_memory_that_suffices() {
        let spec = Spec::parse(FOUR_DEPARTMENTS, Path::new("spec.toml")).unwrap();
        let (clusters, link) = (&spec.links[0], &spec.links[1]);
        assert_eq!((clusters.cardinality, link.cardinality), (Cardinality::Cluster, Cardinality::ManyOne));
        let least = BEFORE_ANY + LEAST_FOR_PAIRS;
        let named = |refused: Result<()>| -> u64 {
            let LinkerError::Policy { remedy, .. } = refused.unwrap_err() else { panic!("refused by policy") };
            let digits = remedy.trim_start_matches("give --memory ").split("MiB").next().unwrap();
            digits.parse::<u64>().unwrap() << 20
        };
        on_two_threads(|| {
            assert_eq!(named(Room::new(1 << 20, 0, 0).map(|_| ())), least);
            let room = |allowed| Room::new(allowed, 0, 0).unwrap();
            for pairs in [200_000, 5_000_000] {
                let in_bucket = |allowed| room(allowed).holds_bucket(link, pairs);
                let together = |allowed| room(allowed).holds_together(clusters, pairs, 1_000_000);
                let at_once: [&dyn Fn(u64) -> Result<()>; 2] = [&in_bucket, &together];
                for holds in at_once {
                    assert!(holds(named(holds(least))).is_ok(), "{pairs}");
                }
            }
        });
    }

    #[test]
    fn a_bucket_of_twice_the_pairs_still_fits() {
        let spec = Spec::parse(FOUR_DEPARTMENTS, Path::new("spec.toml")).unwrap();
        on_two_threads(|| {
            let room = Room::new(512 << 20, 0, 0).unwrap();
            assert_eq!(room.buckets(0), 16);
            assert_eq!(room.buckets(u64::MAX >> 10), 1024);
            let seen = 50_000_000;
            let average = seen / room.buckets(seen) as u64;
            assert!(room.holds_bucket(&spec.links[1], 2 * average).is_ok());
            assert!(room.holds_bucket(&spec.links[1], 3 * average).is_err());
        });
    }
}
