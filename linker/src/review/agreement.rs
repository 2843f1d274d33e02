//! How far two reviewers agree beyond chance.

use serde::Serialize;

use super::answers::Answer;
use super::estimate::Estimate;

/// Agreement of two reviewers over the items of a sample, which is not that of the population it was drawn from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Items.
    pub items: usize,
    /// Items with the same answer from both.
    pub agreed: usize,
    /// Cohen's kappa of the three answers, with its large-sample 95 % interval; `None` where both always say the same thing.
    pub kappa: Option<Estimate>,
    /// Numbers of the items with different answers.
    pub disagreements: Vec<usize>,
}

/// The 97.5th percentile of the standard normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;

/// Agreement of two lists of answers to the same items.
///
/// Source: Cohen (1960), Educational and Psychological Measurement 20:37-46; its variance by Fleiss, Cohen, Everitt (1969),
/// Psychological Bulletin 72:323-327.
#[must_use]
pub fn agreement(one: &[Answer], other: &[Answer]) -> Agreement {
    let pairs = || one.iter().zip(other);
    let mut counts = [[0.0; 3]; 3];
    for (a, b) in pairs() {
        counts[*a as usize][*b as usize] += 1.0;
    }
    let disagreements: Vec<usize> = (1..).zip(pairs()).filter(|(_, (a, b))| a != b).map(|(number, _)| number).collect();
    let agreed = one.len() - disagreements.len();
    Agreement { items: one.len(), agreed, kappa: kappa(&counts), disagreements }
}

/// From counts of items by either reviewer's answer.
fn kappa(counts: &[[f64; 3]; 3]) -> Option<Estimate> {
    let n: f64 = counts.iter().flatten().sum();
    let p = |i: usize, j: usize| counts[i][j] / n;
    let row = |i: usize| (0..3).map(|j| p(i, j)).sum::<f64>();
    let column = |j: usize| (0..3).map(|i| p(i, j)).sum::<f64>();
    let observed: f64 = (0..3).map(|i| p(i, i)).sum();
    let expected: f64 = (0..3).map(|i| row(i) * column(i)).sum();
    if n == 0.0 || 1.0 - expected < 1e-12 {
        return None;
    }
    let kappa = (observed - expected) / (1.0 - expected);
    let on: f64 = (0..3).map(|i| p(i, i) * (1.0 - (row(i) + column(i)) * (1.0 - kappa)).powi(2)).sum();
    let cells = (0..3).flat_map(|i| (0..3).map(move |j| (i, j))).filter(|(i, j)| i != j);
    let off: f64 = cells.map(|(i, j)| p(i, j) * (column(i) + row(j)).powi(2)).sum::<f64>() * (1.0 - kappa).powi(2);
    let both = (kappa - expected * (1.0 - kappa)).powi(2);
    let error = (on + off - both).max(0.0).sqrt() / ((1.0 - expected) * n.sqrt());
    let limit = |sign: f64| (kappa + sign * Z_95 * error).clamp(-1.0, 1.0);
    Some(Estimate { value: kappa, low: limit(-1.0), high: limit(1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example() {
        // Fleiss (1981), Statistical Methods for Rates and Proportions, table 13.1: kappa .6765. The standard error, .0877, is
        // also what differentiating kappa numerically in each of the nine shares gives.
        let found = kappa(&[[75.0, 1.0, 4.0], [5.0, 4.0, 1.0], [0.0, 0.0, 10.0]]).unwrap();
        assert!((found.value - 0.6765).abs() < 5e-5, "{found:?}");
        for limit in [found.value - found.low, found.high - found.value] {
            assert!((limit / Z_95 - 0.0877).abs() < 5e-5, "{found:?}");
        }
    }

    #[test]
    fn agreement_by_chance_alone_is_nought_and_by_rote_is_none() {
        use Answer::{Match, NonMatch};
        let found = agreement(&[Match, Match, NonMatch, NonMatch], &[Match, NonMatch, Match, NonMatch]);
        assert_eq!((found.agreed, found.disagreements.as_slice()), (2, [2, 3].as_slice()));
        assert!(found.kappa.unwrap().value.abs() < 1e-12);
        assert_eq!(agreement(&[Match, Match], &[Match, Match]).kappa, None);
        let perfect = agreement(&[Match, NonMatch], &[Match, NonMatch]).kappa.unwrap();
        assert!((perfect.value - 1.0).abs() < 1e-12 && perfect.low <= 1.0);
    }
}
