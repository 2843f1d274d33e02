//! Expectation-maximisation over the pattern histogram (Dempster, Laird and Rubin 1977; Winkler 1988 for linkage).
//!
//! Missing values drop out of both steps (missing at random). Every sum runs in pattern order, so the result does not
//! depend on threads.

use super::bounds::Bounds;
use super::factors::{Expected, Factor, Factors};
use super::histogram::Histogram;
use super::parameters::{MU, Parameters};
use crate::compare::PatternSpace;

/// Most rounds.
const ROUNDS: usize = 5000;
/// Settled when no parameter's share moves by more than this in a round.
const TOLERANCE: f64 = 1e-7;
/// Pairs added to each level, so that a level unseen in one class keeps a finite weight.
const PSEUDO_COUNT: f64 = 0.1;
/// The prior never leaves these.
const PRIOR_RANGE: (f64, f64) = (1e-6, 1.0 - 1e-6);

/// What EM may move.
pub(super) enum Free {
    /// Prior, m and u, the latter within bounds.
    Everything(Bounds),
    /// The prior alone; m and u are given.
    Prior,
}

/// Where EM ended.
pub(super) struct Ended {
    pub(super) parameters: Parameters,
    pub(super) rounds: usize,
    pub(super) settled: bool,
    /// After every round, natural logarithm.
    pub(super) log_likelihood: Vec<f64>,
}

pub(super) fn estimate(space: &PatternSpace, histogram: &Histogram, start: Parameters, free: &Free) -> Ended {
    let factors = Factors::new(space, histogram.occurring(), &start);
    let mut weighed = factors.weigh(&start);
    let mut parameters = start;
    let mut log_likelihood = Vec::new();
    for round in 1..=ROUNDS {
        let expected = factors.expected(&weighed);
        let next = maximise(space, &factors, &expected, &parameters, free);
        let moved = (next.prior - parameters.prior).abs();
        parameters = next;
        weighed = factors.weigh(&parameters);
        log_likelihood.push(factors.log_likelihood(&weighed, parameters.prior));
        if moved < TOLERANCE {
            return Ended { parameters, rounds: round, settled: true, log_likelihood };
        }
    }
    Ended { parameters, rounds: ROUNDS, settled: false, log_likelihood }
}

fn maximise(
    space: &PatternSpace,
    factors: &Factors<'_>,
    expected: &[Expected],
    last: &Parameters,
    free: &Free,
) -> Parameters {
    let matches: f64 = expected.iter().map(|pairs| pairs.matches).sum();
    let total: f64 = expected.iter().map(|pairs| pairs.matches + pairs.non_matches).sum();
    let prior = (matches / total).clamp(PRIOR_RANGE.0, PRIOR_RANGE.1);
    let bounds = match free {
        Free::Prior => return Parameters { prior, ..last.clone() },
        Free::Everything(bounds) => bounds,
    };
    let homes = last.homes.as_ref().map(|homes| {
        let mut homes = homes.maximised(space, &factors.seen_by(Factor::Home, expected));
        bounds.apply_to_homes(&mut homes);
        homes
    });
    let levels: Vec<_> = (0..last.levels.len())
        .map(|index| {
            if let Some(of_home) = homes.as_ref().and_then(|homes| homes.marginals(index)) {
                return of_home;
            }
            let mut sums = vec![(0.0, 0.0); last.levels[index].len()];
            for pairs in factors.seen_by(Factor::Comparison(index), expected) {
                if let Some(level) = space.level(pairs.pattern, index) {
                    sums[level] = (pairs.matches, pairs.non_matches);
                }
            }
            let mut levels = smoothed(&sums, &last.levels[index]);
            bounds.apply(&mut levels, index);
            keep_order(&mut levels, space, index);
            levels
        })
        .collect();
    let sex = last.sex.as_ref().map(|sex| {
        let expected = factors.seen_by(Factor::SexGivenForename, expected);
        sex.maximised(space, &expected, &levels[sex.sex])
    });
    Parameters { prior, levels, homes, sex }
}

fn smoothed(sums: &[(f64, f64)], last: &[Option<MU>]) -> Vec<Option<MU>> {
    let known = last.iter().flatten().count() as f64;
    let m_total: f64 = sums.iter().map(|sum| sum.0).sum::<f64>() + PSEUDO_COUNT * known;
    let u_total: f64 = sums.iter().map(|sum| sum.1).sum::<f64>() + PSEUDO_COUNT * known;
    sums.iter()
        .zip(last)
        .map(|(sum, last)| {
            last.map(|_| MU { m: (sum.0 + PSEUDO_COUNT) / m_total, u: (sum.1 + PSEUDO_COUNT) / u_total })
        })
        .collect()
}

/// Full agreement must speak for a match and full disagreement against it; otherwise the classes change places.
fn keep_order(levels: &mut [Option<MU>], space: &PatternSpace, index: usize) {
    let exact = space.kinds()[index].exact();
    if let Some(top) = &mut levels[exact]
        && top.m < top.u
    {
        top.m = (top.u * 1.5).min(0.99);
    }
    if let Some(bottom) = &mut levels[0]
        && bottom.m > bottom.u
    {
        bottom.m = bottom.u * 0.8;
    }
}
