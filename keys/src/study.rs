//! The key of one study.

use std::fmt;

use jiff::civil::Date;
use ring::rand::SecureRandom;

use crate::derive::{self, TEST_STUDY_ROOT};
use crate::name::Name;
use crate::{Error, KeyCheckValue, Prf, RootKey, base32};

/// What turns the payload handles of a project into the pseudonyms of one study.
///
/// Each study has a random root of its own, not one derived from the project's, so that no project key opens a study
/// and destroying a study's key destroys its pseudonyms alone. Two studies share neither pseudonyms nor cell keys.
pub struct StudyKey {
    pub(crate) project: Name,
    pub(crate) study: Name,
    pub(crate) root: RootKey,
    pub(crate) use_until: Option<Date>,
    pseudonym: Prf,
    cell: Prf,
}

impl StudyKey {
    /// Makes a new study's key from the operating system's generator, [`SystemRandom`](crate::SystemRandom).
    ///
    /// Fails if a name is not 1 to 64 of `A-Z a-z 0-9 . _ -`, or if the generator fails.
    pub fn generate(project: &str, study: &str, rng: &dyn SecureRandom) -> Result<Self, Error> {
        Self::new(project, study, RootKey::generate(rng)?)
    }

    /// A key that anyone can make again from `seed`. **Worthless as a secret**: for tests and `--test-seed`.
    ///
    /// Fails if a name is not usable.
    pub fn from_test_seed(project: &str, study: &str, seed: u64) -> Result<Self, Error> {
        Self::new(project, study, derive::test_root(TEST_STUDY_ROOT, seed))
    }

    pub(crate) fn new(project: &str, study: &str, root: RootKey) -> Result<Self, Error> {
        let project = Name::parse("project", project)?;
        let study = Name::parse("study", study)?;
        let pseudonym = derive::study_pseudonym_key(&root, &project, &study);
        let cell = derive::study_cell_key(&root, &project, &study);
        Ok(Self { project, study, root, use_until: None, pseudonym, cell })
    }

    /// The project to which the study belongs.
    #[must_use]
    pub fn project(&self) -> &str {
        self.project.as_str()
    }

    /// The study's name.
    #[must_use]
    pub fn study(&self) -> &str {
        self.study.as_str()
    }

    /// The last day on which the key may make pseudonyms, if one was set.
    #[must_use]
    pub fn use_until(&self) -> Option<Date> {
        self.use_until
    }

    /// What two holders compare. Safe to publish.
    #[must_use]
    pub fn check_value(&self) -> KeyCheckValue {
        derive::study_check_value(&self.root, &self.project, &self.study)
    }

    /// The study pseudonym of the entity whose smallest payload handle this is: 26 characters of base32 (RFC 4648,
    /// upper case, unpadded) of the first 16 bytes of HMAC-SHA-256 over the handle as u64, big-endian.
    #[must_use]
    pub fn pseudonym(&self, payload_handle: u64) -> String {
        base32::encode(&self.pseudonym.mac_raw(&payload_handle.to_be_bytes())[..16])
    }

    /// The entity's record key for cell-key perturbation, uniform over all of u32: the first four bytes, big-endian, of
    /// HMAC-SHA-256 over the handle as u64, big-endian. The method: Fraser and Wooton, "A proposed method for
    /// confidentialising tabular output to protect against differencing", UNECE work session on statistical data
    /// confidentiality, 2005.
    #[must_use]
    pub fn cell_key(&self, payload_handle: u64) -> u32 {
        let [a, b, c, d, ..] = self.cell.mac_raw(&payload_handle.to_be_bytes());
        u32::from_be_bytes([a, b, c, d])
    }
}

impl fmt::Debug for StudyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = f.debug_struct("StudyKey");
        text.field("project", &self.project()).field("study", &self.study()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn studies_share_no_pseudonym_and_no_cell_key() {
        let first = StudyKey::from_test_seed("pilot", "deaths", 1).unwrap();
        let second = StudyKey::from_test_seed("pilot", "work", 1).unwrap();
        let all: HashSet<String> =
            [&first, &second].into_iter().flat_map(|study| (0..1000).map(|handle| study.pseudonym(handle))).collect();
        assert_eq!(all.len(), 2000);
        assert!(all.iter().all(|pseudonym| pseudonym.len() == 26));
        assert!((0..100).all(|handle| first.cell_key(handle) != second.cell_key(handle)));
    }

    #[test]
    fn a_pseudonym_is_stable_and_names_are_checked() {
        let again = || StudyKey::from_test_seed("pilot", "deaths", 1).unwrap();
        assert_eq!(again().pseudonym(42), again().pseudonym(42));
        assert!(matches!(StudyKey::from_test_seed("pilot", "a b", 1), Err(Error::Name { role: "study" })));
    }
}
