//! m, u and prior of one pass, and what they make of a pattern.

use std::fmt;

use serde::Serialize;

use super::given_forename::SexGivenForename;
use super::homes::Homes;
use crate::compare::PatternSpace;

/// Chances of each level among matches (m) and non-matches (u), by comparison; `None` is a level that never occurs.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// Share of the pass's pairs that are matches.
    pub prior: f64,
    /// m, u of each level of each comparison.
    pub levels: Vec<Vec<Option<MU>>>,
    /// How the fields of a home go together, where a pass shows it; `levels` then has what each says by itself.
    pub homes: Option<Homes>,
    /// How the sex of non-matches goes with the forename; `levels` then has what the sex says by itself.
    pub sex: Option<SexGivenForename>,
}

/// Chance of a level among matches and among non-matches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MU {
    /// Among matches.
    pub m: f64,
    /// Among non-matches.
    pub u: f64,
}

/// Where a pass's parameters come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// EM settled.
    Converged {
        /// Rounds taken.
        rounds: usize,
    },
    /// EM was still moving when its rounds ran out.
    NotConverged {
        /// Rounds taken.
        rounds: usize,
    },
    /// The spec's parameters: too few pairs teach EM nothing.
    TooFewPairs,
    /// The spec's m and u, and a prior estimated under them: too few comparisons vary within the pass.
    TooFewFields,
    /// Read from `model.json`.
    Given,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Converged { rounds } => write!(f, "converged in {rounds} rounds"),
            Self::NotConverged { rounds } => write!(f, "NOT converged in {rounds} rounds"),
            Self::TooFewPairs => f.write_str("shipped parameters: too few pairs"),
            Self::TooFewFields => f.write_str("shipped m and u: too few fields vary"),
            Self::Given => f.write_str("given model"),
        }
    }
}

/// A pass's model: parameters and the weight of every pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct PassModel {
    /// Where the parameters come from.
    pub status: Status,
    /// The parameters.
    pub parameters: Parameters,
    /// Log-likelihood (natural) after every round of EM; empty where EM was not run.
    pub log_likelihood: Vec<f64>,
    space: PatternSpace,
}

impl PassModel {
    pub(super) fn new(status: Status, parameters: Parameters, space: &PatternSpace) -> Self {
        Self { status, parameters, log_likelihood: Vec::new(), space: space.clone() }
    }

    pub(super) fn with_history(self, log_likelihood: Vec<f64>) -> Self {
        Self { log_likelihood, ..self }
    }

    /// A model read back from a file.
    #[must_use]
    pub fn given(parameters: Parameters, space: &PatternSpace) -> Self {
        Self::new(Status::Given, parameters, space)
    }

    /// Match weight of a pattern: log2 of the posterior odds. Levels that the model does not know say nothing, as
    /// missing values do.
    #[must_use]
    pub fn match_weight(&self, pattern: usize) -> f64 {
        self.parameters.log_odds(&self.space, pattern) / std::f64::consts::LN_2
    }

    /// Weights of all patterns, for a table look-up per pair.
    #[must_use]
    pub fn table(&self) -> Vec<f64> {
        (0..self.space.size()).map(|pattern| self.match_weight(pattern)).collect()
    }
}

impl Parameters {
    /// Natural log of the posterior odds that a pair with this pattern is a match.
    pub(super) fn log_odds(&self, space: &PatternSpace, pattern: usize) -> f64 {
        let prior = (self.prior / (1.0 - self.prior)).ln();
        let evidence = self.independent(space, pattern).map(|MU { m, u }| (m / u).ln());
        let of_home = self.of_home(space, pattern).map_or(0.0, |MU { m, u }| (m / u).ln());
        prior + evidence.sum::<f64>() + of_home
    }

    /// Chances that two comparisons both show a level; `None` where a level never occurs.
    pub(crate) fn chances_together(&self, fields: [usize; 2], levels: [usize; 2]) -> Option<MU> {
        let shown = |index: usize| fields.iter().position(|field| *field == index).map(|place| levels[place]);
        let [first, second] = [self.alone(fields[0], shown)?, self.alone(fields[1], shown)?];
        let of_home = self.homes.as_ref().filter(|homes| fields.iter().all(|index| homes.holds(*index)));
        Some(of_home.map_or(MU { m: first.m * second.m, u: first.u * second.u }, |homes| homes.chances(shown)))
    }

    /// Chances of what a pair shows of each comparison that does not go with the home; missing and unknown levels drop out.
    fn independent(&self, space: &PatternSpace, pattern: usize) -> impl Iterator<Item = MU> {
        let goes_with_home = |index: usize| self.homes.as_ref().is_some_and(|homes| homes.holds(index));
        let shown = move |index: usize| space.level(pattern, index);
        (0..self.levels.len())
            .filter(move |index| !goes_with_home(*index))
            .filter_map(move |index| self.alone(index, shown))
    }

    /// Chances of what a pair shows of one comparison, the home apart; those of the sex given the forename.
    fn alone(&self, index: usize, shown: impl Fn(usize) -> Option<usize>) -> Option<MU> {
        let alone = self.levels[index][shown(index)?]?;
        let u = self.sex.as_ref().and_then(|sex| sex.u(index, shown)).unwrap_or(alone.u);
        Some(MU { u, ..alone })
    }

    fn of_home(&self, space: &PatternSpace, pattern: usize) -> Option<MU> {
        Some(self.homes.as_ref()?.chances(|index| space.level(pattern, index)))
    }

    /// Natural log of the likelihood of all pairs, given which values are missing; `log_odds` are those of the patterns.
    pub(super) fn log_likelihood(&self, space: &PatternSpace, patterns: &[(usize, u64)], log_odds: &[f64]) -> f64 {
        let of_pattern = |pattern: usize, log_odds: f64| {
            let u: f64 = self.independent(space, pattern).map(|MU { u, .. }| u.ln()).sum();
            let u = u + self.of_home(space, pattern).map_or(0.0, |MU { u, .. }| u.ln());
            (1.0 - self.prior).ln() + u + log_odds.exp().ln_1p()
        };
        let with_odds = patterns.iter().zip(log_odds);
        with_odds.map(|((pattern, count), odds)| *count as f64 * of_pattern(*pattern, *odds)).sum()
    }
}

/// Probability of match weight `bits`.
#[must_use]
pub fn probability(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}

/// Match weight, bits, of a match probability: the inverse of [`probability`].
#[must_use]
pub fn bits(probability: f64) -> f64 {
    (probability / (1.0 - probability)).log2()
}

#[cfg(test)]
mod tests {
    use exchange::spec::ComparisonKind;

    use super::*;

    #[test]
    fn the_log_likelihood_is_that_of_the_mixture_and_missing_values_drop_out() {
        let space = PatternSpace::new(&[ComparisonKind::Sex]);
        let levels = vec![vec![Some(MU { m: 0.25, u: 0.5 }), Some(MU { m: 0.75, u: 0.5 })]];
        let parameters = Parameters { prior: 0.2, levels, homes: None, sex: None };
        let patterns = [(space.digit(0, None), 7), (space.digit(0, Some(0)), 3), (space.digit(0, Some(1)), 5)];
        let by_hand = 3.0 * (0.2_f64 * 0.25 + 0.8 * 0.5).ln() + 5.0 * (0.2_f64 * 0.75 + 0.8 * 0.5).ln();
        let log_odds = patterns.map(|(pattern, _)| parameters.log_odds(&space, pattern));
        assert!((parameters.log_likelihood(&space, &patterns, &log_odds) - by_hand).abs() < 1e-12);
    }
}
