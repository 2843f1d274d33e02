//! Field dependence: which fields agree together more or less often than the model of a pass says.
//!
//! The model multiplies what fields say (those of one home apart, see [`crate::model::Homes`]). Where two fields agree
//! together more often than that among non-matches, a pair that shows both weighs too much; among matches, too little.

use std::cmp::Ordering;

use exchange::model::SMALLEST_PATTERN_COUNT;

use crate::compare::PatternSpace;
use crate::model::{Histogram, MU, PassModel};

/// What the model gets wrong of pairs that agree exactly on two fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependence {
    /// The fields, as a spec names them.
    pub fields: [&'static str; 2],
    /// Pairs that agree on both: matches and non-matches, as expected under their match probabilities.
    pub pairs: MU,
    /// How many times as often as the model says: among matches and among non-matches.
    pub times: MU,
}

impl Dependence {
    /// Bits by which the weight of a pair that agrees on both is too high.
    #[must_use]
    pub fn excess_weight(&self) -> f64 {
        (self.times.u / self.times.m).log2()
    }
}

/// Of every two fields that ten matches and ten non-matches agree on, by how wrong the weight is, worst first.
#[must_use]
pub fn dependences(model: &PassModel, space: &PatternSpace, histogram: &Histogram) -> Vec<Dependence> {
    let occurring: Vec<_> = histogram
        .occurring()
        .iter()
        .map(|(pattern, count)| (*pattern, *count as f64, crate::model::probability(model.match_weight(*pattern))))
        .collect();
    let fields = 0..space.kinds().len();
    let mut found: Vec<_> = fields
        .clone()
        .flat_map(|first| fields.clone().skip(first + 1).map(move |second| [first, second]))
        .filter_map(|fields| dependence(model, space, &occurring, fields))
        .collect();
    let by_size =
        |a: &Dependence, b: &Dependence| -> Ordering { b.excess_weight().abs().total_cmp(&a.excess_weight().abs()) };
    found.sort_by(by_size);
    found
}

fn dependence(
    model: &PassModel,
    space: &PatternSpace,
    occurring: &[(usize, f64, f64)],
    fields: [usize; 2],
) -> Option<Dependence> {
    let exact = fields.map(|index| space.kinds()[index].exact());
    let said = model.parameters.chances_together(fields, exact)?;
    let (mut shown, mut agreeing) = (MU { m: 0.0, u: 0.0 }, MU { m: 0.0, u: 0.0 });
    for (pattern, count, probability) in occurring {
        let levels = fields.map(|index| space.level(*pattern, index));
        if levels.iter().all(Option::is_some) {
            add(&mut shown, *count, *probability);
            if levels == exact.map(Some) {
                add(&mut agreeing, *count, *probability);
            }
        }
    }
    let fewest = SMALLEST_PATTERN_COUNT as f64;
    (agreeing.m >= fewest && agreeing.u >= fewest).then(|| Dependence {
        fields: fields.map(|index| space.kinds()[index].name()),
        pairs: agreeing,
        times: MU { m: agreeing.m / (shown.m * said.m), u: agreeing.u / (shown.u * said.u) },
    })
}

fn add(sums: &mut MU, count: f64, probability: f64) {
    sums.m += count * probability;
    sums.u += count * (1.0 - probability);
}

#[cfg(test)]
mod tests {
    use exchange::spec::ComparisonKind;

    use super::*;
    use crate::model::{Parameters, PatternCounter};

    #[test]
    fn non_matches_that_agree_on_both_twice_as_often_as_said_weigh_a_bit_too_much() {
        let space = PatternSpace::new(&[ComparisonKind::Sex, ComparisonKind::Town]);
        let half = |m| vec![Some(MU { m: 1.0 - m, u: 0.5 }), Some(MU { m, u: 0.5 })];
        let parameters = Parameters { prior: 0.5, levels: vec![half(0.5), half(0.5)], homes: None, sex: None };
        let model = PassModel::given(parameters, &space);
        // Every pair is as likely a match as not; half of them agree on both and none on one.
        let mut counter = PatternCounter::new(space.size());
        for level in [0, 1] {
            (0..100).for_each(|_| counter.add(space.digit(0, Some(level)) + space.digit(1, Some(level))));
        }
        let found = dependences(&model, &space, &counter.histogram());
        let expected =
            Dependence { fields: ["sex", "town"], pairs: MU { m: 50.0, u: 50.0 }, times: MU { m: 2.0, u: 2.0 } };
        assert_eq!(found, [expected]);
        assert!(found[0].excess_weight().abs() < 1e-12);
        let times = MU { m: 1.0, u: 2.0 };
        assert!((Dependence { times, ..found[0].clone() }.excess_weight() - 1.0).abs() < 1e-12);
    }
}
