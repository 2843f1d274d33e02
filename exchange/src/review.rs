//! `review.json`: which stratum each pair of a clerical sample came from. It stays with the linkage unit: a reviewer who
//! saw it would know what the model thinks.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{ExchangeError, REVIEW_FORMAT, Result, json};

/// The key to a sample. It names no pair and no handle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewKey {
    /// Always [`REVIEW_FORMAT`].
    pub format: String,
    /// Hash of the spec that the pairs were linked under.
    pub spec_hash: String,
    /// Seed of the draw.
    pub seed: u64,
    /// By link, rising match probability and pass.
    pub strata: Vec<Stratum>,
    /// Stratum of each item, by item number: the first is item 1.
    pub items: Vec<u32>,
}

/// Pairs of one link in one band of match probability, from one pass or from several small ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stratum {
    /// Link.
    pub link: String,
    /// Passes.
    pub passes: Vec<String>,
    /// Least match probability.
    pub low: f64,
    /// Match probability below which the band ends; 1 belongs to the last band.
    pub high: f64,
    /// Whether the link's threshold declares these pairs.
    pub declared: bool,
    /// Pairs, at least 1.
    pub pairs: u64,
}

impl ReviewKey {
    /// A key.
    #[must_use]
    pub fn new(spec_hash: &str, seed: u64, strata: Vec<Stratum>, items: Vec<u32>) -> Self {
        Self { format: REVIEW_FORMAT.to_owned(), spec_hash: spec_hash.to_owned(), seed, strata, items }
    }

    /// Writes the key to the new file `path`, mode 0600.
    pub fn write(&self, path: &Path) -> Result<()> {
        json::write(path, self)
    }

    /// Reads a key.
    ///
    /// # Errors
    /// [`ExchangeError::Schema`] for an item without a stratum, or a stratum with more items than pairs or with none.
    pub fn read(path: &Path) -> Result<Self> {
        let key: Self = json::read(path, REVIEW_FORMAT)?;
        let mut sampled = vec![0; key.strata.len()];
        for stratum in &key.items {
            let place = sampled.get_mut(*stratum as usize);
            *place.ok_or_else(|| ExchangeError::schema(path, "items", "numbers of strata"))? += 1;
        }
        let fits = |(stratum, sampled): (&Stratum, &u64)| (1..=stratum.pairs).contains(sampled);
        if !key.strata.iter().zip(&sampled).all(fits) {
            return Err(ExchangeError::schema(path, "strata", "at least one item each, and no more items than pairs"));
        }
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use tempfile::tempdir;

    use super::*;

    fn key(pairs: u64, items: &[u32]) -> ReviewKey {
        let stratum = Stratum {
            link: "a-b".to_owned(),
            passes: vec!["one".to_owned()],
            low: 0.5,
            high: 0.9,
            declared: true,
            pairs,
        };
        ReviewKey::new("00", 1, vec![stratum], items.to_vec())
    }

    #[test]
    fn a_key_reads_back_and_an_impossible_one_does_not() {
        let folder = tempdir().expect("folder");
        let written = |name: &str, key: &ReviewKey| {
            let path = folder.path().join(name);
            key.write(&path).expect("write");
            ReviewKey::read(&path)
        };
        let good = key(2, &[0, 0]);
        assert_eq!(written("good", &good).expect("read"), good);
        for (name, bad) in [("more", key(1, &[0, 0])), ("none", key(2, &[])), ("stray", key(2, &[0, 1]))] {
            assert!(matches!(written(name, &bad), Err(ExchangeError::Schema { .. })), "{name}");
        }
    }
}
