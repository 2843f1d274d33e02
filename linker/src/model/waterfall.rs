//! Why a pair weighs what it weighs: the prior, then what each comparison adds.

use exchange::ModelPass;
use exchange::spec::ComparisonKind;
use serde::Serialize;

use super::given_forename::SexGivenForename;
use super::homes::Homes;
use super::parameters::{MU, bits, probability};
use crate::compare::PatternSpace;

/// From the prior to the match weight, one step a comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Waterfall {
    /// log2 of the prior odds, bits.
    pub prior_weight: f64,
    /// In the model's order.
    pub steps: Vec<Step>,
    /// log2 of the posterior odds: the prior and all steps.
    pub match_weight: f64,
    /// Probability of that weight.
    pub match_probability: f64,
}

/// What one comparison adds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Comparison.
    pub comparison: String,
    /// Level it shows; `None` is missing.
    pub level: Option<String>,
    /// log2(m / u), bits; 0 for a missing value and for a level that the pass never showed. For a field of the home, what
    /// it adds to those before it: where the postcode agrees, the town has little left to say. For sex, given the forename.
    pub match_weight: f64,
    /// Whether the model knows m and u of the level.
    pub is_known: bool,
}

/// A level or pattern that a model does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnknownLevel {
    /// No such comparison.
    Comparison(String),
    /// The comparison, and the level it does not have.
    Level(ComparisonKind, String),
    /// Fewer patterns than that are possible.
    Pattern(u64),
}

impl Waterfall {
    /// Of a pair that shows these levels, by comparison; the others are missing.
    ///
    /// # Errors
    /// [`UnknownLevel`] for a comparison or level that does not exist.
    pub fn of_levels(pass: &ModelPass, shown: &[(String, String)]) -> Result<Self, UnknownLevel> {
        let kinds = kinds(pass)?;
        for (name, label) in shown {
            let kind = kinds.iter().find(|kind| kind.name() == name);
            let kind = kind.ok_or_else(|| UnknownLevel::Comparison(name.clone()))?;
            if !kind.levels().iter().any(|level| level.label == label) {
                return Err(UnknownLevel::Level(*kind, label.clone()));
            }
        }
        Ok(Self::of(pass, &kinds, |index| {
            let name = kinds[index].name();
            let (_, label) = shown.iter().find(|(comparison, _)| comparison == name)?;
            kinds[index].levels().iter().position(|level| level.label == label)
        }))
    }

    /// Of a pair that shows an agreement pattern.
    ///
    /// # Errors
    /// [`UnknownLevel::Pattern`] for one that the comparisons cannot make.
    pub fn of_pattern(pass: &ModelPass, pattern: u64) -> Result<Self, UnknownLevel> {
        let kinds = kinds(pass)?;
        let space = PatternSpace::new(&kinds);
        let pattern = usize::try_from(pattern)
            .ok()
            .filter(|pattern| *pattern < space.size())
            .ok_or(UnknownLevel::Pattern(pattern))?;
        Ok(Self::of(pass, &kinds, |index| space.level(pattern, index)))
    }

    fn of(pass: &ModelPass, kinds: &[ComparisonKind], shown: impl Fn(usize) -> Option<usize>) -> Self {
        let prior_weight = bits(pass.prior);
        let homes = pass.homes.as_ref().map(|homes| Homes::read(homes, kinds));
        let sex = SexGivenForename::read(&pass.sex_given_forename, kinds);
        let of_home = |homes: &Homes, index: usize| {
            let weight = |fields: usize| {
                let MU { m, u } = homes.chances(|field| shown(field).filter(|_| field < fields));
                (m / u).log2()
            };
            weight(index + 1) - weight(index)
        };
        let steps: Vec<_> = pass
            .comparisons
            .iter()
            .enumerate()
            .map(|(index, comparison)| {
                let level = shown(index).map(|level| kinds[index].levels()[level].label.to_owned());
                let known = comparison.levels.iter().find(|known| level.as_ref() == Some(&known.label));
                let match_weight = match &homes {
                    Some(homes) if homes.holds(index) => of_home(homes, index),
                    _ => known.map_or(0.0, |known| {
                        let given = sex.as_ref().and_then(|sex| sex.u(index, &shown));
                        (known.m / given.unwrap_or(known.u)).log2()
                    }),
                };
                Step { comparison: comparison.name.clone(), match_weight, is_known: known.is_some(), level }
            })
            .collect();
        let match_weight = prior_weight + steps.iter().map(|step| step.match_weight).sum::<f64>();
        Self { prior_weight, steps, match_weight, match_probability: probability(match_weight) }
    }
}

