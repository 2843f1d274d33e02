//! Pairs of people alike in their propensity.

use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Pairs each of `group` with the nearest of `others` by score, one to one without replacement, the highest score first; whoever has
/// nobody within `caliper` stays alone. Returns pairs of positions. Equal scores go in the order given, so the same input gives the
/// same pairs.
///
/// Source: Rosenbaum PR, Rubin DB (1985), American Statistician 39:33-38; caliper of 0.2 standard deviations of the logit, Austin PC
/// (2011), Pharmaceutical Statistics 10:150-161.
#[must_use]
pub fn nearest_neighbours(group: &[f64], others: &[f64], caliper: f64) -> Vec<(usize, usize)> {
    let mut free: BTreeSet<Candidate> =
        others.iter().enumerate().map(|(index, &score)| Candidate { score, index }).collect();
    let mut order: Vec<usize> = (0..group.len()).collect();
    order.sort_by(|&a, &b| group[b].total_cmp(&group[a]));
    let mut pairs = Vec::new();
    for member in order {
        let score = group[member];
        let above = free.range(Candidate { score, index: 0 }..).next().copied();
        let below = free.range(..Candidate { score, index: 0 }).next_back().map(|found| {
            // Of equal scores the first given.
            *free.range(Candidate { score: found.score, index: 0 }..).next().unwrap_or(found)
        });
        let distance = |candidate: &Candidate| (candidate.score - score).abs();
        let nearest = [below, above]
            .into_iter()
            .flatten()
            .min_by(|a, b| distance(a).total_cmp(&distance(b)).then(a.index.cmp(&b.index)));
        if let Some(found) = nearest.filter(|found| distance(found) <= caliper) {
            free.remove(&found);
            pairs.push((member, found.index));
        }
    }
    pairs
}

/// The caliper of `width` standard deviations of the scores of both groups, their variances pooled by size.
#[must_use]
pub fn caliper(group: &[f64], others: &[f64], width: f64) -> f64 {
    let squares = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|x| (x - mean).powi(2)).sum::<f64>()
    };
    let freedom = (group.len() + others.len()).saturating_sub(2).max(1) as f64;
    width * ((squares(group) + squares(others)) / freedom).sqrt()
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Candidate {
    score: f64,
    index: usize,
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then(self.index.cmp(&other.index))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition, at the cost of every pair.
    fn slowly(group: &[f64], others: &[f64], caliper: f64) -> Vec<(usize, usize)> {
        let mut free: Vec<usize> = (0..others.len()).collect();
        let mut order: Vec<usize> = (0..group.len()).collect();
        order.sort_by(|&a, &b| group[b].total_cmp(&group[a]));
        let mut pairs = Vec::new();
        for member in order {
            let distance = |other: usize| (others[other] - group[member]).abs();
            let Some(place) = (0..free.len())
                .min_by(|&a, &b| distance(free[a]).total_cmp(&distance(free[b])).then(free[a].cmp(&free[b])))
            else {
                break;
            };
            if distance(free[place]) <= caliper {
                pairs.push((member, free.remove(place)));
            }
        }
        pairs
    }

    proptest! {
        #[test]
        fn finds_the_nearest_of_all(
            group in prop::collection::vec(0_i32..20, 0..12),
            others in prop::collection::vec(0_i32..20, 0..12),
            caliper in 0_i32..6,
        ) {
            let scores = |whole: Vec<i32>| whole.into_iter().map(f64::from).collect::<Vec<_>>();
            let (group, others) = (scores(group), scores(others));
            let caliper = f64::from(caliper);
            prop_assert_eq!(nearest_neighbours(&group, &others, caliper), slowly(&group, &others, caliper));
        }
    }
}
