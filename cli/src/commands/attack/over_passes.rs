//! What is read across passes: by the union desk in its tables, by the linkage unit in null masks, and by the two together.

use linker::attack::{JoinedPasses, MaskJoins, handle_tables};
use linker::union::desk_view;

use super::{ALL, Attacked, Target};
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
            let rate = 100.0 * attack.rate;
            printer.line(format!("{:<16} {:<44} {rate:>9.3}  reported", declared.name, attack.name.to_string()));
        }
        all.push(Attacked { link: declared.name.clone(), pass: ALL.into(), attacks, within: true });
    }
    let tables = handle_tables(&desk_view(&target.delivered.union, persons.to_vec(), people)?);
    let within = target.is_within(&tables);
    let verdict = if within { "" } else { "  ABOVE THE CEILING" };
    printer.line(format!("{ALL:<16} {:<44} {:>9.3}{verdict}", tables.name.to_string(), 100.0 * tables.rate));
    all.push(Attacked { link: ALL.into(), pass: ALL.into(), attacks: vec![tables], within });
    Ok(all)
}
