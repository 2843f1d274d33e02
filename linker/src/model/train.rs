//! Whether to believe EM on this pass, or to use the spec's parameters.

use exchange::spec::{Link, Pass};

use super::bounds::Bounds;
use super::em::{self, Free};
use super::fixed;
use super::histogram::Histogram;
use super::parameters::{PassModel, Status};
use super::start;
use crate::compare::PatternSpace;

/// Fewer pairs teach EM nothing.
const FEWEST_PAIRS: u64 = 50;
/// Fewer comparisons that vary within the pass do not identify a two-class model.
const FEWEST_INFORMATIVE: usize = 3;
/// A comparison varies when its second commonest level holds at least this share of the pairs that hold it.
const INFORMATIVE_SHARE: f64 = 0.005;

/// What is known of a pass besides its patterns.
#[derive(Clone, Copy, Debug)]
pub struct PassCounts {
    /// Pairs of records that the two files could make.
    pub possible_pairs: f64,
}

/// Estimates one pass's model.
#[must_use]
pub fn train(link: &Link, pass: &Pass, counts: PassCounts, space: &PatternSpace, histogram: &Histogram) -> PassModel {
    if histogram.pairs() < FEWEST_PAIRS {
        let parameters = fixed::parameters(link, pass, counts, space, histogram);
        return PassModel::new(Status::TooFewPairs, parameters, space);
    }
    if informative(space, histogram) < FEWEST_INFORMATIVE {
        // With m and u given, the prior alone is identified even by one comparison.
        let shipped = fixed::parameters(link, pass, counts, space, histogram);
        let ended = em::estimate(space, histogram, shipped, &Free::Prior);
        return PassModel::new(Status::TooFewFields, ended.parameters, space).with_history(ended.log_likelihood);
    }
    let free = Free::Everything(Bounds::of(link, pass, space, histogram));
    let ended = em::estimate(space, histogram, start::start(link, space, histogram), &free);
    let status = if ended.settled {
        Status::Converged { rounds: ended.rounds }
    } else {
        Status::NotConverged { rounds: ended.rounds }
    };
    PassModel::new(status, ended.parameters, space).with_history(ended.log_likelihood)
}

fn informative(space: &PatternSpace, histogram: &Histogram) -> usize {
    (0..space.kinds().len())
        .filter(|index| {
            let mut counts = histogram.level_counts(space, *index);
            counts.sort_unstable_by(|a, b| b.cmp(a));
            counts[1] as f64 >= INFORMATIVE_SHARE * counts.iter().sum::<u64>() as f64 && counts[1] > 0
        })
        .count()
}
