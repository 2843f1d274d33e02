//! One bit a thing, set from any thread.

use std::sync::atomic::{AtomicU64, Ordering};

/// Bits that are all clear at first.
pub(crate) struct Bits(Vec<AtomicU64>);

impl Bits {
    pub(crate) fn new(bits: usize) -> Self {
        Self((0..bits.div_ceil(64)).map(|_| AtomicU64::new(0)).collect())
    }

    pub(crate) fn set(&self, bit: usize) {
        let (word, mask) = (&self.0[bit / 64], 1 << (bit % 64));
        // Most are set more than once: looking first spares the other threads' caches.
        if word.load(Ordering::Relaxed) & mask == 0 {
            word.fetch_or(mask, Ordering::Relaxed);
        }
    }

    pub(crate) fn get(&self, bit: usize) -> bool {
        self.0[bit / 64].load(Ordering::Relaxed) >> (bit % 64) & 1 == 1
    }

    /// Bits that there are: as many as were asked for, and a few.
    pub(crate) fn len(&self) -> usize {
        64 * self.0.len()
    }

    /// All of them, eight a byte.
    pub(crate) fn bytes(&self) -> impl ExactSizeIterator<Item = [u8; 8]> {
        self.0.iter().map(|word| word.load(Ordering::Relaxed).to_le_bytes())
    }

    /// Bits as [`Bits::bytes`] gave them.
    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        let words = bytes.as_chunks().0.iter();
        Self(words.map(|word| AtomicU64::new(u64::from_le_bytes(*word))).collect())
    }

    /// The bits that are set, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(index, word)| {
            let mut left = word.load(Ordering::Relaxed);
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                left &= left.wrapping_sub(1);
                (bit < 64).then_some(64 * index + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_that_were_set_are_found() {
        let bits = Bits::new(200);
        for bit in [199, 0, 63, 64, 63, 130] {
            bits.set(bit);
        }
        assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 63, 64, 130, 199]);
        assert!(bits.get(130) && !bits.get(131));
        let bytes: Vec<u8> = bits.bytes().flatten().collect();
        assert_eq!(bytes.len() * 8, bits.len());
        assert!(Bits::of_bytes(&bytes).iter().eq(bits.iter()));
    }
}
