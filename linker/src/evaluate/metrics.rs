//! Precision, recall and F1 (van Rijsbergen 1979) of scored pairs and of clusters.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

/// A scored pair whose truth is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredPair {
    /// Left record.
    pub left: u32,
    /// Right record.
    pub right: u32,
    /// Match weight, bits.
    pub match_weight: f64,
    /// Whether it was declared a link.
    pub link: bool,
    /// Whether it is one.
    pub truth: bool,
}

/// Accuracy of a set of declared links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Accuracy {
    /// Harmonic mean of precision and recall.
    pub f1: f64,
    /// Share of declared links that are true.
    pub precision: f64,
    /// Share of true pairs that are declared.
    pub recall: f64,
}

/// The best accuracy over all thresholds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Best {
    /// Accuracy there.
    #[serde(flatten)]
    pub accuracy: Accuracy,
    /// Match weight (bits) from which pairs are declared.
    pub threshold: f64,
}

/// What is known of a trial whose truth is known.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// At the best threshold.
    pub best: Best,
    /// As declared.
    pub default: Accuracy,
    /// At the best threshold after one-to-one assignment (best first), or after clustering.
    pub one_to_one: Accuracy,
    /// Share of the true pairs among the candidates.
    pub candidate_recall: f64,
}

impl Accuracy {
    /// From counts: true links declared, links declared, true pairs.
    #[must_use]
    pub fn of(hits: u64, declared: u64, total: u64) -> Self {
        let share = |of: u64| if of == 0 { 0.0 } else { hits as f64 / of as f64 };
        let f1 = if declared + total == 0 { 0.0 } else { 2.0 * hits as f64 / (declared + total) as f64 };
        Self { f1, precision: share(declared), recall: share(total) }
    }
}

/// Evaluates pairs of two files against `total` true pairs.
#[must_use]
pub fn evaluate_pairs(pairs: &[ScoredPair], total: u64, left_reused: bool) -> Evaluation {
    let ordered = by_weight(pairs);
    Evaluation {
        best: best(&ordered, total),
        default: declared(pairs, total),
        one_to_one: best(&assigned(&ordered, left_reused), total).accuracy,
        candidate_recall: recall(pairs, total),
    }
}

/// Evaluates pairs of one file: `one_to_one` is the accuracy of the given clusters, as (cluster, true entity) a record.
#[must_use]
pub fn evaluate_clusters(pairs: &[ScoredPair], total: u64, records: &[(u32, u32)]) -> Evaluation {
    let same = |key: fn(&(u32, u32)) -> (u32, u32)| {
        let mut sizes: HashMap<(u32, u32), u64> = HashMap::new();
        for record in records {
            *sizes.entry(key(record)).or_default() += 1;
        }
        sizes.values().map(|size| size * (size - 1) / 2).sum::<u64>()
    };
    let (hits, joined) = (same(|record| *record), same(|record| (record.0, 0)));
    Evaluation {
        best: best(&by_weight(pairs), total),
        default: declared(pairs, total),
        one_to_one: Accuracy::of(hits, joined, total),
        candidate_recall: recall(pairs, total),
    }
}

fn by_weight(pairs: &[ScoredPair]) -> Vec<ScoredPair> {
    let mut ordered = pairs.to_vec();
    ordered.sort_unstable_by(|a, b| {
        b.match_weight.total_cmp(&a.match_weight).then((a.left, a.right).cmp(&(b.left, b.right)))
    });
    ordered
}

/// Pairs of equal weight stand or fall together.
fn best(ordered: &[ScoredPair], total: u64) -> Best {
    let (mut hits, mut declared) = (0, 0);
    let mut best = Best::default();
    for tied in ordered.chunk_by(|a, b| a.match_weight.total_cmp(&b.match_weight).is_eq()) {
        hits += tied.iter().filter(|pair| pair.truth).count() as u64;
        declared += tied.len() as u64;
        let accuracy = Accuracy::of(hits, declared, total);
        if accuracy.f1 > best.accuracy.f1 {
            best = Best { accuracy, threshold: tied[0].match_weight };
        }
    }
    best
}

fn declared(pairs: &[ScoredPair], total: u64) -> Accuracy {
    let links = pairs.iter().filter(|pair| pair.link);
    let hits = links.clone().filter(|pair| pair.truth).count() as u64;
    Accuracy::of(hits, links.count() as u64, total)
}

fn recall(pairs: &[ScoredPair], total: u64) -> f64 {
    Accuracy::of(pairs.iter().filter(|pair| pair.truth).count() as u64, 0, total).recall
}

fn assigned(ordered: &[ScoredPair], left_reused: bool) -> Vec<ScoredPair> {
    let (mut lefts, mut rights) = (HashSet::new(), HashSet::new());
    ordered
        .iter()
        .filter(|pair| {
            let free = (left_reused || !lefts.contains(&pair.left)) && !rights.contains(&pair.right);
            if free {
                lefts.insert(pair.left);
                rights.insert(pair.right);
            }
            free
        })
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(left: u32, right: u32, match_weight: f64, truth: bool) -> ScoredPair {
        ScoredPair { left, right, match_weight, link: match_weight > 0.0, truth }
    }

    #[test]
    fn worked_by_hand() {
        // Three true pairs, one of them no candidate.
        let pairs = [pair(0, 0, 9.0, true), pair(0, 1, 8.0, false), pair(1, 1, 3.0, true), pair(2, 3, -1.0, false)];
        let found = evaluate_pairs(&pairs, 3, false);
        assert_eq!(found.best.accuracy, Accuracy { f1: 4.0 / 6.0, precision: 2.0 / 3.0, recall: 2.0 / 3.0 });
        assert_eq!(found.best.threshold.to_bits(), 3.0_f64.to_bits());
        assert_eq!(found.default, found.best.accuracy);
        assert_eq!(found.one_to_one, Accuracy { f1: 4.0 / 5.0, precision: 1.0, recall: 2.0 / 3.0 });
        assert!((found.candidate_recall - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn clusters_count_their_pairs() {
        // Clusters {0,1,2}, {3}; truth {0,1}, {2,3}.
        let found = evaluate_clusters(&[], 2, &[(0, 7), (0, 7), (0, 8), (3, 8)]);
        assert_eq!(found.one_to_one, Accuracy::of(1, 3, 2));
    }

    #[test]
    fn nothing_is_not_perfect() {
        let found = evaluate_pairs(&[], 5, false);
        assert_eq!((found.best.accuracy.f1, found.candidate_recall), (0.0, 0.0));
    }
}
