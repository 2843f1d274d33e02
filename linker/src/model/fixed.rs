//! The spec's own parameters, cut to the levels that a pass can show.

use exchange::spec::{ComparisonKind, Derived, Link, Pass};

use super::histogram::Histogram;
use super::parameters::{MU, Parameters};
use super::train::PassCounts;
use crate::compare::PatternSpace;
use crate::compare::dates::{ALL_BUT_DAY, ALL_BUT_MONTH, ALL_BUT_YEAR, ONE_OF_THREE};

/// Year, month and day of birth, and the level that agrees on the two others alone.
const PARTS: [(Derived, usize); 3] =
    [(Derived::BirthYear, ALL_BUT_YEAR), (Derived::BirthMonth, ALL_BUT_MONTH), (Derived::BirthDay, ALL_BUT_DAY)];

/// The spec's m and u, conditional on the block key: what it rules out carries no weight.
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
            let [m, u] =
                [&comparison.fixed.m, &comparison.fixed.u].map(|chances| left_by_key(comparison.kind, pass, chances));
            conditional(&m, &u, &kept)
        })
        .collect();
    Parameters { prior: prior(pass, counts, histogram.pairs()), levels, homes: None, sex: None }
}

/// Chances of the levels without what the key rules out of one: where it holds the year of birth, two dates of one part alike are alike
/// in the year, not in the month (one chance in twelve) or the day, which make up most of that level among strangers.
///
/// The parts are taken to agree independently. Then one alone agrees in proportion to the inverse chance that the two others do.
fn left_by_key(kind: ComparisonKind, pass: &Pass, chances: &[f64]) -> Vec<f64> {
    let mut left = chances.to_vec();
    let held = |part: &Derived| pass.key.iter().any(|alternatives| alternatives == &[*part]);
    if kind == ComparisonKind::BirthDate
        && let [(_, others)] = PARTS.iter().filter(|(part, _)| held(part)).collect::<Vec<_>>()[..]
    {
        let all: f64 = PARTS.iter().map(|(_, others)| 1.0 / chances[*others]).sum();
        left[ONE_OF_THREE] *= 1.0 / chances[*others] / all;
    }
    left
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::dates::{EXACT, NONE};

    /// Chances by level where year, month and day of two strangers agree independently, this often.
    const AGREE: [f64; 3] = [1.0 / 60.0, 1.0 / 12.0, 1.0 / 30.0];

    fn among_strangers() -> Vec<f64> {
        let mut chances = vec![0.0; ComparisonKind::BirthDate.levels().len()];
        for parts in (0..8).map(|which| [0, 1, 2].map(|part| which >> part & 1 == 1)) {
            let level = match parts {
                [true, true, true] => EXACT,
                [false, true, true] => ALL_BUT_YEAR,
                [true, false, true] => ALL_BUT_MONTH,
                [true, true, false] => ALL_BUT_DAY,
                [false, false, false] => NONE,
                _ => ONE_OF_THREE,
            };
            chances[level] += parts.iter().zip(AGREE).map(|(part, p)| if *part { p } else { 1.0 - p }).product::<f64>();
        }
        chances
    }

    fn left(key: &[Derived]) -> Vec<f64> {
        let key = key.iter().map(|part| vec![*part]).collect();
        let pass = Pass { name: String::new(), key, cap: 1, chance: 0.0 };
        left_by_key(ComparisonKind::BirthDate, &pass, &among_strangers())
    }

    #[test]
    fn strangers_who_share_a_part_of_the_date_share_the_others_as_often_as_anybody() {
        for (held, (part, _)) in PARTS.iter().enumerate() {
            let left = left(&[*part, Derived::PostcodeSector]);
            // All levels that agree on the part held, of which the first is that part alone.
            let levels = [ONE_OF_THREE, ALL_BUT_YEAR, ALL_BUT_DAY, ALL_BUT_MONTH, EXACT]
                .into_iter()
                .filter(|level| *level != PARTS[held].1);
            let all: f64 = levels.map(|level| left[level]).sum();
            assert!((all - AGREE[held]).abs() < 1e-12, "{part:?}: {all}");
        }
        assert_eq!(left(&[Derived::PostcodeSector]), among_strangers());
        assert_eq!(left(&[Derived::BirthYear, Derived::BirthDay]), among_strangers());
    }
}
