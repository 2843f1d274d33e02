//! What is read across passes: by the union desk in its tables, by the linkage unit in null masks and row counts, and by the two together.

use linker::attack::{JoinedPasses, RowJoins, SimilarityGraph, graph_matching, handle_tables};
use linker::union::desk_view;

use super::{ABOVE, ALL, Attacked, REPORTED, Target, over_passes_line};
use crate::error::CliError;
use crate::printer::Printer;

/// Records beyond which no graph is made: it has an edge for every two that ever meet in a block.
const GRAPH_AT_MOST: usize = 1_000_000;
const SEED: u64 = 1;

/// Attacks on each link, then on the handle tables; prints a line for each.
pub(super) fn attack(target: &Target, printer: &Printer) -> Result<Vec<Attacked>, CliError> {
    let (persons, people) = (target.delivered.persons.of_entity(), target.delivered.persons.people());
    let mut all = Vec::new();
    for (link, declared) in target.spec.links_of(target.source) {
        let records = persons.len();
        let mut joined = JoinedPasses::new(records);
        let mut joins = [RowJoins::by_masks(records), RowJoins::by_counts(records)];
        let mut graph = (records <= GRAPH_AT_MOST).then(|| SimilarityGraph::new(records));
        let mut together = Vec::new();
        for round in 0..2 {
            for view in target.views(link, &target.delivered)? {
                let (pass, view) = view?;
                joined.add(pass as u64, &view);
                if round == 0 {
                    for joins in &mut joins {
                        joins.add(&view);
                    }
                    if let Some(graph) = &mut graph {
                        graph.add(&view);
                    }
                }
            }
            together.push(joined.round(persons, people));
        }
        if graph.is_none() {
            printer.note(format!("{}: graph matching is left out of more than {GRAPH_AT_MOST} records", declared.name));
        }
        together.extend(graph.map(|graph| graph_matching(&graph, &graph, SEED)));
        let attacks: Vec<_> = joins.iter().map(RowJoins::attack).chain(together).collect();
        for attack in &attacks {
            printer.line(over_passes_line(&declared.name, attack, REPORTED));
        }
        all.push(Attacked::new(&declared.name, ALL, attacks, true));
    }
    let tables = handle_tables(&desk_view(&target.delivered.union, persons.to_vec(), people)?);
    let within = target.is_within(&tables);
    printer.line(over_passes_line(ALL, &tables, if within { "" } else { ABOVE }));
    all.push(Attacked::new(ALL, ALL, vec![tables], within));
    Ok(all)
}
