//! A merge of two sorted columns of block tokens.

use std::cmp::Ordering;
use std::ops::Range;

use exchange::spec::Link;

/// Rows of one block on either side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Left rows.
    pub left: Range<usize>,
    /// Right rows; the same as `left` in de-duplication.
    pub right: Range<usize>,
}

/// Whether pairs lie between two files or within one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// Every left row with every right row.
    Between,
    /// Each unordered pair of rows once.
    Within,
}

impl Pairing {
    /// The pairs that a link compares.
    #[must_use]
    pub fn of(link: &Link) -> Self {
        if link.is_deduplication() { Self::Within } else { Self::Between }
    }
}

/// Blocks with at least one pair. `left` and `right` are sorted; in de-duplication they are the same column.
#[must_use]
pub fn join(left: &[u64], right: &[u64], pairing: Pairing) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < left.len() && j < right.len() {
        match left[i].cmp(&right[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                let (start, other) = (i, j);
                i += run(&left[i..]);
                j += run(&right[j..]);
                if pairing == Pairing::Between || i - start > 1 {
                    blocks.push(Block { left: start..i, right: other..j });
                }
            }
        }
    }
    blocks
}

fn run(column: &[u64]) -> usize {
    column.iter().take_while(|value| **value == column[0]).count()
}

impl Block {
    /// Number of pairs.
    #[must_use]
    pub fn pairs(&self, pairing: Pairing) -> u64 {
        let (left, right) = (self.left.len() as u64, self.right.len() as u64);
        match pairing {
            Pairing::Between => left * right,
            Pairing::Within => left * (left - 1) / 2,
        }
    }

    /// The right rows that left row `i` of the block is compared with.
    #[must_use]
    pub fn partners(&self, i: usize, pairing: Pairing) -> Range<usize> {
        match pairing {
            Pairing::Between => self.right.clone(),
            Pairing::Within => i + 1..self.right.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(blocks: &[Block], pairing: Pairing) -> Vec<(usize, usize)> {
        let of_block = |block: &Block| {
            let pairs = block.left.clone().flat_map(|i| block.partners(i, pairing).map(move |j| (i, j)));
            pairs.collect::<Vec<_>>()
        };
        blocks.iter().flat_map(of_block).collect()
    }

    proptest! {
        #[test]
        fn the_merge_finds_what_every_pair_by_every_pair_finds(
            mut left in prop::collection::vec(0_u64..20, 0..40),
            mut right in prop::collection::vec(0_u64..20, 0..40),
        ) {
            left.sort_unstable();
            right.sort_unstable();
            let between = rows(&join(&left, &right, Pairing::Between), Pairing::Between);
            let slow: Vec<_> = (0..left.len())
                .flat_map(|i| (0..right.len()).map(move |j| (i, j)))
                .filter(|(i, j)| left[*i] == right[*j]).collect();
            prop_assert_eq!(between, slow);
            let blocks = join(&left, &left, Pairing::Within);
            let within = rows(&blocks, Pairing::Within);
            let slow: Vec<_> = (0..left.len())
                .flat_map(|i| (i + 1..left.len()).map(move |j| (i, j)))
                .filter(|(i, j)| left[*i] == left[*j]).collect();
            prop_assert_eq!(blocks.iter().map(|b| b.pairs(Pairing::Within)).sum::<u64>(), slow.len() as u64);
            prop_assert_eq!(within, slow);
        }
    }
}
