//! A pass's model as the factors that it multiplies, over the patterns that occur.
//!
//! A factor looks at one comparison, or at a few that go together; patterns that show the same of these are one to it. EM takes
//! hundreds of rounds over the same patterns: which of them are one is found once, and a round takes logarithms of what a factor
//! can show, not of every pattern.

use std::collections::{BTreeMap, BTreeSet};

use super::parameters::{MU, Parameters};
use crate::compare::PatternSpace;

/// What a model multiplies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Factor {
    /// What this comparison says by itself.
    Comparison(usize),
    /// What the sex says, given the forename.
    SexGivenForename,
    /// What the fields of a home say together.
    Home,
}

/// The patterns of a pass by what each factor sees of them: while EM moves its parameters, that does not change.
pub(super) struct Factors<'a> {
    space: &'a PatternSpace,
    patterns: &'a [(usize, u64)],
    views: BTreeMap<Factor, Views>,
}

/// Natural logs, by pattern.
pub(super) struct Weighed {
    /// Of the posterior odds.
    pub(super) odds: Vec<f64>,
    /// Of the chance among non-matches.
    pub(super) non_match: Vec<f64>,
}

/// Pairs of a pattern that are expected to be matches, and not to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected {
    pub(super) pattern: usize,
    pub(super) matches: f64,
    pub(super) non_matches: f64,
}

impl<'a> Factors<'a> {
    /// Of parameters, and of each comparison by itself as well.
    pub(super) fn new(space: &'a PatternSpace, patterns: &'a [(usize, u64)], parameters: &Parameters) -> Self {
        let alone = (0..space.kinds().len()).map(Factor::Comparison);
        let factors: BTreeSet<_> = alone.chain(parameters.factors()).collect();
        let views = |factor: Factor| (factor, Views::new(space, patterns, &parameters.looks_at(factor)));
        Self { space, patterns, views: factors.into_iter().map(views).collect() }
    }

    /// What the parameters say of every pattern.
    pub(super) fn weigh(&self, parameters: &Parameters) -> Weighed {
        let mut odds = vec![parameters.prior_log_odds(); self.patterns.len()];
        let mut non_match = vec![0.0; self.patterns.len()];
        for factor in parameters.factors() {
            let views = &self.views[&factor];
            let logs = |view: &usize| {
                let chances = parameters.chances(factor, |index| self.space.level(*view, index));
                chances.map_or((0.0, 0.0), |MU { m, u }| ((m / u).ln(), u.ln()))
            };
            let logs: Vec<_> = views.all.iter().map(logs).collect();
            for ((odds, non_match), view) in odds.iter_mut().zip(&mut non_match).zip(&views.of_pattern) {
                let (ratio, u) = logs[*view];
                *odds += ratio;
                *non_match += u;
            }
        }
        Weighed { odds, non_match }
    }

    /// Natural log of the likelihood of all pairs, given which values are missing.
    pub(super) fn log_likelihood(&self, weighed: &Weighed, prior: f64) -> f64 {
        let other = (1.0 - prior).ln();
        let of_pattern = |(odds, non_match): (&f64, &f64)| other + non_match + odds.exp().ln_1p();
        let each = weighed.odds.iter().zip(&weighed.non_match).map(of_pattern);
        each.zip(self.patterns).map(|(of_pattern, (_, count))| *count as f64 * of_pattern).sum()
    }

    /// Pairs expected of every pattern: EM's first step.
    pub(super) fn expected(&self, weighed: &Weighed) -> Vec<Expected> {
        let split = |((pattern, count), odds): (&(usize, u64), &f64)| {
            let (posterior, count) = (1.0 / (1.0 + (-odds).exp()), *count as f64);
            Expected { pattern: *pattern, matches: posterior * count, non_matches: (1.0 - posterior) * count }
        };
        self.patterns.iter().zip(&weighed.odds).map(split).collect()
    }

    /// Pairs expected of what a factor sees; `expected` are those of every pattern.
    pub(super) fn seen_by(&self, factor: Factor, expected: &[Expected]) -> Vec<Expected> {
        let views = &self.views[&factor];
        let none = |view: &usize| Expected { pattern: *view, matches: 0.0, non_matches: 0.0 };
        let mut sums: Vec<_> = views.all.iter().map(none).collect();
        for (view, pairs) in views.of_pattern.iter().zip(expected) {
            sums[*view].matches += pairs.matches;
            sums[*view].non_matches += pairs.non_matches;
        }
        sums
    }
}

/// Patterns by what they show of some comparisons.
struct Views {
    /// All that is shown, ascending, as patterns that lack every other comparison.
    all: Vec<usize>,
    /// Index of each pattern's view.
    of_pattern: Vec<usize>,
}

