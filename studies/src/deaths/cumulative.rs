//! How many die after leaving treatment, by cause, when other causes and a return to treatment get in the way.

use super::timeline::Timeline;
use crate::disclose::{Cell, Chart, ColumnId, Modelled, Table};
use crate::stats::Interval;
use crate::stats::survival::{CumulativeIncidence, Ending};

const POINTS: [(i32, &str); 5] =
    [(28, "4 weeks"), (91, "13 weeks"), (182, "26 weeks"), (365, "1 year"), (730, "2 years")];

/// Cumulative incidence from the first leaving to death, return to treatment or the end of follow-up.
pub(super) fn table(lines: &[Timeline<'_>], period: &str) -> Table {
    let mut table = Table::new(
        "deaths-cumulative",
        "Dead after leaving treatment for the first time, by cause",
        "People who left their first treatment journey alive, until they returned",
        period,
    );
    let drug = table.modelled_share("drug_share", "Dead of drug poisoning, % (95% interval)");
    let other = table.modelled_share("other_share", "Dead of another cause, % (95% interval)");
    let people: Vec<Ending> = lines.iter().filter_map(ending).collect();
    let curves = CumulativeIncidence::new(&people, 2);
    let mut before = 0;
    for (days, label) in POINTS {
        let found = curves.at(f64::from(days));
        let cell = |cause: usize, column: ColumnId| {
            let here = |p: &&Ending| p.cause == Some(cause) && (before..=days).contains(&(p.time as i32));
            let Interval { low, high } = found[cause].interval();
            let modelled = Modelled {
                estimate: 100.0 * found[cause].share,
                interval: Interval { low: 100.0 * low, high: 100.0 * high },
                people: people.len() as u64,
                least_events: people.iter().filter(here).count() as u64,
                residual_freedom: people.len() as u64,
            };
            (column, Cell::modelled(modelled))
        };
        table.row(label, [cell(0, drug), cell(1, other)]).alone();
        before = days + 1;
    }
    table.chart(Chart::Interval { measure: drug, reference: None });
    table.note("Aalen-Johansen: each cause keeps the other from happening. People who return to treatment are followed until they do.");
    table.note("A figure is shown only if enough people died since the row before; shares are rounded like the counts they stand for.");
    table
}

fn ending(line: &Timeline<'_>) -> Option<Ending> {
    let place = line.stretches.iter().position(|stretch| stretch.left.is_some())?;
    let out = line.stretches[place];
    let days = out.to.since(out.from);
    let death = line.death.filter(|_| place + 1 == line.stretches.len());
    let cause = death.map(|death| usize::from(!death.is_drug_poisoning()));
    // The day of death is a day at risk, so a death on the day of leaving has happened by day 0.
    let time = if cause.is_some() { days - 1 } else { days };
    Some(Ending { time: f64::from(time), cause })
}
