//! Graph matching: two similarity graphs are laid over each other by what their nodes look like from nearby.
//!
//! The published attack in small (Vidanage, Christen, Ranbaduge, Schnell 2020, "A graph matching attack on privacy-preserving record
//! linkage", CIKM; Schaefer, Armknecht, Heng 2024 make it stronger with learnt embeddings): graph, a vector of structural
//! figures a node, neighbourhoods found by random projections, one-to-one choice of the nearest. Unlike exact
//! fingerprints it bears with people who are in one of the files only.

use rayon::prelude::*;

use super::outcome::{Attack, AttackName, share};
use super::similarity_graph::{FEATURES, SimilarityGraph};
use crate::random::{SplitMix64, mix};

/// Random directions along which nodes are sorted, and how many neighbours on either side are looked at in each.
const DIRECTIONS: u64 = 24;
const REACH: usize = 12;

/// The holder of a clear file names nodes of `file`: `copy` is the graph of what that clear file would show, its entities
/// numbered as in `file`. Two nodes are matched when each is the other's nearest; nodes without an edge are left alone.
/// The baseline names one at random.
///
/// # Panics
/// When the two graphs have different numbers of nodes.
#[must_use]
pub(super) fn graph_matching(file: &SimilarityGraph, copy: &SimilarityGraph, seed: u64) -> Attack {
    assert!(file.nodes() == copy.nodes(), "both graphs number one set of people");
    let ((of_file, in_file), (of_copy, in_copy)) = (file.features(), copy.features());
    let scale = Scale::of(&of_copy, &in_copy);
    let mut draws = SplitMix64::new(mix(seed));
    let cloud = |features: &[[f64; FEATURES]], there: &[bool], draw: u64| -> Vec<Node> {
        let nodes = (0..features.len()).filter(|&node| there[node]);
        // Ties must not be broken by the numbers, which both graphs share.
        let node = |node: usize| Node {
            place: scale.apply(&features[node]),
            person: node as u32,
            tie: mix(draw ^ node as u64),
        };
        nodes.map(node).collect()
    };
    let (left, right) = (cloud(&of_file, &in_file, draws.bits()), cloud(&of_copy, &in_copy, draws.bits()));
    let directions: Vec<[f64; FEATURES]> =
        (0..DIRECTIONS).map(|_| std::array::from_fn(|_| draws.unit() - 0.5)).collect();
    let (to_right, to_left) = (nearest(&left, &right, &directions), nearest(&right, &left, &directions));
    let (mut matched, mut right_ones) = (0, 0);
    for (own, other) in to_right.iter().enumerate() {
        if let Some(other) = other.filter(|other| to_left[*other] == Some(own)) {
            matched += 1;
            right_ones += usize::from(left[own].person == right[other].person);
        }
    }
    let people = file.nodes();
    Attack::new(AttackName::GraphMatching, right_ones as f64, people, share(1.0, people))
        .with("nodes matched, share", share(f64::from(matched), people))
        .with("nodes with an edge, share", share(left.len() as f64, people))
}

struct Node {
    place: [f64; FEATURES],
    person: u32,
    tie: u64,
}

/// For each node of `from` the nearest node of `to` among those that stand near it in some direction.
fn nearest(from: &[Node], to: &[Node], directions: &[[f64; FEATURES]]) -> Vec<Option<usize>> {
    let sorted: Vec<Vec<(f64, usize)>> = directions
        .par_iter()
        .map(|direction| {
            let mut along: Vec<_> = to.iter().enumerate().map(|(i, node)| (dot(&node.place, direction), i)).collect();
            along.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(to[a.1].tie.cmp(&to[b.1].tie)));
            along
        })
        .collect();
    let nearest_to = |node: &Node| {
        let near = sorted.iter().zip(directions).flat_map(|(along, direction)| {
            let place = along.partition_point(|(at, _)| *at < dot(&node.place, direction));
            along[place.saturating_sub(REACH)..(place + REACH).min(along.len())].iter().map(|(_, other)| *other)
        });
        let distance =
            |other: usize| -> f64 { node.place.iter().zip(&to[other].place).map(|(a, b)| (a - b) * (a - b)).sum() };
        near.map(|other| (distance(other), to[other].tie, other))
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(_, _, other)| other)
    };
    from.par_iter().map(nearest_to).collect()
}

fn dot(a: &[f64; FEATURES], b: &[f64; FEATURES]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Makes all figures weigh alike: less their mean, by their standard deviation, over the nodes the attacker knows.
struct Scale {
    mean: [f64; FEATURES],
    deviation: [f64; FEATURES],
}

impl Scale {
    fn of(features: &[[f64; FEATURES]], there: &[bool]) -> Self {
        let known = || features.iter().zip(there).filter(|(_, there)| **there).map(|(features, _)| features);
        let count = known().count().max(1) as f64;
        let mean: [f64; FEATURES] = std::array::from_fn(|f| known().map(|x| x[f]).sum::<f64>() / count);
        let deviation = std::array::from_fn(|f| {
            let variance = known().map(|x| (x[f] - mean[f]).powi(2)).sum::<f64>() / count;
            if variance > 0.0 { variance.sqrt() } else { 1.0 }
        });
        Self { mean, deviation }
    }

    fn apply(&self, features: &[f64; FEATURES]) -> [f64; FEATURES] {
        std::array::from_fn(|f| (features[f] - self.mean[f]) / self.deviation[f])
    }
}

#[cfg(test)]
#[path = "graph_matching_tests.rs"]
mod tests;
