//! m, u and prior of one pass, and what they make of a pattern.

use std::fmt;

use serde::Serialize;

use super::factors::Factor;
use super::given_forename::SexGivenForename;
use super::histogram::Histogram;
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

    /// Weights of the patterns that occur, for a table look-up per pair; of any other, not a number.
    #[must_use]
    pub fn table(&self, histogram: &Histogram) -> Vec<f64> {
        let mut table = vec![f64::NAN; self.space.size()];
        for (pattern, _) in histogram.occurring() {
            table[*pattern] = self.match_weight(*pattern);
        }
        table
    }
}

impl Parameters {
    /// Natural log of the posterior odds that a pair with this pattern is a match.
    pub(super) fn log_odds(&self, space: &PatternSpace, pattern: usize) -> f64 {
        let evidence = |factor: Factor| {
            let chances = self.chances(factor, |index| space.level(pattern, index));
            chances.map_or(0.0, |MU { m, u }| (m / u).ln())
        };
        self.factors().fold(self.prior_log_odds(), |odds, factor| odds + evidence(factor))
    }

    /// Natural log of the prior odds.
    pub(super) fn prior_log_odds(&self) -> f64 {
        (self.prior / (1.0 - self.prior)).ln()
    }

    /// What is multiplied, in order.
    pub(super) fn factors(&self) -> impl Iterator<Item = Factor> {
        let goes_with_home = |index: &usize| self.homes.as_ref().is_some_and(|homes| homes.holds(*index));
        let sex = self.sex.as_ref().map(|sex| sex.sex);
        let factor = move |index| if sex == Some(index) { Factor::SexGivenForename } else { Factor::Comparison(index) };
        let alone = (0..self.levels.len()).filter(move |index| !goes_with_home(index)).map(factor);
        alone.chain(self.homes.as_ref().map(|_| Factor::Home))
    }

    /// The comparisons that a factor looks at.
    pub(super) fn looks_at(&self, factor: Factor) -> Vec<usize> {
        match factor {
            Factor::Comparison(index) => vec![index],
            Factor::SexGivenForename => self.sex.iter().flat_map(|sex| [sex.forename, sex.sex]).collect(),
            Factor::Home => {
                let homes = self.homes.iter();
                homes.flat_map(|homes| (0..self.levels.len()).filter(|index| homes.holds(*index))).collect()
            }
        }
    }

    /// Chances of what a pair shows a factor; `None` where that is missing, or a level that never occurs.
    pub(super) fn chances(&self, factor: Factor, shown: impl Fn(usize) -> Option<usize>) -> Option<MU> {
        match factor {
            Factor::Comparison(index) => self.alone(index, shown),
            Factor::SexGivenForename => self.alone(self.sex.as_ref()?.sex, shown),
            Factor::Home => Some(self.homes.as_ref()?.chances(shown)),
        }
    }

    /// Chances that two comparisons both show a level; `None` where a level never occurs.
    pub(crate) fn chances_together(&self, fields: [usize; 2], levels: [usize; 2]) -> Option<MU> {
        let shown = |index: usize| fields.iter().position(|field| *field == index).map(|place| levels[place]);
        let [first, second] = [self.alone(fields[0], shown)?, self.alone(fields[1], shown)?];
        let of_home = self.homes.as_ref().filter(|homes| fields.iter().all(|index| homes.holds(*index)));
        Some(of_home.map_or(MU { m: first.m * second.m, u: first.u * second.u }, |homes| homes.chances(shown)))
    }

    /// Chances of what a pair shows of one comparison, the home apart; those of the sex given the forename.
    fn alone(&self, index: usize, shown: impl Fn(usize) -> Option<usize>) -> Option<MU> {
        let alone = self.levels[index][shown(index)?]?;
        let u = self.sex.as_ref().and_then(|sex| sex.u(index, shown)).unwrap_or(alone.u);
        Some(MU { u, ..alone })
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
