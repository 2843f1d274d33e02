//! What the union desk's work takes of memory: a country's pairs fit into a laptop's, but not into any.
//!
//! Of each link all pairs are in memory at once, first as the passes saw them, then as pairs of entities that are decided. The figures are
//! the sizes of what holds them; `benches --bin union_pairs` prints what they come to beside the peak that it measures.

use exchange::spec::{Cardinality, Link};
use exchange::{PairRow, Received, RowReader, pairs};

use super::entities::Entities;
use crate::error::{LinkerError, Result};

/// What the program takes without a pair.
const BEFORE_ANY: u64 = 32 << 20;
/// A pair as a pass saw it, until all passes are read.
const SEEN: u64 = 24;
/// A pair of the pass that is being read, more: its row, and the handles of both sides with their entities.
const READ: u64 = 24 + 2 * (8 + 16);
/// A pair of entities while it is decided: candidate, probability beside rivals, whether it is eligible and chosen, decision.
const DECIDED: u64 = 16 + 8 + 2 + 40;
/// The same where clusters are made, more: its place in the queue, and a bond at either end.
const BONDS: u64 = 32 + 2 * 56;
/// An entity whose rivals are looked for, meanwhile: its two best candidates.
const RIVALS: u64 = 40;
/// An entity of any source: its payload handle, and whether it can be reached.
const ENTITY: u64 = 9;
/// An entity of the anchor, more: the person it stands for, and their study pseudonym.
const NAMED: u64 = 4 + 24 + 32;

/// Bytes that a run may take, less what it takes whatever the pairs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    allowed: u64,
    taken: u64,
}

impl Room {
    pub(super) fn new(allowed: u64, entities: &[Entities], anchor: usize) -> Self {
        let all: u64 = entities.iter().map(|entities| entities.len() as u64).sum();
        Self { allowed, taken: BEFORE_ANY + ENTITY * all + NAMED * entities[anchor].len() as u64 }
    }

    /// Whether two links fit beside each other, were no pair of theirs seen by two passes.
    pub(super) fn holds_both(&self, a: &LinkPairs, b: &LinkPairs) -> bool {
        self.taken + a.most() + b.most() <= self.allowed
    }

    /// Bytes that are taken while a link's pairs are read.
    ///
    /// # Errors
    /// [`LinkerError::Policy`] where these are more than are allowed.
    pub(super) fn reading(&self, link: &Link, pairs: &LinkPairs) -> Result<u64> {
        self.checked(link, pairs.read())
    }

    /// Bytes that are taken while so many pairs of entities are decided.
    ///
    /// # Errors
    /// As [`Room::reading`].
    pub(super) fn deciding(&self, link: &Link, pairs: &LinkPairs, candidates: usize) -> Result<u64> {
        self.checked(link, pairs.deciding(candidates as u64))
    }

    fn checked(&self, link: &Link, needed: u64) -> Result<u64> {
        let needed = self.taken + needed;
        if needed <= self.allowed {
            return Ok(needed);
        }
        let mib = |bytes: u64| bytes.div_ceil(1 << 20);
        Err(LinkerError::policy(
            format!(
                "the pairs of link {} take {} MiB of memory, and --memory allows {} MiB",
                link.name,
                mib(needed),
                mib(self.allowed)
            ),
            format!("give --memory {}MiB, or do it on a larger machine", mib(needed)),
        ))
    }
}

/// How many pairs a link has.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LinkPairs {
    all: u64,
    /// Of the pass that has most.
    largest_pass: u64,
    /// What a pair of entities takes while it is decided.
    decided: u64,
    /// Entities whose rivals are looked for.
    rivals: u64,
}

impl LinkPairs {
    /// Reads the numbers from the files' footers.
    pub(super) fn of(link: &Link, linked: &Received, left: &Entities, right: &Entities) -> Result<Self> {
        let (decided, rivals) = match link.cardinality {
            Cardinality::Cluster => (DECIDED + BONDS, 0),
            Cardinality::ManyOne => (DECIDED, left.len()),
            Cardinality::OneOne => (DECIDED, left.len() + right.len()),
        };
        let mut pairs = Self { decided, rivals: rivals as u64, ..Self::default() };
        for pass in &link.passes {
            let file = linked.file(&pairs::file_name(&link.name, &pass.name))?;
            let rows = RowReader::<PairRow>::open(&file)?.rows();
            pairs.all += rows;
            pairs.largest_pass = pairs.largest_pass.max(rows);
        }
        Ok(pairs)
    }

    fn read(&self) -> u64 {
        SEEN * self.all + READ * self.largest_pass
    }

    /// The most that it can come to: every pair another pair of entities.
    fn most(&self) -> u64 {
        self.read().max(self.deciding(self.all))
    }

    fn deciding(&self, candidates: u64) -> u64 {
        self.decided * candidates + RIVALS * self.rivals
    }
}
