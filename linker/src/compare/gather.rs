//! Bits of a word brought side by side by one multiplication: what the instruction PEXT does where a processor has it.
//!
//! Chess programs call such multipliers magic (<https://www.chessprogramming.org/Magic_Bitboards>); here they follow from the places.

use std::ops::Range;

/// Runs of bits of a word, and the multiplier that brings them together at its top.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gather {
    mask: u64,
    multiplier: u64,
    shift: u32,
}

impl Gather {
    /// Puts `runs` of bits side by side, the first one lowest; `None` where they lie so that the multiplication would mix them.
    pub(super) fn new(runs: &[Range<u32>]) -> Option<Self> {
        let runs: Vec<_> = runs.iter().filter(|run| !run.is_empty()).collect();
        let shift = u64::BITS.checked_sub(runs.iter().map(|run| run.len() as u32).sum())?;
        let mut place = shift;
        let mut moves = Vec::new();
        for run in &runs {
            moves.push(place.checked_sub(run.start)?);
            place += run.len() as u32;
        }
        // The product is a copy of all runs for every bit of the multiplier. Where no two meet, none changes another by a carry; what
        // leaves at the top is lost, as it should be.
        let mut taken = 0_u64;
        for (run, by) in runs.iter().flat_map(|run| moves.iter().map(move |by| (run, by))) {
            let copy = u128::from(ones(run)) << by;
            if taken & copy as u64 != 0 {
                return None;
            }
            taken |= copy as u64;
        }
        Some(Self {
            mask: runs.iter().fold(0, |mask, run| mask | ones(run)),
            multiplier: moves.iter().fold(0, |bits, by| bits | 1 << by),
            // A shift by the whole word is none; there the mask is empty, and so is the product.
            shift: shift.min(u64::BITS - 1),
        })
    }

    /// The bits of the runs, side by side.
    #[inline]
    pub(super) fn of(self, word: u64) -> usize {
        ((word & self.mask).wrapping_mul(self.multiplier) >> self.shift) as usize
    }
}

fn ones(run: &Range<u32>) -> u64 {
    run.clone().fold(0, |bits, bit| bits | 1 << bit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_product_is_what_bit_after_bit_gives(
            starts in prop::array::uniform3(0_u32..20), lengths in prop::array::uniform3(0_u32..7), word in any::<u64>(),
        ) {
            let runs: Vec<_> = (0..3)
                .map(|field| (20 * field as u32 + starts[field], lengths[field]))
                .map(|(start, length)| start..(start + length).min(u64::BITS))
                .collect();
            let slow = runs.iter().flat_map(Range::clone).zip(0..);
            let slow = slow.fold(0, |bits, (from, to)| bits | (word >> from & 1) << to);
            if let Some(gather) = Gather::new(&runs) {
                prop_assert_eq!(gather.of(word) as u64, slow);
            }
        }
    }

    #[test]
    fn a_run_that_is_its_own_place_needs_no_other() {
        assert_eq!(Gather::new(&[60..64, 0..0]).unwrap().of(0xA << 60), 0xA);
        assert_eq!(Gather::new(&[]).unwrap().of(u64::MAX), 0);
    }
}
