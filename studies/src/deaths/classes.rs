//! Deaths by the classes of the Office for National Statistics.

use super::cause::{DeathClass, DrugDeath};
use super::timeline::{Timeline, died};
use crate::cohort::Member;
use crate::disclose::{Cell, Chart, ColumnId, Part, Table};
use crate::inputs::{Certificate, RecordKey};

/// A row of deaths by cause: the label, and the classes in it.
type Cause = (&'static str, &'static [DeathClass]);

/// Drug misuse, by criterion (a) and then (b).
const MISUSE: [Cause; 4] = [
    DEPENDENCE,
    ("Accidental poisoning, a controlled drug named (misuse by criterion b)", &[DeathClass::Accidental]),
    ("Intentional self-poisoning, a controlled drug named (b)", &[DeathClass::Intentional]),
    (
        "Assault, undetermined intent or solvents, a controlled drug named (b)",
        &[DeathClass::AssaultOrUndetermined, DeathClass::Solvents],
    ),
];

/// Drug poisoning that is no misuse.
const NO_MISUSE: [Cause; 3] = [
    ("Accidental poisoning, no controlled drug named", &[DeathClass::Accidental]),
    ("Intentional self-poisoning, no controlled drug named", &[DeathClass::Intentional]),
    (
        "Assault, undetermined intent or solvents, no controlled drug named",
        &[DeathClass::AssaultOrUndetermined, DeathClass::Solvents],
    ),
];

/// Drug poisoning where the owner sends nothing of what certificates name.
const NOT_SENT: [Cause; 5] = [
    DEPENDENCE,
    ("Volatile solvents", &[DeathClass::Solvents]),
    ("Accidental poisoning", &[DeathClass::Accidental]),
    ("Intentional self-poisoning", &[DeathClass::Intentional]),
    ("Assault or undetermined intent", &[DeathClass::AssaultOrUndetermined]),
];

const DEPENDENCE: Cause = ("Drug abuse or dependence (misuse by criterion a)", &[DeathClass::Misuse]);
const OTHER: Cause = ("Other causes", &[DeathClass::Other]);

/// Deaths, and the column they are counted in.
struct Deaths {
    deaths: Vec<(RecordKey, DeathClass, DrugDeath)>,
    column: ColumnId,
}

impl Deaths {
    /// A row each, of those deaths that have this to do with drugs.
    fn rows(&self, table: &mut Table, causes: &[Cause], wanted: Option<DrugDeath>) -> Vec<Part> {
        let row = |(label, classes): &Cause| {
            let here = self
                .deaths
                .iter()
                .filter(|(_, class, drug)| classes.contains(class) && wanted.is_none_or(|wanted| wanted == *drug));
            table.row(*label, [(self.column, Cell::of(here.map(|(key, ..)| *key)))])
        };
        causes.iter().map(row).collect()
    }
}

/// Deaths by underlying cause, and by what the certificate names.
pub(super) fn by_cause(members: &[Member], lines: &[Timeline<'_>], misuse_includes_f18: bool, period: &str) -> Table {
    let mut table = Table::new(
        "deaths-classes",
        "Deaths by underlying cause",
        "People who started drug treatment and died in the period",
        period,
    );
    let column = table.count("deaths", "Deaths");
    let deaths = died(members, lines).map(|(key, death)| {
        (key, DeathClass::of(death, misuse_includes_f18), DrugDeath::of(death, misuse_includes_f18))
    });
    let deaths = Deaths { deaths: deaths.collect(), column };
    let is_sent = died(members, lines).any(|(_, death)| death.certificate != Certificate::NotSent);
    let poisonings = if is_sent {
        let misuse = deaths.rows(&mut table, &MISUSE, Some(DrugDeath::Misuse));
        let misuse = table.total("Drug misuse, all", misuse, []);
        let other = deaths.rows(&mut table, &NO_MISUSE, Some(DrugDeath::OtherPoisoning));
        vec![misuse, table.total("Other drug poisoning, all", other, [])]
    } else {
        deaths.rows(&mut table, &NOT_SENT, None)
    };
    let poisonings = table.total("Drug poisoning, all", poisonings, []);
    let others = deaths.rows(&mut table, &[OTHER], None);
    table.total("All deaths", others.into_iter().chain([poisonings]), []).alone();
    table.chart(Chart::Bars { column });
    table.note("Drug poisoning and drug misuse as the Office for National Statistics defines them.");
    table.note(if is_sent {
        "A poisoning is no misuse by criterion (b) where its certificate names no controlled drug, or has no text, whatever was taken: misuse is \
         undercounted by as much."
    } else {
        "Drug misuse has two ways in: (a) the underlying cause is drug misuse, shown here; (b) another poisoning with a controlled drug named on \
         the certificate. The owner sends nothing of what certificates name, so (b) cannot be counted and drug misuse has no total."
    });
    table
}
