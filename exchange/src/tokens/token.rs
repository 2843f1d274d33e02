use std::fmt;

use crate::{RELAY_TOKENS_FORMAT, TOKENS_FORMAT};

/// What a slot of a bundle holds: 32 bits in a pass file that the linkage unit reads, 64 in one that a relay reads.
pub trait Token: Copy + Ord + Default + fmt::Debug + Send + Sync + Stored + 'static {
    /// Format of the files that hold such tokens.
    const FORMAT: &'static str;
    /// Bytes of a token.
    const BYTES: usize = size_of::<Self>();
    /// The largest token.
    const MAX: Self;

    /// The token that `bytes` begin with, big-endian.
    ///
    /// # Panics
    /// When `bytes` are fewer than [`Token::BYTES`].
    fn leading(bytes: &[u8]) -> Self;

    /// What the linkage unit would see of it, or as many bits of what a relay does.
    fn first_32_bits(self) -> u32;
}

impl Token for u32 {
    const FORMAT: &'static str = TOKENS_FORMAT;
    const MAX: Self = Self::MAX;

    fn leading(bytes: &[u8]) -> Self {
        Self::from_be_bytes(*bytes.first_chunk().expect("four bytes or more"))
    }

    fn first_32_bits(self) -> u32 {
        self
    }
}

impl Token for u64 {
    const FORMAT: &'static str = RELAY_TOKENS_FORMAT;
    const MAX: Self = Self::MAX;

    fn leading(bytes: &[u8]) -> Self {
        Self::from_be_bytes(*bytes.first_chunk().expect("eight bytes or more"))
    }

    fn first_32_bits(self) -> u32 {
        (self >> 32) as u32
    }
}

/// How tokens lie in a file: little-endian, one after the other.
pub trait Stored: arrow::datatypes::ArrowNativeType {
    /// The token with its bytes in the order of a file; the token itself on little-endian machines.
    #[must_use]
    fn in_file_order(self) -> Self;
    /// The tokens whose bytes these are.
    fn of_file(bytes: &[u8]) -> Vec<Self>;
}

impl Stored for u32 {
    fn in_file_order(self) -> Self {
        self.to_le()
    }

    fn of_file(bytes: &[u8]) -> Vec<Self> {
        bytes.as_chunks().0.iter().map(|bytes| Self::from_le_bytes(*bytes)).collect()
    }
}

impl Stored for u64 {
    fn in_file_order(self) -> Self {
        self.to_le()
    }

    fn of_file(bytes: &[u8]) -> Vec<Self> {
        bytes.as_chunks().0.iter().map(|bytes| Self::from_le_bytes(*bytes)).collect()
    }
}
