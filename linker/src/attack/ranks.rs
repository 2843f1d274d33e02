//! Ranks of values by Poisson counts: how likely a value has one rank in two independent files.

use std::collections::BTreeMap;

use rayon::prelude::*;
use statrs::function::erf::erfc;
use statrs::function::gamma::ln_gamma;

/// All values of a file, largest expected count first.
pub(super) struct Ranks {
    values: Vec<PoissonCount>,
    /// For each count: mean and variance of the number of values that stand before it (a tie stands before with chance
    /// 1/2), and the expected number of values tied with it.
    mean: Vec<f64>,
    variance: Vec<f64>,
    tied: Vec<f64>,
}

impl Ranks {
    /// From the expected counts, all above 0.
    pub(super) fn new(mut means: Vec<f64>) -> Self {
        means.sort_by(|a, b| b.total_cmp(a));
        let values: Vec<PoissonCount> = means.into_par_iter().map(PoissonCount::new).collect();
        let counts = values.first().map_or(0, PoissonCount::end) + 2;
        let mut ranks = Self { values, mean: vec![0.0; counts], variance: vec![0.0; counts], tied: vec![0.0; counts] };
        let mut firsts = vec![0.0; counts + 1];
        for value in &ranks.values {
            firsts[value.first] += 1.0;
            for (i, (&p, &b)) in value.pmf.iter().zip(&value.before).enumerate() {
                ranks.mean[value.first + i] += b;
                ranks.variance[value.first + i] += b * (1.0 - b);
                ranks.tied[value.first + i] += p;
            }
        }
        let mut always_before = 0.0;
        for count in (0..counts).rev() {
            always_before += firsts[count + 1];
            ranks.mean[count] += always_before;
        }
        ranks
    }

    /// Expected number of people whose value has one rank in their file and in an independent sample of the same size.
    pub(super) fn people_in_place(&self) -> f64 {
        let people: Vec<f64> =
            (0..self.values.len()).into_par_iter().map(|i| self.values[i].mean * self.same_rank(i)).collect();
        people.iter().sum()
    }

    fn same_rank(&self, i: usize) -> f64 {
        let value = &self.values[i];
        if self.rivals(value.mean as usize).len() > MOST_RIVALS {
            return self.same_rank_normal(value);
        }
        let sample = self.rank(i, 0);
        self.rank(i, 1).iter().map(|(rank, p)| p * sample.get(rank).unwrap_or(&0.0)).sum()
    }

    /// Values that may stand on either side of this count.
    fn rivals(&self, count: usize) -> std::ops::Range<usize> {
        let before = self.values.partition_point(|v| v.first > count);
        before..self.values.partition_point(|v| v.end() > count).max(before)
    }

    /// Distribution of a value's rank, exactly: over its own counts, over its place within a tie (three-point
    /// Gauss-Legendre), and over the rivals before it (Poisson-binomial, one factor at a time).
    fn rank(&self, i: usize, own: usize) -> BTreeMap<usize, f64> {
        let mut ranks = BTreeMap::new();
        for (count, weight) in self.values[i].nodes(own) {
            let rivals = self.rivals(count);
            for (place, share) in PLACES_IN_TIE {
                let mut before = vec![1.0];
                for rival in self.values[rivals.clone()]
                    .iter()
                    .enumerate()
                    .filter(|(j, _)| rivals.start + j != i)
                    .map(|(_, v)| v)
                {
                    add_indicator(&mut before, rival.before(count) + (place - 0.5) * rival.pmf(count));
                }
                for (k, p) in before.into_iter().enumerate() {
                    *ranks.entry(rivals.start + k).or_insert(0.0) += weight * share * p;
                }
            }
        }
        ranks
    }

    /// The same with the number of values before it taken as normal, with a continuity correction, and the spread of the
    /// places inside a tie added to its variance.
    fn same_rank_normal(&self, value: &PoissonCount) -> f64 {
        let stand = |own: usize| -> Vec<(Stand, f64)> {
            value.nodes(own).into_iter().map(|(count, p)| (self.stand(value, count), p)).collect()
        };
        let (file, sample) = (stand(1), stand(0));
        file.iter().map(|(x, p)| p * sample.iter().map(|(y, q)| q * x.meets(y)).sum::<f64>()).sum()
    }

    fn stand(&self, value: &PoissonCount, count: usize) -> Stand {
        let b = value.before(count);
        let tied = (self.tied[count] - value.pmf(count)).max(0.0);
        let variance = (self.variance[count] - b * (1.0 - b)).max(0.0) + tied * tied / 12.0;
        Stand { mean: self.mean[count] - b, variance }
    }
}