impl Views {
    fn new(space: &PatternSpace, patterns: &[(usize, u64)], comparisons: &[usize]) -> Self {
        let digit = |pattern: usize, index: usize| space.digit(index, space.level(pattern, index));
        let view = |pattern: usize| comparisons.iter().map(|index| digit(pattern, *index)).sum::<usize>();
        let of_patterns: Vec<_> = patterns.iter().map(|(pattern, _)| view(*pattern)).collect();
        let mut all = of_patterns.clone();
        all.sort_unstable();
        all.dedup();
        let place = |view: &usize| all.partition_point(|other| other < view);
        Self { of_pattern: of_patterns.iter().map(place).collect(), all }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use exchange::spec::{ComparisonKind, PERSON, Spec};

    use super::*;
    use crate::model::{PassCounts, PatternCounter, train};

    #[test]
    fn the_log_likelihood_is_that_of_the_mixture_and_missing_values_drop_out() {
        let space = PatternSpace::new(&[ComparisonKind::Sex]);
        let levels = vec![vec![Some(MU { m: 0.25, u: 0.5 }), Some(MU { m: 0.75, u: 0.5 })]];
        let parameters = Parameters { prior: 0.2, levels, homes: None, sex: None };
        let patterns = [(space.digit(0, None), 7), (space.digit(0, Some(0)), 3), (space.digit(0, Some(1)), 5)];
        let by_hand = 3.0 * (0.2_f64 * 0.25 + 0.8 * 0.5).ln() + 5.0 * (0.2_f64 * 0.75 + 0.8 * 0.5).ln();
        let factors = Factors::new(&space, &patterns, &parameters);
        let weighed = factors.weigh(&parameters);
        assert!((factors.log_likelihood(&weighed, parameters.prior) - by_hand).abs() < 1e-12);
    }

    #[test]
    fn patterns_weigh_by_factors_what_they_weigh_one_by_one() {
        let link = Spec::parse(PERSON, Path::new("person.toml")).unwrap().links.remove(0);
        let kinds: Vec<_> = link.comparisons.iter().map(|comparison| comparison.kind).collect();
        let space = PatternSpace::new(&kinds);
        let mut counter = PatternCounter::new(space.size());
        for number in 0..20_000_usize {
            // Fibonacci hashing: the higher bits of the products look random.
            let any = (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20) % space.size();
            let level = |index: usize| {
                let is_exact = number % 2 == 0 && number / 2 % kinds.len() != index;
                if is_exact { Some(kinds[index].exact()) } else { space.level(any, index) }
            };
            counter.add((0..kinds.len()).map(|index| space.digit(index, level(index))).sum());
        }
        let histogram = counter.histogram();
        let parameters =
            train(&link, &link.passes[0], PassCounts { possible_pairs: 1e8 }, &space, &histogram).parameters;
        assert!(parameters.homes.is_some() && parameters.sex.is_some());
        let patterns = histogram.occurring();
        let weighed = Factors::new(&space, patterns, &parameters).weigh(&parameters);
        for ((pattern, _), (odds, non_match)) in patterns.iter().zip(weighed.odds.iter().zip(&weighed.non_match)) {
            let shown = |factor| parameters.chances(factor, |index| space.level(*pattern, index));
            let of_non_matches = parameters.factors().filter_map(shown).fold(0.0, |sum, MU { u, .. }| sum + u.ln());
            let one_by_one = [parameters.log_odds(&space, *pattern), of_non_matches];
            assert_eq!([*odds, *non_match].map(f64::to_bits), one_by_one.map(f64::to_bits), "{pattern}");
        }
    }

    #[test]
    fn pairs_are_expected_of_what_a_factor_sees() {
        let space = PatternSpace::new(&[ComparisonKind::Sex, ComparisonKind::Town]);
        let pattern = |sex, town| space.digit(0, sex) + space.digit(1, town);
        let all =
            [pattern(None, Some(0)), pattern(Some(0), Some(1)), pattern(Some(1), None), pattern(Some(1), Some(1))];
        let levels = vec![vec![Some(MU { m: 0.5, u: 0.5 }); 2]; 2];
        let parameters = Parameters { prior: 0.5, levels, homes: None, sex: None };
        let patterns = all.map(|pattern| (pattern, 10));
        let factors = Factors::new(&space, &patterns, &parameters);
        let expected: Vec<_> = all
            .iter()
            .zip([1.0, 2.0, 4.0, 8.0])
            .map(|(pattern, matches)| Expected { pattern: *pattern, matches, non_matches: 10.0 - matches })
            .collect();
        let of = |index| {
            let seen = factors.seen_by(Factor::Comparison(index), &expected).into_iter();
            seen.map(|pairs| (space.level(pairs.pattern, index), pairs.matches, pairs.non_matches)).collect::<Vec<_>>()
        };
        assert_eq!(of(0), [(None, 1.0, 9.0), (Some(0), 2.0, 8.0), (Some(1), 12.0, 8.0)]);
        assert_eq!(of(1), [(None, 4.0, 6.0), (Some(0), 1.0, 9.0), (Some(1), 10.0, 10.0)]);
    }
}
