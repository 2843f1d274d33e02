//! The pairs of one pass: counted into a histogram first, then recomputed and written with their weights. Nothing stores all
//! pairs.

use std::ops::RangeInclusive;

use exchange::{PairRow, PassRows};
use rayon::prelude::*;

use super::pair_counts::PairCounts;
use super::sides::Sides;
use crate::block::{Block, Pairing, join};
use crate::compare::{BundleRows, Comparer};
use crate::model::PatternCounter;

/// Pairs of lower match weight (bits) are not written.
pub(super) const FLOOR: f64 = -10.0;
/// Pairs that one task compares, about.
const TASK_PAIRS: u64 = 1 << 16;
/// Rows that one task compares with themselves, at least: each task has a counter of its own.
const TASK_ROWS: usize = 1 << 14;

/// Rows of two pass files of one link, joined.
pub(super) struct Joined<'a> {
    rows: Sides<PassRows>,
    pairing: Pairing,
    blocks: Vec<Block>,
    comparer: &'a Comparer,
}

impl<'a> Joined<'a> {
    pub(super) fn new(rows: Sides<PassRows>, pairing: Pairing, comparer: &'a Comparer) -> Self {
        let (left, right) = rows.both();
        let blocks = join(&left.block, &right.block, pairing);
        Self { rows, pairing, blocks, comparer }
    }

    /// Counts the patterns of all pairs, and of every row with itself.
    pub(super) fn counts(&self) -> PairCounts {
        let (left, right) = self.rows.both();
        let rows = (left.len() as u64, right.len() as u64);
        PairCounts { rows, pairs: self.compared().histogram(), own: self.with_themselves().histogram() }
    }

    fn compared(&self) -> PatternCounter {
        let empty = || PatternCounter::new(self.comparer.space().size());
        self.tasks()
            .into_par_iter()
            .fold(empty, |mut counter, blocks| {
                let count = |patterns: &[u32]| counter.add_each(patterns);
                self.comparer.all_patterns(self.bundles(), (blocks, self.pairing), count);
                counter
            })
            .reduce(empty, |a, b| a.merged(&b))
    }

    fn with_themselves(&self) -> PatternCounter {
        let empty = || PatternCounter::new(self.comparer.space().size());
        let sides: Vec<&PassRows> = self.rows.each().collect();
        sides
            .into_par_iter()
            .flat_map(|rows| {
                let bundles = self.comparer.bundles(rows);
                (0..rows.len()).into_par_iter().with_min_len(TASK_ROWS).map(move |row| bundles.row(row))
            })
            .fold(empty, |mut counter, bundle| {
                counter.add(self.comparer.pattern(bundle, bundle));
                counter
            })
            .reduce(empty, |a, b| a.merged(&b))
    }

    /// Pairs above the floor whose left handle lies in `handles`, in the order of blocks; `weights` are those of the patterns. In
    /// de-duplication the smaller handle is the left one.
    pub(super) fn pairs(&self, weights: &[f64], handles: &RangeInclusive<u64>) -> Vec<PairRow> {
        let (lefts, rights) = self.rows.both();
        self.tasks()
            .into_par_iter()
            .flat_map_iter(|blocks| {
                let mut found = Vec::new();
                self.comparer.each_pattern(self.bundles(), (blocks, self.pairing), |i, j, pattern| {
                    let match_weight = weights[pattern];
                    let (left, right) = (lefts.handle[i], rights.handle[j]);
                    let (left, right) = match self.pairing {
                        Pairing::Between => (left, right),
                        Pairing::Within => (left.min(right), left.max(right)),
                    };
                    if match_weight >= FLOOR && handles.contains(&left) {
                        found.push(PairRow { left, right, match_weight });
                    }
                });
                found
            })
            .collect()
    }

    /// Puts pairs into the order of their file.
    pub(super) fn sort(pairs: &mut [PairRow]) {
        pairs.par_sort_unstable_by_key(|pair| (pair.left, pair.right));
    }

    fn bundles(&self) -> (BundleRows<'_>, BundleRows<'_>) {
        let (left, right) = self.rows.both();
        (self.comparer.bundles(left), self.comparer.bundles(right))
    }

    /// Runs of blocks with about the same number of pairs; the same whatever the number of threads.
    fn tasks(&self) -> Vec<&[Block]> {
        let mut tasks = Vec::new();
        let (mut start, mut pairs) = (0, 0);
        for (index, block) in self.blocks.iter().enumerate() {
            pairs += block.pairs(self.pairing);
            if pairs >= TASK_PAIRS {
                tasks.push(&self.blocks[start..=index]);
                (start, pairs) = (index + 1, 0);
            }
        }
        tasks.push(&self.blocks[start..]);
        tasks
    }
}
