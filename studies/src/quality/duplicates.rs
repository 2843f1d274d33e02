//! Precision of the links to deaths, from people with more than one.

use crate::disclose::{Cell, Measure, Modelled, Table};
use crate::inputs::{LinkClass, Spine};
use crate::stats::{Interval, LinkCounts, duplicate_precision};

/// People by how many death records are likely theirs, and the precision that the too many imply.
pub(super) fn table(spine: &Spine) -> Table {
    let mut table = Table::new(
        "duplicates",
        "Precision of links to deaths, from people with too many of them",
        "Different people in treatment",
        "Whole delivery",
    );
    let people = table.distinct("people", "People");
    let linked = table.distinct("linked", "With a likely death record");
    table.measure("share", "Share, % (95% interval)", Measure::Percent { part: linked, whole: people });
    let precision = table.modelled_share("precision", "Estimated precision, % (range)");
    let counts = counts(spine);
    let all = counts.none + counts.one + counts.more;
    let estimate = duplicate_precision(counts).map(|found| {
        // Poisson limits of the number of people with too many, carried through the formula.
        let at = |more: f64| {
            let moved = LinkCounts { more: more.round() as u64, ..counts };
            duplicate_precision(moved).map_or(found.precision, |found| found.precision)
        };
        let limits = crate::stats::exact_poisson_interval(counts.more);
        Cell::modelled(Modelled {
            estimate: 100.0 * found.precision,
            interval: Interval { low: 100.0 * at(limits.high), high: 100.0 * at(limits.low) },
            people: counts.one + counts.more,
            least_events: counts.one,
            residual_freedom: all,
        })
    });
    let cells = [(people, Cell::people(all)), (linked, Cell::people(counts.one + counts.more))];
    table.row("Everyone", cells.into_iter().chain(estimate.map(|cell| (precision, cell)))).alone();
    table.note(
        "The duplicate method of Blakely and Salmond (2002): nobody dies twice, so a person with two likely death records has a wrong one. Before \
         the one that stays is chosen; links and possible links of probability a half or more count. It misses wrong links of people with no \
         right one only as far as they are as common as elsewhere.",
    );
    table
}

fn counts(spine: &Spine) -> LinkCounts {
    let mut likely = vec![0_u32; spine.people as usize];
    for entity in &spine.deaths.entities {
        for candidate in &entity.candidates {
            let is_likely = candidate.class == LinkClass::Link || candidate.probability >= 0.5;
            likely[candidate.person.0 as usize] += u32::from(is_likely);
        }
    }
    let with = |test: fn(u32) -> bool| likely.iter().filter(|&&count| test(count)).count() as u64;
    LinkCounts { none: with(|n| n == 0), one: with(|n| n == 1), more: with(|n| n > 1) }
}
