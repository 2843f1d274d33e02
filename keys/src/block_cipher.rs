//! The cipher that binds value tokens to one block.

use std::fmt;

use aes::Aes128;
use aes::cipher::{Array, BlockCipherEncrypt, KeyInit};

/// AES-128 (FIPS 197) under a key that one block of one pass derives.
///
/// A value's HMAC is the same wherever the value stands; enciphered under the block's key it is a different one in
/// every block, at a fraction of another HMAC's cost. Equality inside the block is all that is left, because AES is a
/// permutation: equal stays equal, different stays different.
pub struct BlockCipher(Aes128);

impl BlockCipher {
    /// Expands the block's key: bytes 16..32 of the block's HMAC.
    #[must_use]
    pub fn new(key: &[u8; 16]) -> Self {
        Self(Aes128::new(key.into()))
    }

    /// Enciphers each value token in place. Give all values of a record at once: the processor works on several
    /// blocks in parallel.
    pub fn bind(&self, values: &mut [[u8; 16]]) {
        self.0.encrypt_blocks(Array::cast_slice_from_core_mut(values));
    }
}

impl fmt::Debug for BlockCipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlockCipher(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 197, appendices B and C.1.
    #[test]
    fn fips_197_known_answers() {
        let vectors = include_str!("../tests/data/fips197_aes128.txt");
        let mut tested = 0;
        for line in vectors.lines().filter(|line| !line.starts_with('#')) {
            let [key, plain, cipher] = line.split(' ').map(block).collect::<Vec<_>>()[..] else {
                panic!("a vector has three blocks")
            };
            let mut values = [plain; 9];
            BlockCipher::new(&key).bind(&mut values);
            assert_eq!(values, [cipher; 9]);
            tested += 1;
        }
        assert_eq!(tested, 2);
    }

    fn block(text: &str) -> [u8; 16] {
        let mut bytes = [0; 16];
        crate::hex::decode(text, &mut bytes).unwrap();
        bytes
    }
}
