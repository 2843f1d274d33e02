//! Who is opened: the register attack by what the payload says of people.

use linker::attack::AnyPass;
use linker::payload::groups;
use linker::union::Entities;

use super::{ALL, Attacked, REPORTED, Target, over_passes_line};
use crate::error::CliError;
use crate::printer::Printer;

/// Of fewer people a rate says little, and might be one person's.
const LEAST: usize = 100;

/// C in some pass, of every group of at least [`LEAST`] people; prints a line for the group of each column that it opens most.
pub(super) fn attack(target: &Target, any: &AnyPass, printer: &Printer) -> Result<Vec<Attacked>, CliError> {
    let entities = Entities::read(&target.delivered.union)?;
    let persons = target.delivered.persons.of_entity();
    let person = |handle| entities.number(handle).map(|entity| persons[entity as usize]);
    let source = &target.spec.sources[target.source];
    let mut groups = groups(source, &target.payload(&target.delivered)?, person)?;
    groups.retain(|group| group.people.len() >= LEAST);
    let mut all = Vec::new();
    for of_column in groups.chunk_by(|a, b| a.column == b.column) {
        let attacks: Vec<_> = of_column.iter().map(|group| any.register_of(&group.people)).collect();
        let worst = (0..attacks.len()).max_by(|a, b| attacks[*a].rate.total_cmp(&attacks[*b].rate));
        if let Some(worst) = worst {
            let (group, attack) = (&of_column[worst], &attacks[worst]);
            printer.line(format!(
                "{}; by {}, worst of {}: {} ({} people)",
                over_passes_line(ALL, attack, REPORTED),
                group.column,
                of_column.len(),
                group.value,
                group.people.len(),
            ));
        }
        all.extend(of_column.iter().zip(attacks).map(|(group, attack)| Attacked {
            group: Some(format!("{}={}", group.column, group.value)),
            ..Attacked::new(ALL, ALL, vec![attack], true)
        }));
    }
    Ok(all)
}
