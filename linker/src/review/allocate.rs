//! How many pairs to draw from each stratum.

/// A stratum's claim to a part of the sample.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    /// Sample sizes are in proportion to this, where neither bound forbids.
    pub(super) weight: f64,
    /// Draw at least so many.
    pub(super) least: u64,
    /// There are no more.
    pub(super) most: u64,
}

/// Sizes that add up to `total`, or to all there is; at least `least` each, even where that is more than `total`.
pub(super) fn allocate(total: u64, claims: &[Claim]) -> Vec<u64> {
    let least = |claim: &Claim| claim.least.min(claim.most);
    let wanted = total.min(claims.iter().map(|claim| claim.most).sum()).max(claims.iter().map(least).sum());
    let size = |claim: &Claim, scale: f64| (scale * claim.weight).clamp(least(claim) as f64, claim.most as f64);
    let reached = |scale: f64| claims.iter().map(|claim| size(claim, scale)).sum::<f64>();
    let (mut low, mut high) = (0.0, 1.0);
    while reached(high) < wanted as f64 && high < f64::MAX / 4.0 {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if reached(middle) < wanted as f64 {
            low = middle;
        } else {
            high = middle;
        }
    }
    rounded(wanted, claims, &claims.iter().map(|claim| size(claim, high)).collect::<Vec<_>>())
}

/// Whole numbers by largest remainder; ties to the earlier stratum.
fn rounded(wanted: u64, claims: &[Claim], sizes: &[f64]) -> Vec<u64> {
    let mut whole: Vec<u64> = sizes.iter().map(|size| size.floor() as u64).collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|a, b| sizes[*b].fract().total_cmp(&sizes[*a].fract()).then(a.cmp(b)));
    let mut left = wanted.saturating_sub(whole.iter().sum());
    while left > 0 {
        let before = left;
        for place in &order {
            if left > 0 && whole[*place] < claims[*place].most {
                whole[*place] += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn claim(weight: f64, least: u64, most: u64) -> Claim {
        Claim { weight, least, most }
    }

    #[test]
    fn bounds_bind_and_the_rest_is_shared_by_weight() {
        assert_eq!(allocate(100, &[claim(1.0, 10, 1000), claim(8.0, 10, 1000), claim(50.0, 10, 30)]), [10, 60, 30]);
        assert_eq!(allocate(10, &[claim(1.0, 8, 100), claim(1.0, 8, 100)]), [8, 8]);
        assert_eq!(allocate(500, &[claim(0.5, 2, 7), claim(9.0, 2, 1)]), [7, 1]);
        assert!(allocate(5, &[]).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_is_lost(
            total in 0_u64..2_000,
            claims in prop::collection::vec((0.001..1e6_f64, 0_u64..20, 1_u64..5_000), 1..30),
        ) {
            let claims: Vec<_> = claims.into_iter().map(|(weight, least, most)| claim(weight, least, most)).collect();
            let sizes = allocate(total, &claims);
            let least: u64 = claims.iter().map(|claim| claim.least.min(claim.most)).sum();
            let most: u64 = claims.iter().map(|claim| claim.most).sum();
            prop_assert_eq!(sizes.iter().sum::<u64>(), total.min(most).max(least));
            prop_assert!(sizes.iter().zip(&claims).all(|(n, c)| (c.least.min(c.most)..=c.most).contains(n)));
        }
    }
}
