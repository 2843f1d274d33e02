//! Sealing the unfinished work that a run leaves on disk.

use std::fmt;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};

use crate::Error;

/// Seals and opens the chunks of one run's journal with AES-256-GCM (NIST SP 800-38D).
///
/// A chunk is bound to its run, by the key, and to its position, by the authenticated data, so that chunks can be
/// neither exchanged nor moved. Layout: 12-byte random nonce ‖ ciphertext ‖ 16-byte tag. Nonces are random because a
/// killed run may seal a position twice; at most 2^32 chunks keep their collision chance below 2^-32 (SP 800-38D, 8.3).
pub struct JournalKey(LessSafeKey);

impl JournalKey {
    /// How many bytes sealing adds to a chunk.
    pub const OVERHEAD_BYTES: usize = NONCE_LEN + 16;

    pub(crate) fn keyed(key: &[u8; 32]) -> Self {
        let key = UnboundKey::new(&AES_256_GCM, key).expect("AES-256 takes a key of 32 bytes");
        Self(LessSafeKey::new(key))
    }

    /// Seals `chunk` for position `sequence`. Fails only if the operating system gives no nonce, or
    /// if the chunk is beyond GCM's limit of 64 GiB.
    pub fn seal(&self, sequence: u64, chunk: &[u8]) -> Result<Vec<u8>, Error> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| Error::Randomness)?;
        let mut sealed = Vec::with_capacity(chunk.len() + Self::OVERHEAD_BYTES);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(chunk);
        let tag = self
            .0
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(sequence.to_be_bytes()),
                &mut sealed[NONCE_LEN..],
            )
            .map_err(|_| Error::JournalChunkTooLong { sequence })?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    /// Opens in place what [`seal`](Self::seal) made for the same position and returns the chunk.
    pub fn open<'a>(&self, sequence: u64, sealed: &'a mut [u8]) -> Result<&'a [u8], Error> {
        let altered = Error::JournalChunk { sequence };
        let Some((nonce, ciphertext)) = sealed.split_first_chunk_mut::<NONCE_LEN>() else {
            return Err(altered);
        };
        let nonce = Nonce::assume_unique_for_key(*nonce);
        match self.0.open_in_place(nonce, Aad::from(sequence.to_be_bytes()), ciphertext) {
            Ok(chunk) => Ok(chunk),
            Err(_) => Err(altered),
        }
    }
}

impl fmt::Debug for JournalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JournalKey(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_opens_only_whole_and_in_its_own_place() {
        let key = JournalKey::keyed(&[3; 32]);
        let sealed = key.seal(7, b"rows of a run").unwrap();
        assert_eq!(sealed.len(), 13 + JournalKey::OVERHEAD_BYTES);
        assert_eq!(key.open(7, &mut sealed.clone()).unwrap(), b"rows of a run");
        assert_ne!(sealed, key.seal(7, b"rows of a run").unwrap());

        let refused = |key: &JournalKey, sequence, mut bytes: Vec<u8>| matches!(key.open(sequence, &mut bytes), Err(Error::JournalChunk { sequence: s }) if s == sequence);
        assert!(refused(&key, 8, sealed.clone()));
        assert!(refused(&JournalKey::keyed(&[4; 32]), 7, sealed.clone()));
        for length in 0..sealed.len() {
            assert!(refused(&key, 7, sealed[..length].to_vec()), "{length}");
        }
        for place in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[place] ^= 1;
            assert!(refused(&key, 7, flipped), "{place}");
        }
    }
}
