use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Each class as a mixture of pairs of one home and pairs of two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelHomes {
    /// Share of pairs that are of one home.
    pub one_home: MatchShares,
    /// Fields that go with the home, in pattern order.
    pub comparisons: Vec<ModelHomeComparison>,
}

/// A share among matches and among non-matches.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchShares {
    /// Among matches.
    pub m: f64,
    /// Among non-matches.
    pub u: f64,
}

/// One field of a home.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelHomeComparison {
    /// Field.
    pub name: String,
    /// Agreement levels, from gamma 0 up.
    pub levels: Vec<ModelHomeLevel>,
}

/// One agreement level of a field of a home.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelHomeLevel {
    /// In words.
    pub label: String,
    /// Among pairs of one home.
    pub one_home: MatchShares,
    /// Among pairs of two homes.
    pub two_homes: MatchShares,
}

/// Chances of each level of sex among non-matches that show one level of the forename.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelGivenForename {
    /// Level of the forename, in words.
    pub forename: String,
    /// By level of sex that occurs, in words.
    pub u: BTreeMap<String, f64>,
}

impl ModelHomes {
    pub(super) fn numbers(&self) -> impl Iterator<Item = f64> {
        let levels = self.comparisons.iter().flat_map(|comparison| &comparison.levels);
        let shares = levels.flat_map(|level| [level.one_home, level.two_homes]).chain([self.one_home]);
        shares.flat_map(|MatchShares { m, u }| [m, u])
    }
}
