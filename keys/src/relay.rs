//! The key custodian's own key, under which a relay turns owners' tokens into those that the linkage unit sees.

use std::fmt;

use jiff::civil::Date;
use ring::rand::SecureRandom;

use crate::derive::{self, TEST_RELAY_ROOT};
use crate::name::Name;
use crate::{Error, KeyCheckValue, RootKey};

/// A project's name and the root key of its relay.
///
/// The root is random, not derived from the project's: who holds one of them alone can make no token that the linkage
/// unit sees. So it is given neither to an owner nor to the linkage unit, and stays with the custodian.
pub struct RelayKeyring {
    pub(crate) project: Name,
    pub(crate) root: RootKey,
    pub(crate) use_until: Option<Date>,
}

impl RelayKeyring {
    /// Makes a new relay's keyring from the operating system's generator, [`SystemRandom`](crate::SystemRandom).
    ///
    /// Fails if `project` is not 1 to 64 of `A-Z a-z 0-9 . _ -`, or if the generator fails.
    pub fn generate(project: &str, rng: &dyn SecureRandom) -> Result<Self, Error> {
        Self::new(project, RootKey::generate(rng)?)
    }

    /// A keyring that anyone can make again from `seed`. **Worthless as a secret**: for tests and `--test-seed`.
    ///
    /// Fails if `project` is not a usable name.
    pub fn from_test_seed(project: &str, seed: u64) -> Result<Self, Error> {
        Self::new(project, derive::test_root(TEST_RELAY_ROOT, seed))
    }

    pub(crate) fn new(project: &str, root: RootKey) -> Result<Self, Error> {
        Ok(Self { project: Name::parse("project", project)?, root, use_until: None })
    }

    /// The project whose tokens it relays.
    #[must_use]
    pub fn project(&self) -> &str {
        self.project.as_str()
    }

    /// The last day on which the keyring may relay, if one was set.
    #[must_use]
    pub fn use_until(&self) -> Option<Date> {
        self.use_until
    }

    /// What manifests of relayed folders state, so that folders of two relays do not mix. Safe to publish.
    #[must_use]
    pub fn check_value(&self) -> KeyCheckValue {
        derive::relay_check_value(&self.root, &self.project)
    }
}

impl fmt::Debug for RelayKeyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RelayKeyring").field("project", &self.project()).finish_non_exhaustive()
    }
}
