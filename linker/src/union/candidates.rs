//! One value for each pair of entities, from the passes that saw it.

use exchange::spec::{Combine, Link};
use exchange::{Model, PairRow, Received, pairs, read_rows};
use rayon::prelude::*;

use super::entities::Entities;
use crate::error::Result;
use crate::link::model_file;
use crate::model::probability;

/// A pair of entities and what the passes make of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Left entity.
    pub left: u32,
    /// Right entity.
    pub right: u32,
    /// Log2 of the posterior odds, by the link's combine rule.
    pub match_weight: f64,
}

/// Under this share of the smaller file, matches are rare and the best of several estimates is over-confident.
const RARE_SHARE: f64 = 0.05;

/// A pair as one pass saw it.
struct Seen {
    left: u32,
    right: u32,
    fineness: u32,
    match_weight: f64,
}

/// Candidates of one link, by left and right entity. In de-duplication `right` is the same source and each unordered
/// pair occurs once.
pub fn candidates(
    number: usize,
    link: &Link,
    linked: &Received,
    left: &Entities,
    right: &Entities,
) -> Result<Vec<Candidate>> {
    let model = Model::read(&linked.file(&model_file(&link.name))?)?;
    let fineness = fineness(link, &model);
    let mut seen = Vec::new();
    let (mut left_handles, mut right_handles) = (left.handles(number as u16)?, right.handles(number as u16)?);
    for (pass, declared) in link.passes.iter().enumerate() {
        let file = pairs::file_name(&link.name, &declared.name);
        let rows: Vec<PairRow> = read_rows(&linked.file(&file)?)?;
        let lefts = left_handles.of(pass as u16, &handles(&rows, |row| row.left))?;
        let rights = right_handles.of(pass as u16, &handles(&rows, |row| row.right))?;
        seen.reserve_exact(rows.len());
        for row in rows {
            let sides = (left.entity(&lefts, row.left, &file)?, right.entity(&rights, row.right, &file)?);
            let (Some(l), Some(r)) = sides else { continue };
            let (l, r) = if link.is_deduplication() { (l.min(r), l.max(r)) } else { (l, r) };
            // Two identities of one entity may meet in a block; that is no link.
            if !(link.is_deduplication() && l == r) {
                let fineness = fineness[pass];
                seen.push(Seen { left: l, right: r, fineness, match_weight: row.match_weight });
            }
        }
    }
    let smaller = left.len().min(right.len());
    Ok(combined(seen, link.combine, smaller))
}

/// Rank of each pass by the number of pairs it compares: fewer is finer.
fn fineness(link: &Link, model: &Model) -> Vec<u32> {
    let pairs = |name: &str| model.passes.iter().find(|pass| pass.name == name).map_or(0, |pass| pass.pairs);
    let mut order: Vec<usize> = (0..link.passes.len()).collect();
    order.sort_by_key(|pass| (pairs(&link.passes[*pass].name), *pass));
    let mut fineness = vec![0; order.len()];
    for (rank, pass) in (0..).zip(order) {
        fineness[pass] = rank;
    }
    fineness
}

/// Handles that pairs name on one side, sorted.
fn handles(pairs: &[PairRow], side: fn(&PairRow) -> u64) -> Vec<u64> {
    let mut handles: Vec<u64> = pairs.iter().map(side).collect();
    handles.par_sort_unstable();
    handles.dedup();
    handles
}

fn combined(mut seen: Vec<Seen>, rule: Combine, smaller: usize) -> Vec<Candidate> {
    seen.par_sort_unstable_by(|a, b| {
        (a.left, a.right, a.fineness)
            .cmp(&(b.left, b.right, b.fineness))
            .then(b.match_weight.total_cmp(&a.match_weight))
    });
    let pairs = || seen.chunk_by(|a, b| (a.left, a.right) == (b.left, b.right));
    let value = match rule {
        Combine::Best => best,
        Combine::Pooled => pooled,
        Combine::First => first,
        Combine::Auto => {
            let likely = pairs().filter(|pair| best(pair) > 0.0).count();
            if (likely as f64) < RARE_SHARE * smaller as f64 { first } else { pooled }
        }
    };
    pairs().map(|pair| Candidate { left: pair[0].left, right: pair[0].right, match_weight: value(pair) }).collect()
}

fn best(pair: &[Seen]) -> f64 {
    pair.iter().map(|seen| seen.match_weight).fold(f64::NEG_INFINITY, f64::max)
}

fn first(pair: &[Seen]) -> f64 {
    pair[0].match_weight
}

/// Both probabilities are added up, since 1 less one near 1 has lost its digits.
fn pooled(pair: &[Seen]) -> f64 {
    let sum = |sign: f64| pair.iter().map(|seen| probability(sign * seen.match_weight)).sum::<f64>();
    (sum(1.0) / sum(-1.0)).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(left: u32, right: u32, fineness: u32, match_weight: f64) -> Seen {
        Seen { left, right, fineness, match_weight }
    }

    #[test]
    fn rules_differ_and_auto_chooses_by_rarity() {
        let pairs = || vec![seen(1, 1, 2, 9.0), seen(1, 1, 0, 3.0), seen(1, 1, 0, 4.0), seen(0, 5, 1, -2.0)];
        let weights =
            |rule, smaller| combined(pairs(), rule, smaller).iter().map(|pair| pair.match_weight).collect::<Vec<_>>();
        assert_eq!(weights(Combine::Best, 2), [-2.0, 9.0]);
        assert_eq!(weights(Combine::First, 2), [-2.0, 4.0]);
        // Odds of 512, 16 and 8 to 1.
        let mean = (512.0 / 513.0 + 16.0 / 17.0 + 8.0 / 9.0) / 3.0;
        let pooled = weights(Combine::Pooled, 2);
        assert!((pooled[0] + 2.0).abs() < 1e-12 && (probability(pooled[1]) - mean).abs() < 1e-12);
        assert_eq!(weights(Combine::Auto, 2), pooled);
        assert_eq!(weights(Combine::Auto, 1000), [-2.0, 4.0]);
    }
}
