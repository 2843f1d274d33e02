use std::path::Path;

use serde::{Deserialize, Serialize};

use super::dependence::{ModelGivenForename, ModelHomes};
use super::patterns::{PatternCount, SMALLEST_PATTERN_COUNT};
use super::training::Training;
use crate::{ExchangeError, MODEL_FORMAT, MODEL_FORMAT_1, Result, json};

/// The models of one link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// [`MODEL_FORMAT`], or [`MODEL_FORMAT_1`] of an older one.
    pub format: String,
    /// Link the model belongs to.
    pub link: String,
    /// What it was trained on; a model of the first version does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trained_on: Option<Training>,
    /// One model a pass, in the order of the link.
    pub passes: Vec<ModelPass>,
}

/// The model of one pass, conditional on agreement of its block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelPass {
    /// Pass.
    pub name: String,
    /// How the numbers came about.
    pub status: PassStatus,
    /// Candidate pairs of the pass.
    pub pairs: u64,
    /// Probability that a candidate pair is a match.
    pub prior: f64,
    /// Compared fields, in pattern order.
    pub comparisons: Vec<ModelComparison>,
    /// How the fields of a home go together, where the pass shows it: the weight of a pair then comes from here, and
    /// `comparisons` say what each field says by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homes: Option<ModelHomes>,
    /// How the sex of non-matches goes with the forename, by level of the forename, where both vary; this then counts
    /// in place of the sex's own u.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sex_given_forename: Vec<ModelGivenForename>,
    /// Log-likelihood after every round of EM, natural logarithm, where EM was run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub log_likelihood: Vec<f64>,
    /// Pairs by agreement pattern; see [`super::merge_small_counts`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<PatternCount>,
}

/// How a pass model came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PassStatus {
    /// EM converged.
    Converged {
        /// Rounds it took.
        iterations: u32,
    },
    /// EM stopped at its limit: read the weights with care.
    NotConverged {
        /// Rounds done.
        iterations: u32,
    },
    /// EM was not run; m and u are those shipped with the spec.
    Fixed {
        /// Why.
        reason: FixedReason,
    },
}

/// Why a pass kept the shipped m and u.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FixedReason {
    /// Fewer than 50 candidate pairs.
    TooFewPairs,
    /// Fewer than three informative fields.
    TooFewFields,
    /// The estimate was discarded by a guard against nonsense (matches less alike than non-matches).
    Implausible,
    /// The operator passed a model (`--model`).
    Given,
}

/// One compared field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelComparison {
    /// Field.
    pub name: String,
    /// Agreement levels, from gamma 0 up.
    pub levels: Vec<ModelLevel>,
}

/// One agreement level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelLevel {
    /// In words.
    pub label: String,
    /// Probability of the level among matches.
    pub m: f64,
    /// Probability of the level among non-matches.
    pub u: f64,
    /// log2(m / u), in bits.
    pub match_weight: f64,
}

impl Model {
    /// A model of `link`.
    #[must_use]
    pub fn new(link: &str, trained_on: Training, passes: Vec<ModelPass>) -> Self {
        Self { format: MODEL_FORMAT.to_owned(), link: link.to_owned(), trained_on: Some(trained_on), passes }
    }

    /// SHA-256 of the content, hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        json::sha256(self)
    }

    /// Writes the model to the new file `path`, mode 0600; every number reads back as the same f64.
    ///
    /// # Errors
    /// [`ExchangeError::Schema`] for a number that is not finite, or a pattern count that should have been merged.
    pub fn write(&self, path: &Path) -> Result<()> {
        self.passes.iter().try_for_each(|pass| pass.check(path))?;
        json::write(path, self)
    }

    /// Reads a model of either version.
    ///
    /// # Errors
    /// [`ExchangeError::Schema`] for one of the second version that does not say what it was trained on.
    pub fn read(path: &Path) -> Result<Self> {
        let model: Self = json::read_version(path, &[MODEL_FORMAT, MODEL_FORMAT_1])?;
        if (model.format == MODEL_FORMAT) != model.trained_on.is_some() {
            return Err(ExchangeError::schema(path, "trained_on", "what the model was trained on, from version 2 on"));
        }
        model.passes.iter().try_for_each(|pass| pass.check(path))?;
        Ok(model)
    }
}

impl ModelPass {
    /// A pass with a given prior that compared so many pairs, as yet without any other parameter.
    #[must_use]
    pub fn given(name: &str, prior: f64, pairs: u64) -> Self {
        Self {
            name: name.to_owned(),
            status: PassStatus::Fixed { reason: FixedReason::Given },
            pairs,
            prior,
            comparisons: Vec::new(),
            homes: None,
            sex_given_forename: Vec::new(),
            log_likelihood: Vec::new(),
            patterns: Vec::new(),
        }
    }

    fn check(&self, path: &Path) -> Result<()> {
        let levels = self.comparisons.iter().flat_map(|comparison| &comparison.levels);
        let weights = levels.flat_map(|level| [level.m, level.u, level.match_weight]);
        let of_homes = self.homes.iter().flat_map(ModelHomes::numbers);
        let of_sex = self.sex_given_forename.iter().flat_map(|given| given.u.values().copied());
        if !weights
            .chain(of_homes)
            .chain(of_sex)
            .chain([self.prior])
            .chain(self.log_likelihood.iter().copied())
            .all(f64::is_finite)
        {
            return Err(ExchangeError::schema(path, &self.name, "finite numbers (JSON has no others)"));
        }
        let small = |count: &PatternCount| count.pattern.is_some() && count.pairs < SMALLEST_PATTERN_COUNT;
        if self.patterns.iter().any(small) {
            return Err(ExchangeError::schema(path, "patterns", "counts under 10 merged"));
        }
        Ok(())
    }
}
