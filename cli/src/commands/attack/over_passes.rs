//! What is read across passes: by the union desk in its tables, by the linkage unit in null masks and row counts, and by the two together.

use linker::attack::{OverPasses, handle_tables, over_passes};
use linker::union::{delivered_views, desk_view};

use super::{ABOVE, ALL, Attacked, Delivered, REPORTED, SEED, Target, over_passes_line};
use crate::error::CliError;
use crate::printer::Printer;

/// Records beyond which no graph is made: it has an edge for every two that ever meet in a block.
const GRAPH_AT_MOST: usize = 1_000_000;

/// Attacks on each link, then on the handle tables; prints a line for each.
pub(super) fn attack(target: &Target, printer: &Printer) -> Result<Vec<Attacked>, CliError> {
    let (persons, people) = (target.delivered.persons.of_entity(), target.delivered.persons.people());
    let mut all = Vec::new();
    for (link, declared) in target.spec.links_of(target.source) {
        let Delivered { linkage, union, .. } = &target.delivered;
        let views = || delivered_views(&target.spec, link, linkage, union);
        let graph_seed = (persons.len() <= GRAPH_AT_MOST).then_some(SEED);
        if graph_seed.is_none() {
            printer.note(format!("{}: graph matching is left out of more than {GRAPH_AT_MOST} records", declared.name));
        }
        let OverPasses { alone, together } = over_passes(views, persons, people, graph_seed)?;
        let attacks: Vec<_> = alone.into_iter().chain(together).collect();
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
