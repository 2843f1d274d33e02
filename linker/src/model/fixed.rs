//! The spec's own parameters, cut to the levels that a pass can show.

use exchange::spec::{Link, Pass};

use super::histogram::Histogram;
use super::parameters::{MU, Parameters};
use super::train::PassCounts;
use crate::compare::PatternSpace;

/// The spec's m and u, conditional on the levels that occur: those that the block key rules out carry no weight.
pub(super) fn parameters(
    link: &Link,
    pass: &Pass,
    counts: PassCounts,
    space: &PatternSpace,
    histogram: &Histogram,
) -> Parameters {
    let patterns = histogram.occurring();
    let levels = link
        .comparisons
        .iter()
        .enumerate()
        .map(|(index, comparison)| {
            let occurs = |level: usize| patterns.iter().any(|(p, _)| space.level(*p, index) == Some(level));
            let kept: Vec<_> = (0..comparison.kind.levels().len()).map(occurs).collect();
            conditional(&comparison.fixed.m, &comparison.fixed.u, &kept)
        })
        .collect();
    Parameters { prior: prior(pass, counts, histogram.pairs()), levels, homes: None, sex: None }
}

fn conditional(m: &[f64], u: &[f64], kept: &[bool]) -> Vec<Option<MU>> {
    let total = |values: &[f64]| -> f64 { values.iter().zip(kept).filter(|(_, kept)| **kept).map(|(v, _)| v).sum() };
    let (m_total, u_total) = (total(m), total(u));
    let several = kept.iter().filter(|kept| **kept).count() > 1;
    (0..m.len())
        .map(|level| (several && kept[level]).then(|| MU { m: m[level] / m_total, u: u[level] / u_total }))
        .collect()
}

/// Expected true pairs over candidate pairs: candidates beyond those that chance alone would put together.
fn prior(pass: &Pass, counts: PassCounts, pairs: u64) -> f64 {
    let pairs = pairs.max(1) as f64;
    let by_chance = counts.possible_pairs * pass.chance;
    ((pairs - by_chance) / pairs).clamp(0.01, 0.95)
}
