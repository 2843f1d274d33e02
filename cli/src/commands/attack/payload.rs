//! The analysis unit's view: who stands out in the payload.

use linker::attack::{Attack, AttackName};
use linker::payload::{SMALL_CLASS, Uniqueness, uniqueness};

use super::{Attacked, REPORTED, Target};
use crate::error::CliError;
use crate::printer::Printer;

/// Every payload table; prints a line for each. Quasi-identifiers are held to the source's `uniques_ceiling`; event dates are reported, since
/// a study needs them and hardly two people share several.
pub(super) fn measure(target: &Target, printer: &Printer) -> Result<Vec<Attacked>, CliError> {
    let source = &target.spec.sources[target.source];
    let mut all = Vec::new();
    if target.spec.sealed {
        printer.line("analysis         leaves sealed; what follows is what would be seen with every row open");
    }
    for table in uniqueness(source, &target.payload(&target.delivered)?)? {
        let within = table.trajectory || table.unique_share <= source.uniques_ceiling;
        let verdict = match (table.trajectory, within) {
            (true, _) => REPORTED,
            (false, true) => "",
            (false, false) => "  ABOVE uniques_ceiling",
        };
        let (unique, small) = (100.0 * table.unique_share, 100.0 * table.small_class_share);
        printer.line(format!(
            "{:<16} {:<18} {unique:>9.3} % unique on {}; {small:.3} % in classes under {SMALL_CLASS}, the smallest of {}{verdict}",
            "analysis",
            table.table,
            table.columns.join(", "),
            table.smallest_class,
        ));
        all.push(Attacked::new("analysis", &table.table, vec![as_attack(&table)], within));
    }
    Ok(all)
}

fn as_attack(table: &Uniqueness) -> Attack {
    let name = if table.trajectory { AttackName::Trajectories } else { AttackName::PayloadUniques };
    let people = table.people as f64;
    Attack::new(name, (table.unique_share * people).round(), table.people, 0.0)
        .with("in a class of fewer than ten, share", table.small_class_share)
        .with("people in the smallest class", table.smallest_class as f64)
}
