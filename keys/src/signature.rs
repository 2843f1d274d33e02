//! Ed25519 (RFC 8032): what a desk states, and what binds shares into a set.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use zeroize::Zeroizing;

use crate::identity::DeskIdentity;
use crate::{Error, derive, hex};

/// Signs for a desk. The key comes from the desk's identity, so that there is nothing more to keep.
pub struct Signer(Ed25519KeyPair);

impl Signer {
    /// The signer of the first identity in the file at `path`.
    pub fn of_identity(path: &Path) -> Result<Self, Error> {
        Ok(Self::of(&DeskIdentity::read(path)?))
    }

    /// The signer of an identity.
    #[must_use]
    pub fn of(identity: &DeskIdentity) -> Self {
        Self::from_seed(&derive::desk_signature_seed(identity))
    }

    pub(crate) fn from_seed(seed: &Zeroizing<[u8; 32]>) -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&**seed).expect("any 32 bytes are a seed of Ed25519"))
    }

    /// Whose signatures these are.
    #[must_use]
    pub fn public(&self) -> VerifyingKey {
        let mut bytes = [0; VerifyingKey::BYTES];
        bytes.copy_from_slice(self.0.public_key().as_ref());
        VerifyingKey(bytes)
    }

    /// The signature over `message`, 128 hexadecimal digits. Messages of one kind begin with words that no other kind has.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> String {
        let mut text = String::with_capacity(SIGNATURE_DIGITS);
        hex::encode(self.0.sign(message).as_ref(), &mut text);
        text
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(redacted)")
    }
}

const SIGNATURE_BYTES: usize = 64;
/// Hexadecimal digits of a signature as text.
pub(crate) const SIGNATURE_DIGITS: usize = 2 * SIGNATURE_BYTES;

/// A public key that checks signatures, written `ed25519:` and 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VerifyingKey([u8; VerifyingKey::BYTES]);

impl VerifyingKey {
    /// The length of a key.
    pub const BYTES: usize = 32;
    const PREFIX: &str = "ed25519:";

    /// Whether `signature` is this key's over `message`, and written as [`Signer::sign`] writes it.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &str) -> bool {
        let mut bytes = [0; SIGNATURE_BYTES];
        let lower = !signature.bytes().any(|digit| digit.is_ascii_uppercase());
        lower
            && hex::decode(signature, &mut bytes).is_some()
            && UnparsedPublicKey::new(&ED25519, &self.0).verify(message, &bytes).is_ok()
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = String::with_capacity(2 * Self::BYTES);
        hex::encode(&self.0, &mut digits);
        write!(f, "{}{digits}", Self::PREFIX)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({self})")
    }
}

/// Reads the form that `Display` writes.
impl FromStr for VerifyingKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut bytes = [0; Self::BYTES];
        let digits = text.strip_prefix(Self::PREFIX).filter(|digits| !digits.bytes().any(|d| d.is_ascii_uppercase()));
        digits.and_then(|digits| hex::decode(digits, &mut bytes)).ok_or(Error::VerifyingKey)?;
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032, section 7.1, tests 1 and 2.
    #[test]
    fn rfc_8032_vectors() {
        let vectors = include_str!("../tests/data/rfc8032_ed25519.txt");
        let mut tested = 0;
        for line in vectors.lines().filter(|line| !line.starts_with('#')) {
            let [seed, public, message, signature] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("a vector has four parts")
            };
            let mut bytes = Zeroizing::new([0; 32]);
            hex::decode(seed, &mut *bytes).unwrap();
            let mut message_bytes = vec![0; message.trim_matches('-').len() / 2];
            hex::decode(message.trim_matches('-'), &mut message_bytes).unwrap();
            let signer = Signer::from_seed(&bytes);
            assert_eq!(signer.public().to_string(), format!("ed25519:{public}"));
            assert_eq!(signer.sign(&message_bytes), signature);
            tested += 1;
        }
        assert_eq!(tested, 2);
    }

    #[test]
    fn a_signature_is_of_one_message_by_one_key_in_one_spelling() {
        let signer = Signer::from_seed(&Zeroizing::new([7; 32]));
        let (public, signature) = (signer.public(), signer.sign(b"destroyed"));
        assert!(public.verifies(b"destroyed", &signature));
        assert!(!public.verifies(b"destroyed.", &signature));
        assert!(!public.verifies(b"destroyed", &signature.to_uppercase()));
        assert!(!Signer::from_seed(&Zeroizing::new([8; 32])).public().verifies(b"destroyed", &signature));
        assert_eq!(public.to_string().parse::<VerifyingKey>().unwrap(), public);
        for other in ["", "ed25519:", &public.to_string().to_uppercase(), &public.to_string()[..70]] {
            assert!(matches!(other.parse::<VerifyingKey>(), Err(Error::VerifyingKey)), "{other}");
        }
    }
}
