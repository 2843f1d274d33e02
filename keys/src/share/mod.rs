//! M-of-N custody of a keyring: any M of N holders open it together, and fewer learn nothing.
//!
//! What is split is not the project's root but the key of one sealing: a fresh age identity, to which the keyring is sealed.
//! So a share alone says nothing about the project's key even to M thieves, who would need the sealed keyring too; and a
//! holder is replaced by sealing the same keyring to a new set, whereupon the old shares open nothing but the old file.
//!
//! - `quorum`: M of N.
//! - `field`: Shamir's scheme over GF(2^8).
//! - `set`: a new set of signed shares.
//! - `text`: what a share's file holds.
//! - `join`: shares brought together.

#[cfg(test)]
mod constant_time;
mod field;
mod join;
mod quorum;
mod set;
mod text;

use std::fmt;
use std::path::Path;

use zeroize::Zeroizing;

pub use join::SetKey;
pub use quorum::{MAXIMUM_HOLDERS, Quorum};
pub use set::{NewSet, SetId};

use crate::name::Name;
use crate::{Error, Lock, Unlock, sealed_file};

/// What one holder keeps, signed as part of its set: neither can it be changed nor moved to another set. It names the
/// project but nothing of the key.
pub struct Share {
    project: Name,
    set: SetId,
    quorum: Quorum,
    index: u8,
    value: Zeroizing<Vec<u8>>,
    signature: String,
}

impl Share {
    /// Seals the share into a new file at `path` with mode 0600, to its holder alone.
    pub fn seal(&self, path: &Path, lock: &Lock<'_>) -> Result<(), Error> {
        sealed_file::refuse_existing(path)?;
        sealed_file::write_new(path, &lock.seal(path, text::write(self).as_bytes())?)
    }

    /// Opens the share at `path` and checks its signature.
    pub fn open(path: &Path, unlock: &Unlock<'_>) -> Result<Self, Error> {
        let sealed = sealed_file::read(path)?;
        text::read(path, &unlock.open(path, &sealed)?)
    }

    /// The project whose keyring the set opens.
    #[must_use]
    pub fn project(&self) -> &str {
        self.project.as_str()
    }

    /// The set it belongs to.
    #[must_use]
    pub fn set(&self) -> SetId {
        self.set
    }

    /// How many shares open the keyring, and of how many.
    #[must_use]
    pub fn quorum(&self) -> Quorum {
        self.quorum
    }

    /// Its place in the set, from 1.
    #[must_use]
    pub fn index(&self) -> u8 {
        self.index
    }
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Share").field("set", &self.set).field("index", &self.index).finish_non_exhaustive()
    }
}
