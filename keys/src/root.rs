//! The secret at the top of a hierarchy.

use std::fmt;

use ring::rand::SecureRandom;
use secrecy::{ExposeSecret, SecretBox};

use crate::Error;
#[cfg(feature = "hsm")]
use crate::hsm::TokenRoot;

/// Where the root of a project is.
pub(crate) enum Root {
    /// In this process.
    Memory(RootKey),
    /// In a PKCS#11 token, which it never leaves.
    #[cfg(feature = "hsm")]
    Token(TokenRoot),
}

/// Thirty-two random bytes from which all keys of a project, or of a study, are derived.
///
/// It lives on the heap, so that moving it leaves no copy, and is wiped on drop. It cannot be cloned, shown or
/// compared; a [`KeyCheckValue`](crate::KeyCheckValue) tells two roots apart.
pub struct RootKey(SecretBox<[u8; RootKey::BYTES]>);

impl RootKey {
    /// The length of a root key.
    pub const BYTES: usize = 32;

    /// Draws a root key. Never from a passphrase.
    pub(crate) fn generate(rng: &dyn SecureRandom) -> Result<Self, Error> {
        Self::try_init(|bytes| rng.fill(bytes).map_err(|_| Error::Randomness))
    }

    /// Lets `fill` write the key in place.
    pub(crate) fn try_init<E>(fill: impl FnOnce(&mut [u8; Self::BYTES]) -> Result<(), E>) -> Result<Self, E> {
        let mut outcome = Ok(());
        let bytes = SecretBox::init_with_mut(|bytes| outcome = fill(bytes));
        outcome.map(|()| Self(bytes))
    }

    /// The key itself, for derivation and sealing alone.
    pub(crate) fn expose_secret(&self) -> &[u8; Self::BYTES] {
        self.0.expose_secret()
    }
}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RootKey(redacted)")
    }
}
