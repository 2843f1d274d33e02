//! What became of each source's records.

use crate::disclose::{Cell, Chart, Table};
use crate::inputs::{Entity, LinkClass, Source, SourceLinks, Spine};

/// Records of each source by the class of their best candidate.
pub(super) fn table(spine: &Spine) -> Table {
    let mut table = Table::new(
        "links",
        "What became of each source's records",
        "Every record of a source, one per person it knows",
        "Whole delivery",
    );
    let records = table.count("records", "Records");
    for source in Source::ALL {
        table.section(source.title());
        let links = spine.source(source);
        let rows: Vec<_> = FATES
            .iter()
            .map(|(fate, label)| {
                let candidates = links.entities.iter().filter(|entity| fate_of(entity) == *fate).count() as u64;
                let count = candidates + without_candidate(links, *fate);
                table.row(*label, [(records, Cell::people(count))])
            })
            .collect();
        table.total("All records", rows, []).alone();
    }
    table.chart(Chart::Bars { column: records });
    table.note("Linked: one person of the treatment data is declared to be the same. Possible: there is a candidate, under the threshold. Ambiguous: \
                two people are too close to choose between. Unreachable: too little identity on the record to try.");
    table.note(
        "Most records of a national source belong to people who were never in treatment: unlinked is not a fault.",
    );
    table
}

/// Class of an entity's best candidate; unreachable if the record could not be tried.
fn fate_of(entity: &Entity) -> Option<LinkClass> {
    entity.reachable.then(|| entity.candidates.iter().map(|c| c.class).min().unwrap_or(LinkClass::Unlinked))
}

fn without_candidate(links: &SourceLinks, fate: Option<LinkClass>) -> u64 {
    match fate {
        Some(LinkClass::Unlinked) => links.nobody.reachable,
        None => links.nobody.unreachable,
        Some(_) => 0,
    }
}

const FATES: [(Option<LinkClass>, &str); 5] = [
    (Some(LinkClass::Link), "Linked"),
    (Some(LinkClass::Possible), "Possible"),
    (Some(LinkClass::Ambiguous), "Ambiguous"),
    (Some(LinkClass::Unlinked), "Unlinked"),
    (None, "Unreachable"),
];
