//! What is read across passes: by the union desk in its tables, by the linkage unit in null masks, and by the two together.

use linker::attack::{JoinedPasses, MaskJoins, handle_tables};
use linker::union::desk_view;

use super::{ABOVE, ALL, Attacked, REPORTED, Target, over_passes_line};
use crate::error::CliError;
use crate::printer::Printer;

/// Attacks on each link, then on the handle tables; prints a line for each.
pub(super) fn attack(target: &Target, printer: &Printer) -> Result<Vec<Attacked>, CliError> {
    let (persons, people) = (target.delivered.persons.of_entity(), target.delivered.persons.people());
    let mut all = Vec::new();
    for (link, declared) in target.spec.links_of(target.source) {
        let (mut joined, mut masks) = (JoinedPasses::new(persons.len()), MaskJoins::new(persons.len()));
        let mut attacks = Vec::new();
        for round in 0..2 {
            for view in target.views(link, &target.delivered)? {
                let (pass, view) = view?;
                joined.add(pass as u64, &view);
                if round == 0 {
                    masks.add(&view);
                }
            }
            attacks.push(joined.round(persons, people));
        }
        attacks.insert(0, masks.attack());
        for attack in &attacks {
            printer.line(over_passes_line(&declared.name, attack, REPORTED));
        }
        all.push(Attacked { link: declared.name.clone(), pass: ALL.into(), attacks, within: true });
    }
    let tables = handle_tables(&desk_view(&target.delivered.union, persons.to_vec(), people)?);
    let within = target.is_within(&tables);
    printer.line(over_passes_line(ALL, &tables, if within { "" } else { ABOVE }));
    all.push(Attacked { link: ALL.into(), pass: ALL.into(), attacks: vec![tables], within });
    Ok(all)
}
