//! A forename tells the sex: non-matches that share a forename are of one sex, where others are so by half.
//!
//! Among matches both follow from who it is, so that only the non-matches' chance of a sex depends on the forename's level.

use exchange::ModelGivenForename;
use exchange::spec::ComparisonKind;

use super::factors::Expected;
use super::parameters::MU;
use crate::compare::PatternSpace;

/// Non-matches by which the chances at a forename's level lean towards those at all levels, so that a rare level keeps them.
const LEANING_PAIRS: f64 = 10.0;

/// Chances of the levels of sex among non-matches, by the level of the forename.
#[derive(Clone, Debug, PartialEq)]
pub struct SexGivenForename {
    /// Index of the comparison of forenames.
    pub forename: usize,
    /// Index of the comparison of sex.
    pub sex: usize,
    /// By level of the forename, and then of sex; `None` for a level that never occurs.
    pub u: Vec<Vec<Option<f64>>>,
}

impl SexGivenForename {
    /// Where EM starts: the forename tells nothing. `None` unless both vary.
    pub(super) fn start(space: &PatternSpace, levels: &[Vec<Option<MU>>]) -> Option<Self> {
        let varying = |wanted: ComparisonKind| {
            let index = space.kinds().iter().position(|kind| *kind == wanted)?;
            (levels[index].iter().flatten().count() > 1).then_some(index)
        };
        let (forename, sex) = (varying(ComparisonKind::Forename)?, varying(ComparisonKind::Sex)?);
        let u = levels[sex].iter().map(|known| known.map(|known| known.u)).collect();
        Some(Self { forename, sex, u: vec![u; levels[forename].len()] })
    }

    /// As the model file keeps it.
    pub(crate) fn stored(&self) -> Vec<ModelGivenForename> {
        let labels = |kind: ComparisonKind| kind.levels().iter().map(|level| level.label.to_owned());
        let given = |(forename, u): (String, &Vec<Option<f64>>)| {
            let of_sex = labels(ComparisonKind::Sex).zip(u).filter_map(|(label, u)| Some((label, (*u)?)));
            ModelGivenForename { forename, u: of_sex.collect() }
        };
        labels(ComparisonKind::Forename).zip(&self.u).map(given).collect()
    }

    /// As a model file has it; `None` where it does not, or lacks either comparison.
    pub(crate) fn read(stored: &[ModelGivenForename], kinds: &[ComparisonKind]) -> Option<Self> {
        let index = |wanted: ComparisonKind| kinds.iter().position(|kind| *kind == wanted);
        let (forename, sex) = (index(ComparisonKind::Forename)?, index(ComparisonKind::Sex)?);
        let chances = |label: &str| {
            let given = stored.iter().find(|given| given.forename == label);
            let levels = ComparisonKind::Sex.levels().iter();
            levels.map(|level| given?.u.get(level.label).copied()).collect()
        };
        let u = ComparisonKind::Forename.levels().iter().map(|level| chances(level.label)).collect();
        (!stored.is_empty()).then_some(Self { forename, sex, u })
    }

    /// Chance, among non-matches, of what a pair shows of comparison `index`; `None` if it is not the sex, or unknown.
    pub(super) fn u(&self, index: usize, shown: impl Fn(usize) -> Option<usize>) -> Option<f64> {
        if index == self.sex { self.u[shown(self.forename)?][shown(self.sex)?] } else { None }
    }

    /// EM's second step, towards the chances of sex at all levels of the forename.
    pub(super) fn maximised(&self, space: &PatternSpace, expected: &[Expected], sex: &[Option<MU>]) -> Self {
        let mut sums = vec![vec![0.0; sex.len()]; self.u.len()];
        for pairs in expected {
            let level = |index: usize| space.level(pairs.pattern, index);
            if let (Some(forename), Some(sex)) = (level(self.forename), level(self.sex)) {
                sums[forename][sex] += pairs.non_matches;
            }
        }
        let shares = |sums: Vec<f64>| {
            let total = sums.iter().sum::<f64>() + LEANING_PAIRS;
            let share = |(sum, known): (f64, &Option<MU>)| known.map(|known| (sum + LEANING_PAIRS * known.u) / total);
            sums.into_iter().zip(sex).map(share).collect()
        };
        Self { u: sums.into_iter().map(shares).collect(), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [ComparisonKind; 2] = [ComparisonKind::Forename, ComparisonKind::Sex];

    /// Both vary; sexes are the same by half.
    fn start(space: &PatternSpace) -> (SexGivenForename, Vec<Option<MU>>) {
        let even = |kind: ComparisonKind| vec![Some(MU { m: 0.5, u: 0.5 }); kind.levels().len()];
        let levels = KINDS.map(even);
        (SexGivenForename::start(space, &levels).expect("both vary"), levels[1].clone())
    }

    #[test]
    fn non_matches_of_one_forename_are_of_one_sex() {
        let space = PatternSpace::new(&KINDS);
        let exact = ComparisonKind::Forename.exact();
        let pattern = |forename, sex| space.digit(0, Some(forename)) + space.digit(1, Some(sex));
        // 990 pairs of one forename, all of one sex; 1,000 of other names, by half; 500 that are all matches.
        let pairs = |pattern, matches, non_matches| Expected { pattern, matches, non_matches };
        let strangers = [(pattern(exact, 1), 990.0), (pattern(0, 0), 500.0), (pattern(0, 1), 500.0)];
        let mut expected = strangers.map(|(pattern, non_matches)| pairs(pattern, 0.0, non_matches)).to_vec();
        expected.push(pairs(pattern(exact, 0), 500.0, 0.0));
        let (start, sex) = start(&space);
        let found = start.maximised(&space, &expected, &sex);
        let chance = |forename: Option<usize>, sex: usize| found.u(1, |index| [forename, Some(sex)][index]);
        assert_eq!(chance(Some(exact), 1), Some(0.995), "990 pairs and half of the ten it leans on, of 1,000");
        assert_eq!(chance(Some(0), 1), Some(0.5));
        assert_eq!(chance(None, 1), None, "without a forename the sex speaks for itself");
        assert_eq!(found.u(0, |_| Some(0)), None, "the forename itself");
    }

    #[test]
    fn the_model_file_keeps_it() {
        let (mut given, _) = start(&PatternSpace::new(&KINDS));
        given.u[0] = vec![Some(0.25), None];
        assert_eq!(SexGivenForename::read(&given.stored(), &KINDS), Some(given.clone()));
        assert_eq!(SexGivenForename::read(&given.stored(), &KINDS[..1]), None);
        assert_eq!(SexGivenForename::read(&[], &KINDS), None);
    }
}
