//! Who resembles whom over all joined passes: a graph, and what each of its nodes looks like from nearby.

use std::collections::HashMap;

use super::view::PassView;

/// Figures that describe a node: six of its own, mean and maximum of them over its neighbours, and the means one step further.
pub(super) const FEATURES: usize = 4 * OWN;
const OWN: usize = 6;

/// Entities as nodes; two that ever share a block are joined, with the similarity that their bundles showed there. Give every pass
/// once, in any order.
pub(super) struct SimilarityGraph {
    /// Entries of each entity over all passes.
    entries: Vec<u32>,
    edges: HashMap<(u32, u32), Edge>,
}

/// Meetings of two entities.
#[derive(Clone, Copy, Default)]
struct Edge {
    meetings: f64,
    /// Sum over meetings of the share of groups, null in neither, that had a token in common.
    similarity: f64,
}

impl SimilarityGraph {
    /// A graph of `entities` nodes without edges.
    #[must_use]
    pub(super) fn new(entities: usize) -> Self {
        Self { entries: vec![0; entities], edges: HashMap::new() }
    }

    /// Adds a pass; the view's persons are entities.
    ///
    /// # Panics
    /// When the view breaks the invariants of [`PassView`], or is not of these entities.
    pub(super) fn add(&mut self, view: &PassView) {
        view.assert_shape();
        assert!(view.persons == self.entries.len(), "every pass is of one file");
        let width = view.width();
        for block in view.blocks() {
            for i in block.clone() {
                self.entries[view.person[i] as usize] += 1;
                for j in (i + 1..block.end).filter(|&j| view.person[j] != view.person[i]) {
                    let (a, b) = (view.person[i].min(view.person[j]), view.person[i].max(view.person[j]));
                    let edge = self.edges.entry((a, b)).or_default();
                    edge.meetings += 1.0;
                    edge.similarity += similarity(view, width, i, j);
                }
            }
        }
    }

    /// Number of nodes.
    pub(super) fn nodes(&self) -> usize {
        self.entries.len()
    }

    /// The figures of every node, and whether it has an edge.
    pub(super) fn features(&self) -> (Vec<[f64; FEATURES]>, Vec<bool>) {
        let mut edges: Vec<_> = self.edges.iter().map(|(ends, edge)| (*ends, *edge)).collect();
        // Sums of fractions depend on their order.
        edges.sort_unstable_by_key(|(ends, _)| *ends);
        let n = self.entries.len();
        let mut neighbours: Vec<Vec<u32>> = vec![Vec::new(); n];
        let mut own = vec![[0.0; OWN]; n];
        for ((a, b), edge) in edges {
            for (node, other) in [(a, b), (b, a)] {
                let mean = edge.similarity / edge.meetings;
                let [degree, meetings, sum, squares, most, _] = &mut own[node as usize];
                *degree += 1.0;
                *meetings += edge.meetings;
                *sum += mean;
                *squares += mean * mean;
                *most = f64::max(*most, mean);
                neighbours[node as usize].push(other);
            }
        }
        for (figures, entries) in own.iter_mut().zip(&self.entries) {
            figures[OWN - 1] = f64::from(*entries);
        }
        let means = over_neighbours(&neighbours, &own, |sum, x, count| sum + x / count);
        let most = over_neighbours(&neighbours, &own, |most, x, _| f64::max(most, x));
        let further = over_neighbours(&neighbours, &means, |sum, x, count| sum + x / count);
        let joined = (0..n).map(|node| {
            let mut all = [0.0; FEATURES];
            for (part, from) in all.chunks_mut(OWN).zip([&own, &means, &most, &further]) {
                part.copy_from_slice(&from[node]);
            }
            all
        });
        (joined.collect(), neighbours.iter().map(|near| !near.is_empty()).collect())
    }
}

/// Folds the neighbours' figures, one by one, with the number of neighbours.
fn over_neighbours(
    neighbours: &[Vec<u32>],
    figures: &[[f64; OWN]],
    fold: impl Fn(f64, f64, f64) -> f64,
) -> Vec<[f64; OWN]> {
    let of_node = |near: &Vec<u32>| {
        near.iter().fold([0.0; OWN], |sum, &other| {
            let mut sum = sum;
            for (sum, x) in sum.iter_mut().zip(figures[other as usize]) {
                *sum = fold(*sum, x, near.len() as f64);
            }
            sum
        })
    };
    neighbours.iter().map(of_node).collect()
}

fn similarity(view: &PassView, width: usize, i: usize, j: usize) -> f64 {
    let nulls = view.nulls[i] | view.nulls[j];
    let held = view.groups.iter().enumerate().filter(|(bit, _)| nulls >> bit & 1 == 0);
    let (mut groups, mut agreeing) = (0.0, 0.0);
    for (_, group) in held {
        groups += 1.0;
        agreeing += f64::from(u8::from(view.share_token((i, j), group, width)));
    }
    if groups > 0.0 { agreeing / groups } else { 0.0 }
}