fn kinds(pass: &ModelPass) -> Result<Vec<ComparisonKind>, UnknownLevel> {
    let kind = |name: &String| ComparisonKind::ALL.iter().copied().find(|kind| kind.name() == name);
    let names = pass.comparisons.iter().map(|comparison| &comparison.name);
    names.map(|name| kind(name).ok_or_else(|| UnknownLevel::Comparison(name.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use exchange::{ModelComparison, ModelLevel};

    use super::*;
    use crate::model::{ByHome, Parameters, PassModel};

    /// Sex, and postcode of which the pass shows unit and none alone.
    fn pass() -> ModelPass {
        let level =
            |label: &str, m: f64, u: f64| ModelLevel { label: label.to_owned(), m, u, match_weight: (m / u).log2() };
        let comparison = |name: &str, levels| ModelComparison { name: name.to_owned(), levels };
        ModelPass {
            comparisons: vec![
                comparison("sex", vec![level("different", 0.125, 0.5), level("same", 0.875, 0.5)]),
                comparison("postcode", vec![level("none", 0.5, 0.9375), level("unit", 0.5, 0.0625)]),
            ],
            ..ModelPass::given("one", 0.2, 0)
        }
    }

    fn shown(levels: &[(&str, &str)]) -> Vec<(String, String)> {
        levels.iter().map(|(name, label)| ((*name).to_owned(), (*label).to_owned())).collect()
    }

    #[test]
    fn worked_by_hand() {
        let found = Waterfall::of_levels(&pass(), &shown(&[("postcode", "unit"), ("sex", "different")])).unwrap();
        // Odds of 1 to 4, a quarter, and eight.
        assert_eq!(found.steps.iter().map(|step| step.match_weight).collect::<Vec<_>>(), [-2.0, 3.0]);
        assert!((found.match_weight - -1.0).abs() < 1e-12 && (found.match_probability - 1.0 / 3.0).abs() < 1e-12);
        let missing = Waterfall::of_levels(&pass(), &shown(&[("postcode", "sector")])).unwrap();
        assert!((missing.match_weight + 2.0).abs() < 1e-12 && missing.steps.iter().all(|step| !step.is_known));
    }

    #[test]
    fn a_pattern_weighs_what_the_pass_scores_it() {
        let space = PatternSpace::new(&[ComparisonKind::Sex, ComparisonKind::Postcode]);
        let mu = |m, u| Some(MU { m, u });
        let levels =
            vec![vec![mu(0.125, 0.5), mu(0.875, 0.5)], vec![mu(0.5, 0.9375), None, None, None, mu(0.5, 0.0625)]];
        let scored = PassModel::given(Parameters { prior: 0.2, levels, homes: None, sex: None }, &space);
        for pattern in 0..space.size() {
            let found = Waterfall::of_pattern(&pass(), pattern as u64).unwrap();
            assert!((found.match_weight - scored.match_weight(pattern)).abs() < 1e-12, "pattern {pattern}");
        }
        assert_eq!(Waterfall::of_pattern(&pass(), 18).unwrap_err(), UnknownLevel::Pattern(18));
    }

    #[test]
    fn fields_of_a_home_add_up_to_what_the_pass_scores() {
        let kinds = [ComparisonKind::Sex, ComparisonKind::Postcode, ComparisonKind::Town];
        let space = PatternSpace::new(&kinds);
        let by_home =
            |one: f64, two: (f64, f64)| Some(ByHome { one: MU { m: one, u: one }, two: MU { m: two.0, u: two.1 } });
        let homes = Homes {
            share: MU { m: 0.75, u: 0.125 },
            levels: vec![
                None,
                Some(vec![by_home(0.25, (0.5, 0.75)), None, None, None, by_home(0.75, (0.5, 0.25))]),
                Some(vec![by_home(0.125, (0.25, 0.5)), by_home(0.875, (0.75, 0.5))]),
            ],
        };
        let sex = pass().comparisons.remove(0);
        let levels = |index: usize| homes.marginals(index).unwrap();
        let sex_levels = sex.levels.iter().map(|level| Some(MU { m: level.m, u: level.u })).collect();
        let parameters = Parameters {
            prior: 0.2,
            levels: vec![sex_levels, levels(1), levels(2)],
            homes: Some(homes.clone()),
            sex: None,
        };
        let named = |index: usize| {
            let shown = kinds[index].levels().iter().zip(levels(index));
            let level = |label: &str, MU { m, u }: MU| ModelLevel { label: label.into(), m, u, match_weight: 0.0 };
            let levels = shown.filter_map(|(known, mu)| Some(level(known.label, mu?))).collect();
            ModelComparison { name: kinds[index].name().into(), levels }
        };
        let stored =
            ModelPass { comparisons: vec![sex, named(1), named(2)], homes: Some(homes.stored(&kinds)), ..pass() };
        let scored = PassModel::given(parameters, &space);
        for pattern in 0..space.size() {
            let found = Waterfall::of_pattern(&stored, pattern as u64).unwrap();
            assert!((found.match_weight - scored.match_weight(pattern)).abs() < 1e-12, "pattern {pattern}");
        }
        let same =
            |fields: &[(&str, &str)]| Waterfall::of_levels(&stored, &shown(fields)).unwrap().steps[2].match_weight;
        assert!(same(&[("postcode", "unit"), ("town", "same")]) < same(&[("town", "same")]));
    }

    #[test]
    fn what_does_not_exist_is_refused() {
        let found = |levels| Waterfall::of_levels(&pass(), &shown(levels)).unwrap_err();
        assert_eq!(found(&[("forename", "exact")]), UnknownLevel::Comparison("forename".to_owned()));
        assert_eq!(found(&[("sex", "exact")]), UnknownLevel::Level(ComparisonKind::Sex, "exact".to_owned()));
    }
}
