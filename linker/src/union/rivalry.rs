//! What a pair is worth beside its rivals: the probability that it is a match, given that a record has at most one partner.
//!
//! A pass weighs each pair as if it stood alone, so two candidates of one record may both come out at .9. One of them at
//! most is right. With odds `o` each, and one partner a record on the left, exactly one of "no partner", "the first",
//! "the second", .. holds, and a candidate's probability is `o / (1 + sum of o)`. With one partner on either side the same
//! sum runs over all one-to-one assignments; belief propagation gives it exactly on trees and closely elsewhere (Huang and
//! Jebara 2009, "Approximating the permanent with belief propagation").

use exchange::spec::Cardinality;

use super::candidates::Candidate;

/// Rounds of messages at most; trees of the usual depth settle in a few.
const ROUNDS: usize = 60;
/// Settled when no message moves by more than this.
const TOLERANCE: f64 = 1e-9;

/// Match probability of every candidate beside its rivals, in the candidates' order.
#[must_use]
pub(super) fn beside_rivals(candidates: &[Candidate], cardinality: Cardinality) -> Vec<f64> {
    let odds: Vec<f64> = candidates.iter().map(|candidate| candidate.match_weight.exp2()).collect();
    match cardinality {
        Cardinality::Cluster => alone(&vec![1.0; odds.len()], &odds, &vec![1.0; odds.len()]),
        Cardinality::ManyOne => {
            let free = vec![1.0; odds.len()];
            alone(&messages(candidates, &odds, &free, |candidate| candidate.left), &odds, &free)
        }
        Cardinality::OneOne => {
            let (mut left, mut right) = (vec![1.0; odds.len()], vec![1.0; odds.len()]);
            for _ in 0..ROUNDS {
                let next_left = messages(candidates, &odds, &right, |candidate| candidate.left);
                let next_right = messages(candidates, &odds, &next_left, |candidate| candidate.right);
                let moved = next_left.iter().zip(&left).chain(next_right.iter().zip(&right));
                let settled = moved.map(|(next, last)| (next - last).abs()).fold(0.0, f64::max) < TOLERANCE;
                (left, right) = (next_left, next_right);
                if settled {
                    break;
                }
            }
            alone(&left, &odds, &right)
        }
    }
}

/// For each candidate, how likely its record on this side is not taken by a rival: 1 / (1 + the rivals' odds, as far as
/// their other records are free).
fn messages(candidates: &[Candidate], odds: &[f64], free: &[f64], side: impl Fn(&Candidate) -> u32) -> Vec<f64> {
    let records = candidates.iter().map(&side).max().map_or(0, |most| most as usize + 1);
    let mut sums = vec![0.0; records];
    let mut largest = vec![(0.0, usize::MAX); records];
    for (index, candidate) in candidates.iter().enumerate() {
        let (record, value) = (side(candidate) as usize, odds[index] * free[index]);
        sums[record] += value;
        if value > largest[record].0 {
            largest[record] = (value, index);
        }
    }
    // Taking the largest from the sum would leave rounding, not the rest: its rest is added up by itself.
    let mut rest = vec![0.0; records];
    for (index, candidate) in candidates.iter().enumerate() {
        let record = side(candidate) as usize;
        if largest[record].1 != index {
            rest[record] += odds[index] * free[index];
        }
    }
    (0..candidates.len())
        .map(|index| {
            let record = side(&candidates[index]) as usize;
            let rivals =
                if largest[record].1 == index { rest[record] } else { sums[record] - odds[index] * free[index] };
            1.0 / (1.0 + rivals)
        })
        .collect()
}

fn alone(left: &[f64], odds: &[f64], right: &[f64]) -> Vec<f64> {
    let beside = left.iter().zip(odds).zip(right).map(|((left, odds), right)| left * odds * right);
    beside.map(|odds| if odds.is_finite() { odds / (1.0 + odds) } else { 1.0 }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pair(left: u32, right: u32, match_weight: f64) -> Candidate {
        Candidate { left, right, match_weight }
    }

    /// Sums the odds of every admissible set of pairs.
    fn slow(candidates: &[Candidate], one_one: bool) -> Vec<f64> {
        let (mut all, mut with) = (0.0, vec![0.0; candidates.len()]);
        for set in 0..1_u32 << candidates.len() {
            let taken: Vec<usize> = (0..candidates.len()).filter(|i| set >> i & 1 == 1).collect();
            let clash = |a: &Candidate, b: &Candidate| a.left == b.left || one_one && a.right == b.right;
            let admissible =
                taken.iter().all(|i| taken.iter().all(|j| i >= j || !clash(&candidates[*i], &candidates[*j])));
            if admissible {
                let odds: f64 = taken.iter().map(|i| candidates[*i].match_weight.exp2()).product();
                all += odds;
                for i in taken {
                    with[i] += odds;
                }
            }
        }
        with.iter().map(|with| with / all).collect()
    }

    #[test]
    fn two_equal_candidates_share_and_one_alone_keeps_its_odds() {
        let found = beside_rivals(&[pair(0, 0, 10.0), pair(0, 1, 10.0), pair(1, 2, 1.0)], Cardinality::ManyOne);
        assert!((found[0] - 1024.0 / 2049.0).abs() < 1e-12 && (found[2] - 2.0 / 3.0).abs() < 1e-12);
        // A rival whose own partner is certain is no rival.
        let taken = [pair(0, 0, 4.0), pair(0, 1, 3.0), pair(1, 1, 30.0)];
        assert!((beside_rivals(&taken, Cardinality::OneOne)[0] - 16.0 / 17.0).abs() < 1e-6);
        assert!(beside_rivals(&taken, Cardinality::ManyOne)[0] < 0.65);
        assert!(beside_rivals(&[pair(0, 0, 2000.0)], Cardinality::OneOne)[0] > 0.999);
    }

    proptest! {
        #[test]
        fn many_one_is_the_sum_over_all_admissible_sets(
            weights in prop::collection::btree_map((0_u32..3, 0_u32..4), -40_i32..40, 1..9)
        ) {
            let candidates: Vec<_> =
                weights.into_iter().map(|((left, right), w)| pair(left, right, f64::from(w) / 4.0)).collect();
            for (found, slow) in beside_rivals(&candidates, Cardinality::ManyOne).iter().zip(slow(&candidates, false)) {
                prop_assert!((found - slow).abs() < 1e-9);
            }
        }

        #[test]
        fn one_one_is_exact_on_chains(weights in prop::collection::vec(-40_i32..40, 1..9)) {
            // Pairs (0,0), (1,0), (1,1), (2,1), ..: a path, so a tree.
            let candidates: Vec<_> = (0..).zip(&weights)
                .map(|(i, w)| pair(u32::div_ceil(i, 2), i / 2, f64::from(*w) / 4.0)).collect();
            for (found, slow) in beside_rivals(&candidates, Cardinality::OneOne).iter().zip(slow(&candidates, true)) {
                prop_assert!((found - slow).abs() < 1e-6, "{found} {slow}");
            }
        }
    }
}
