//! Declared links against the truth, which only synthetic people have.

use std::collections::BTreeMap;

use crate::disclose::{Cell, Chart, Measure, Table};
use crate::inputs::{LinkClass, PayloadHandle, Person, Source, Spine};

/// Precision, recall and F1 of the declared links of each source. A link is right if the record truly belongs to the owner of one of
/// the client records that make up the linked person.
pub(super) fn table(spine: &Spine, truth: &Spine) -> Table {
    let mut table = Table::new(
        "accuracy",
        "Declared links against the truth",
        "Synthetic people, whose true links are known",
        "Whole delivery",
    );
    let declared = table.distinct("declared", "Declared links");
    let existing = table.distinct("true_links", "True links");
    let right = table.distinct("correct", "Declared and true");
    let twice = table.distinct("correct_twice", "Declared and true, twice");
    let both = table.distinct("declared_and_true_sum", "Declared plus true");
    let precision =
        table.measure("precision", "Precision, % (95% interval)", Measure::Percent { part: right, whole: declared });
    table.measure("recall", "Recall, % (95% interval)", Measure::Percent { part: right, whole: existing });
    table.measure("f1", "F1, % (95% interval)", Measure::Percent { part: twice, whole: both });
    for source in Source::ALL {
        let counts = count(spine, truth, source);
        let cells = [
            (declared, Cell::people(counts.declared)),
            (existing, Cell::people(counts.existing)),
            (right, Cell::people(counts.right)),
            (twice, Cell::people(2 * counts.right)),
            (both, Cell::people(counts.declared + counts.existing)),
        ];
        table.row(source.title(), cells).alone();
    }
    table.chart(Chart::Interval { measure: precision, reference: None });
    table
        .note("Precision: of the declared links, how many are true. Recall: of the true links, how many are declared.");
    table
}

struct Counts {
    declared: u64,
    existing: u64,
    right: u64,
}

fn count(spine: &Spine, truth: &Spine, source: Source) -> Counts {
    let true_owner: BTreeMap<PayloadHandle, Person> =
        truth.clients.iter().filter_map(|c| Some((c.handle, c.person?))).collect();
    let mut owners: Vec<Vec<Person>> = vec![Vec::new(); spine.people as usize];
    for client in &spine.clients {
        if let (Some(Person(person)), Some(owner)) = (client.person, true_owner.get(&client.handle)) {
            owners[person as usize].push(*owner);
        }
    }
    let declared_person = |spine: &Spine| -> BTreeMap<PayloadHandle, Person> {
        let linked = spine.source(source).entities.iter();
        linked
            .filter_map(|e| Some((e.handle, e.candidates.iter().find(|c| c.class == LinkClass::Link)?.person)))
            .collect()
    };
    let (declared, existing) = (declared_person(spine), declared_person(truth));
    let right = declared
        .iter()
        .filter(|(handle, person)| existing.get(handle).is_some_and(|owner| owners[person.0 as usize].contains(owner)));
    Counts { right: right.count() as u64, declared: declared.len() as u64, existing: existing.len() as u64 }
}
