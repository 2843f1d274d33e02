//! The keys of one project.

use std::fmt;

use jiff::civil::Date;
use ring::rand::SecureRandom;

use crate::derive::{self, TEST_ROOT};
use crate::name::Name;
use crate::root::Root;
use crate::{Error, KeyCheckValue, RootKey};

/// A project's name and root key: everything an owner needs to make tokens that other owners' tokens can meet.
///
/// Whoever holds it can open every token of the project by trying all names and dates, so it never reaches the
/// linkage unit. What it derives is listed in `derive.rs`; it rests on disk only in a
/// [`KeyringFile`](crate::KeyringFile).
pub struct Keyring {
    pub(crate) project: Name,
    pub(crate) root: Root,
    pub(crate) use_until: Option<Date>,
}

impl Keyring {
    /// Makes a new project's keyring from the operating system's generator,
    /// [`SystemRandom`](crate::SystemRandom).
    ///
    /// Fails if `project` is not 1 to 64 of `A-Z a-z 0-9 . _ -`, or if the generator fails.
    pub fn generate(project: &str, rng: &dyn SecureRandom) -> Result<Self, Error> {
        let root = Root::Memory(RootKey::generate(rng)?);
        Ok(Self { project: Name::parse("project", project)?, root, use_until: None })
    }

    /// A keyring that anyone can make again from `seed`. **Worthless as a secret**: for tests, demonstrations and
    /// `--test-seed`, never for a person's data.
    ///
    /// Fails if `project` is not a usable name.
    pub fn from_test_seed(project: &str, seed: u64) -> Result<Self, Error> {
        let root = Root::Memory(derive::test_root(TEST_ROOT, seed));
        Ok(Self { project: Name::parse("project", project)?, root, use_until: None })
    }

    /// The project's name, which is bound into every derivation.
    #[must_use]
    pub fn project(&self) -> &str {
        self.project.as_str()
    }

    /// The last day on which the keyring may make tokens, if one was set. Not part of any derivation: a custodian can
    /// set a later day without changing a token.
    #[must_use]
    pub fn use_until(&self) -> Option<Date> {
        self.use_until
    }

    /// What two holders compare, and manifests state, so that a wrong key fails loudly. Safe to publish.
    #[must_use]
    pub fn check_value(&self) -> KeyCheckValue {
        derive::project_check_value(self)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("project", &self.project()).finish_non_exhaustive()
    }
}