/// Above this many rivals the normal form takes over; the sum then has a variance of about ten.
const MOST_RIVALS: usize = 150;

/// Nodes and weights of three-point Gauss-Legendre quadrature on (0, 1).
const PLACES_IN_TIE: [(f64, f64); 3] =
    [(0.112_701_665_379_258_3, 5.0 / 18.0), (0.5, 8.0 / 18.0), (0.887_298_334_620_741_7, 5.0 / 18.0)];

/// Distribution of a sum after one more independent indicator of probability `p`.
fn add_indicator(sum: &mut Vec<f64>, p: f64) {
    sum.push(0.0);
    for k in (1..sum.len()).rev() {
        sum[k] = sum[k] * (1.0 - p) + sum[k - 1] * p;
    }
    sum[0] *= 1.0 - p;
}

/// The count of one value, where it has any weight: `first..end`.
struct PoissonCount {
    mean: f64,
    first: usize,
    pmf: Vec<f64>,
    before: Vec<f64>,
}

impl PoissonCount {
    fn new(mean: f64) -> Self {
        let reach = 6.0 * mean.sqrt() + 8.0;
        let first = (mean - reach).max(0.0) as usize;
        let last = (mean + reach) as usize;
        let pmf: Vec<f64> =
            (first..=last).map(|c| (c as f64 * mean.ln() - mean - ln_gamma(c as f64 + 1.0)).exp()).collect();
        let mut above = 0.0;
        let mut before = vec![0.0; pmf.len()];
        for (b, p) in before.iter_mut().zip(&pmf).rev() {
            *b = above + p / 2.0;
            above += p;
        }
        Self { mean, first, pmf, before }
    }

    fn end(&self) -> usize {
        self.first + self.pmf.len()
    }

    fn pmf(&self, count: usize) -> f64 {
        count.checked_sub(self.first).and_then(|i| self.pmf.get(i)).copied().unwrap_or(0.0)
    }

    /// Chance of standing before another value that has this count.
    fn before(&self, count: usize) -> f64 {
        count.checked_sub(self.first).map_or(1.0, |i| self.before.get(i).copied().unwrap_or(0.0))
    }

    /// The counts this value may have, with weights, in the sample (`own` = 0) or in the file of a person who has it
    /// (`own` = 1); thinned where the weights are smooth. A value that does not occur has no rank.
    fn nodes(&self, own: usize) -> Vec<(usize, f64)> {
        let step = ((self.mean.sqrt() / 6.0) as usize).max(1);
        let counts = self.pmf.iter().enumerate().map(|(i, &p)| (self.first + i + own, p * step as f64));
        counts.step_by(step).filter(|&(count, p)| count > 0 && p > 1e-8).collect()
    }
}

/// Where a value stands: how many come before it.
struct Stand {
    mean: f64,
    variance: f64,
}

impl Stand {
    /// Chance that two independent stands coincide: that their difference rounds to nought.
    fn meets(&self, other: &Self) -> f64 {
        let scale = (2.0 * (self.variance + other.variance).max(1e-12)).sqrt();
        let apart = (self.mean - other.mean).abs();
        if apart - 0.5 > 4.0 * scale {
            return 0.0;
        }
        f64::midpoint(erfc((apart - 0.5) / scale), -erfc((apart + 0.5) / scale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indicators_add_up() {
        let mut sum = vec![1.0];
        add_indicator(&mut sum, 0.5);
        add_indicator(&mut sum, 0.25);
        assert_eq!(sum, vec![0.375, 0.5, 0.125]);
    }

    #[test]
    fn rank_is_a_distribution_with_the_tabled_mean() {
        let ranks = Ranks::new(vec![900.0, 60.0, 58.0, 55.0, 30.0, 2.0]);
        let rank = ranks.rank(2, 0);
        let total: f64 = rank.values().sum();
        let mean: f64 = rank.iter().map(|(&r, p)| r as f64 * p).sum();
        let tabled: f64 =
            ranks.values[2].nodes(0).into_iter().map(|(c, p)| p * ranks.stand(&ranks.values[2], c).mean).sum();
        assert!((total - 1.0).abs() < 1e-4 && (mean - tabled).abs() < 1e-3, "{total} {mean} {tabled}");
    }

    #[test]
    fn both_forms_agree_where_both_hold() {
        let ranks = Ranks::new((0..140).map(|i| 400.0 - f64::from(i)).collect());
        for i in [40, 70, 100] {
            let (exact, normal) = (ranks.same_rank(i), ranks.same_rank_normal(&ranks.values[i]));
            assert!((exact / normal - 1.0).abs() < 0.03, "{i}: {exact} {normal}");
        }
    }
}
