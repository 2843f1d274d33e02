//! Rows of padding, so that a pass file's length tells how many entities were emitted only to within a sixteenth.

use exchange::{BundleLayout, Token, TokenRows};
use keys::Filler;

use super::capped::Capped;
use super::sweep::Sweep;
use super::token_sort::sort_tokens;
use crate::spill::bucket_of;

/// Rows of padding are added up to a multiple of this share of the entities.
const STEPS: usize = 16;
/// Filler streams of a pass that no entry uses.
const ROWS_STREAM: u64 = u64::MAX;
const TOKENS_STREAM: u64 = u64::MAX - 1;

/// The padding of one pass.
pub(super) struct Padding<'a> {
    layout: &'a BundleLayout,
    /// Block and handle of each row, in order.
    rows: Vec<(u64, u64)>,
    /// Null masks of as many emitted entries, or of all.
    nulls: Vec<u64>,
    filler: Filler,
    next: usize,
}

impl<'a> Padding<'a> {
    /// Padding of a pass of a source of so many `entities`.
    pub(super) fn new(
        sweep: &Sweep,
        capped: &Capped,
        entities: usize,
        layout: &'a BundleLayout,
        seed: [u8; 16],
    ) -> Self {
        let step = entities.div_ceil(STEPS).max(1);
        let count = capped.kept.next_multiple_of(step) - capped.kept;
        let mut filler = Filler::new(seed);
        filler.restart(ROWS_STREAM);
        let mut random = || u64::from(filler.next_u32()) << 32 | u64::from(filler.next_u32());
        let mut rows: Vec<_> = (0..count).map(|_| (random(), random())).collect();
        rows.sort_unstable();
        filler.restart(TOKENS_STREAM);
        // Padding lacks what real records lack, or it would stand out.
        let nulls = capped.emitted.iter().take(count).map(|entry| sweep.nulls(entry / sweep.alternatives)).collect();
        Self { layout, rows, nulls, filler, next: 0 }
    }

    /// The rows of the next bucket among `2^bits`; buckets must be asked for one after the other.
    pub(super) fn of_bucket<T: Token>(&mut self, bucket: usize, bits: u32) -> TokenRows<T> {
        let slots = self.layout.slots();
        let left = &self.rows[self.next..];
        let rows = left.partition_point(|(block, _)| bucket_of(*block, bits) <= bucket);
        let mut made = TokenRows::with_capacity(rows, slots);
        for number in self.next..self.next + rows {
            let mut tokens: Vec<T> = (0..slots).map(|_| self.token()).collect();
            for group in self.layout.groups() {
                sort_tokens(&mut tokens[group.slots()]);
            }
            let (block, handle) = self.rows[number];
            let nulls = self.nulls[number % self.nulls.len().max(1)..].first().copied().unwrap_or_default();
            made.push(block, handle, nulls, &tokens);
        }
        self.next += rows;
        made
    }

    fn token<T: Token>(&mut self) -> T {
        let mut bytes = [0; size_of::<u64>()];
        self.filler.fill(&mut bytes[..T::BYTES]);
        T::leading(&bytes)
    }
}
