//! A fast generator of values that mean nothing.

use std::fmt;

use crate::BlockCipher;

/// Pads unused slots so that nobody can tell how many there are: an AES-128 counter stream.
///
/// Stream `n` of a seed is `AES(seed, n ‖ 0) ‖ AES(seed, n ‖ 1) ‖ ...`, both numbers u64 big-endian, read in order.
/// Give every record or chunk its own stream, and padding is the same whatever the number of threads. Without the
/// seed the values cannot be told from tokens; a seed serves one delivery of one source and is never reused.
pub struct Filler {
    cipher: BlockCipher,
    stream: u64,
    counter: u64,
    buffer: [[u8; 16]; Filler::BUFFERED],
    used: usize,
}

impl Filler {
    /// Eight blocks fill the AES pipeline of current processors.
    const BUFFERED: usize = 8;

    /// Begins stream 0 of `seed`.
    #[must_use]
    pub fn new(seed: [u8; 16]) -> Self {
        let cipher = BlockCipher::new(&seed);
        Self { cipher, stream: 0, counter: 0, buffer: [[0; 16]; Self::BUFFERED], used: Self::BUFFERED * 16 }
    }

    /// Goes to the beginning of another stream of the same seed.
    pub fn restart(&mut self, stream: u64) {
        self.stream = stream;
        self.counter = 0;
        self.used = Self::BUFFERED * 16;
    }

    /// The next four bytes, big-endian.
    pub fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill(&mut bytes);
        u32::from_be_bytes(bytes)
    }

    /// The next `bytes.len()` bytes.
    pub fn fill(&mut self, mut bytes: &mut [u8]) {
        while !bytes.is_empty() {
            if self.used == Self::BUFFERED * 16 {
                self.refill();
            }
            let ready = &self.buffer.as_flattened()[self.used..];
            let (now, later) = bytes.split_at_mut(ready.len().min(bytes.len()));
            now.copy_from_slice(&ready[..now.len()]);
            self.used += now.len();
            bytes = later;
        }
    }

    fn refill(&mut self) {
        for block in &mut self.buffer {
            block[..8].copy_from_slice(&self.stream.to_be_bytes());
            block[8..].copy_from_slice(&self.counter.to_be_bytes());
            self.counter += 1;
        }
        self.cipher.bind(&mut self.buffer);
        self.used = 0;
    }
}

impl fmt::Debug for Filler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Filler(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_stream_does_not_depend_on_how_it_is_cut(cuts in prop::collection::vec(0_usize..300, 1..8), stream: u64) {
            let total = cuts.iter().sum();
            let mut whole = vec![0; total];
            let mut filler = Filler::new([7; 16]);
            filler.restart(stream);
            filler.fill(&mut whole);
            filler.restart(stream);
            let mut pieces = Vec::new();
            for cut in cuts {
                let mut piece = vec![0; cut];
                filler.fill(&mut piece);
                pieces.extend(piece);
            }
            prop_assert_eq!(pieces, whole);
        }
    }

    #[test]
    fn bytes_and_words_are_one_stream_of_enciphered_counters() {
        let mut blocks = [[0; 16]; 2];
        blocks[0][7] = 5;
        blocks[1][7] = 5;
        blocks[1][15] = 1;
        BlockCipher::new(&[9; 16]).bind(&mut blocks);
        let mut filler = Filler::new([9; 16]);
        filler.restart(5);
        for word in blocks.as_flattened().chunks_exact(4) {
            assert_eq!(filler.next_u32().to_be_bytes(), word);
        }
    }

    /// Chi-square of byte values over 1 MiB, 255 degrees of freedom; 330.5 is exceeded once in a thousand seeds.
    #[test]
    fn byte_values_are_level() {
        let mut bytes = vec![0; 1 << 20];
        Filler::new([1; 16]).fill(&mut bytes);
        let mut counts = [0.0_f64; 256];
        for byte in bytes {
            counts[usize::from(byte)] += 1.0;
        }
        let chi_square: f64 = counts.iter().map(|count| (count - 4096.0).powi(2) / 4096.0).sum();
        assert!(chi_square < 330.5, "{chi_square}");
    }
}
