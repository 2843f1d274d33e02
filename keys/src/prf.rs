//! The keyed function of which all tokens and handles are made.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::frame::LengthPrefix;

/// HMAC-SHA-256 (FIPS 198-1) under one derived key, its two key pads hashed once.
///
/// Only the derivations of [`Keyring`](crate::Keyring) make one. It cannot be cloned: share it by reference, also
/// between threads. The keyed state is overwritten on drop; the copy each message works on, on the stack, is not.
pub struct Prf(Box<Hmac<Sha256>>);

impl Prf {
    /// The length of an output.
    pub const BYTES: usize = 32;

    pub(crate) fn keyed(key: &[u8]) -> Self {
        Self(Box::new(Self::keyed_state(key)))
    }

    fn keyed_state(key: &[u8]) -> Hmac<Sha256> {
        Hmac::new_from_slice(key).expect("HMAC takes a key of any length")
    }

    /// The HMAC of `parts`, framed as [`Frame`](crate::Frame) says.
    #[must_use]
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; Self::BYTES] {
        let mut state = Hmac::clone(&self.0);
        for part in parts {
            state.update(LengthPrefix::of(part).as_bytes());
            state.update(part);
        }
        state.finalize().into_bytes().into()
    }

    /// The HMAC of `message` as it stands. The caller has framed it, with a [`Frame`](crate::Frame) or by giving it a
    /// fixed length; no key may serve messages of both kinds.
    #[must_use]
    pub fn mac_raw(&self, message: &[u8]) -> [u8; Self::BYTES] {
        let mut state = Hmac::clone(&self.0);
        state.update(message);
        state.finalize().into_bytes().into()
    }
}

impl Drop for Prf {
    fn drop(&mut self) {
        // The pads' hash state opens tokens as the key does. `black_box` keeps the overwriting from being optimised away.
        *self.0 = Self::keyed_state(&[]);
        std::hint::black_box(&self.0);
    }
}

impl fmt::Debug for Prf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Prf(redacted)")
    }
}

#[cfg(test)]
mod tests;
