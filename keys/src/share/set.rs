use std::fmt;

use ring::rand::SecureRandom;
use secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

use super::{Quorum, Share, field, text};
use crate::name::Name;
use crate::signature::VerifyingKey;
use crate::{DeskIdentity, Error, Recipient, Signer};

/// Which set a share belongs to: the public half of a signing key that is thrown away once the set is made, so that
/// nobody can add a share to it. Says nothing about the secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SetId(pub(super) VerifyingKey);

impl fmt::Display for SetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for SetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SetId({self})")
    }
}

/// A sealing key split among holders. Seal the keyring to [`NewSet::recipient`] and hand out [`NewSet::shares`]; the sealing
/// key itself is kept nowhere.
#[derive(Debug)]
pub struct NewSet {
    recipient: Recipient,
    shares: Vec<Share>,
}

impl NewSet {
    /// Draws a sealing key for the keyring of `project` and splits it.
    pub fn generate(project: &str, quorum: Quorum, rng: &dyn SecureRandom) -> Result<Self, Error> {
        let project = Name::parse("project", project)?;
        let identity = DeskIdentity::generate();
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill(&mut *seed).map_err(|_| Error::Randomness)?;
        let signer = Signer::from_seed(&seed);
        let values = field::split(identity.secret().expose_secret().as_bytes(), quorum, rng)?;
        let share = |(value, index)| {
            let (project, set) = (project.clone(), SetId(signer.public()));
            let mut share = Share { project, set, quorum, index, value, signature: String::new() };
            share.signature = signer.sign(text::signed(&share).as_bytes());
            share
        };
        Ok(Self { recipient: identity.recipient(), shares: values.into_iter().zip(1..=u8::MAX).map(share).collect() })
    }

    /// What the keyring is sealed to.
    #[must_use]
    pub fn recipient(&self) -> &Recipient {
        &self.recipient
    }

    /// One share for each holder, in order.
    #[must_use]
    pub fn shares(&self) -> &[Share] {
        &self.shares
    }

    /// The set.
    #[must_use]
    pub fn id(&self) -> SetId {
        self.shares[0].set
    }
}
