use std::fmt;
use std::path::PathBuf;

use age::x25519;

use super::{SetId, Share, field};
use crate::{DeskIdentity, Error};

/// The sealing key of one set, made whole for as long as this lives. Opens the keyring that was sealed to the set:
/// [`Unlock::Set`](crate::Unlock::Set).
pub struct SetKey {
    identity: DeskIdentity,
    set: SetId,
    places: Vec<u8>,
}

impl SetKey {
    /// Joins shares, each with the file it came from.
    ///
    /// Each way to fail has an error of its own: shares of two sets, one share twice, too few.
    pub fn join(shares: &[(PathBuf, Share)]) -> Result<Self, Error> {
        let Some((first_path, first)) = shares.first() else { return Err(Error::NoShare) };
        for (path, share) in shares {
            if share.set != first.set {
                return Err(Error::MixedShares { path: path.clone(), first: first_path.clone() });
            }
        }
        for (at, (path, share)) in shares.iter().enumerate() {
            if let Some((earlier, _)) = shares[..at].iter().find(|(_, earlier)| earlier.index == share.index) {
                return Err(Error::RepeatedShare { path: path.clone(), first: earlier.clone() });
            }
        }
        let threshold = usize::from(first.quorum.threshold());
        if shares.len() < threshold {
            return Err(Error::TooFewShares { given: shares.len(), threshold });
        }
        let values: Vec<_> = shares.iter().map(|(_, share)| (share.index, share.value.as_slice())).collect();
        let secret = field::join(&values);
        let text = secret.as_deref().and_then(|secret| str::from_utf8(secret).ok());
        // Signed shares of one set fit together, unless whoever made the set meant them not to.
        let identity =
            text.and_then(DeskIdentity::parse).ok_or_else(|| Error::ShareAltered { path: first_path.clone() })?;
        Ok(Self { identity, set: first.set, places: values.iter().map(|(place, _)| *place).collect() })
    }

    /// The set.
    #[must_use]
    pub fn set(&self) -> SetId {
        self.set
    }

    /// Places of the shares that were joined.
    #[must_use]
    pub fn places(&self) -> &[u8] {
        &self.places
    }

    pub(crate) fn age(&self) -> &x25519::Identity {
        self.identity.age()
    }
}

impl fmt::Debug for SetKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SetKey").field("set", &self.set).finish_non_exhaustive()
    }
}
