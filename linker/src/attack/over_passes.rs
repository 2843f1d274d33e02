//! What is read across the passes of one link, for reporting: by the linkage unit alone, and with the union desk.

use super::graph_matching::graph_matching;
use super::joined::JoinedPasses;
use super::outcome::Attack;
use super::row_joins::RowJoins;
use super::similarity_graph::SimilarityGraph;
use super::view::PassView;

/// Attacks that read all passes of a link.
pub struct OverPasses {
    /// The linkage unit's: rows joined by null masks, and by row counts of blocks.
    pub alone: [Attack; 2],
    /// With the union desk: fingerprints of two depths over all passes joined, then graph matching with an exact copy, if it was asked for.
    pub together: Vec<Attack>,
}

/// Attacks `views`, which gives every pass once each time it is asked; their persons are entities, and `person_of` gives the person of
/// each, `0..persons`. With a `graph_seed` graphs are laid over each other too: of an edge for every two entities that ever meet in a block.
///
/// # Errors
/// Those of `views`.
///
/// # Panics
/// When a view breaks the invariants of [`PassView`], or is not of these entities.
pub fn over_passes<V, E>(
    views: impl Fn() -> Result<V, E>,
    person_of: &[u32],
    persons: usize,
    graph_seed: Option<u64>,
) -> Result<OverPasses, E>
where
    V: Iterator<Item = Result<(usize, PassView), E>>,
{
    let entities = person_of.len();
    let mut joins = [RowJoins::by_masks(entities), RowJoins::by_counts(entities)];
    let mut joined = JoinedPasses::new(entities);
    let mut graph = graph_seed.map(|seed| (SimilarityGraph::new(entities), seed));
    let mut together = Vec::new();
    for round in 0..2 {
        for view in views()? {
            let (pass, view) = view?;
            joined.add(pass as u64, &view);
            if round == 0 {
                for joins in &mut joins {
                    joins.add(&view);
                }
                if let Some((graph, _)) = &mut graph {
                    graph.add(&view);
                }
            }
        }
        together.push(joined.round(person_of, persons));
    }
    together.extend(graph.map(|(graph, seed)| graph_matching(&graph, &graph, seed)));
    Ok(OverPasses { alone: joins.map(|joins| joins.attack()), together })
}
