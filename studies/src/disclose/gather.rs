//! Sets headline estimates of several safe tables side by side, without opening anything again.

use super::measure::Released;
use super::policy::Policy;
use super::safe::{Absence, SafeCell, SafeColumn, SafeRow, SafeTable};
use super::table::{Chart, ColumnId, Table};
use crate::stats;

/// One headline under several sets of links.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// What is estimated, with its unit.
    pub label: String,
    /// Each set of links with the estimate made on it; the first is the one the others are compared with.
    pub estimates: Vec<(String, Option<Released>)>,
}

/// A table of headlines: a section each, a row for every set of links, and how far the estimate moves from the section's first row.
#[must_use]
pub fn gather(mut table: Table, headlines: &[Headline], policy: &Policy) -> SafeTable {
    table.chart(Chart::IntervalBySection { measure: ColumnId(0) });
    let columns = vec![
        SafeColumn::new("estimate", "Estimate (95% interval)".into(), "as labelled", 2),
        SafeColumn::new("moved", "Moved from the declared links".into(), "same unit", 2),
    ];
    let rows = headlines.iter().flat_map(section).collect();
    SafeTable::new(table, columns, rows, policy.clone())
}

/// Pools the estimates of drawn link sets by Rubin's rules on their own scale; `None` if any of them is hidden.
#[must_use]
pub fn pool(draws: &[Option<Released>]) -> Option<Released> {
    let shown: Vec<Released> = draws.iter().copied().collect::<Option<_>>()?;
    let scale = shown.first()?.scale;
    let scaled: Vec<(f64, f64)> = shown.iter().map(|r| (scale.forth(r.estimate), r.standard_error)).collect();
    let pooled = stats::pool(&scaled)?;
    let interval = stats::Interval { low: scale.back(pooled.interval.low), high: scale.back(pooled.interval.high) };
    let is_unreliable = shown.iter().any(|draw| draw.is_unreliable);
    let (estimate, standard_error) = (scale.back(pooled.estimate), pooled.standard_error);
    Some(Released { estimate, interval, standard_error, scale, is_unreliable })
}

fn section(headline: &Headline) -> Vec<SafeRow> {
    let first = headline.estimates.first().and_then(|(_, released)| *released);
    headline
        .estimates
        .iter()
        .enumerate()
        .map(|(index, (label, released))| {
            let estimate = released.map_or(SafeCell::Absent(Absence::Hidden), SafeCell::Estimate);
            let moved = match (index, first, released) {
                (0, ..) => SafeCell::Absent(Absence::NotApplicable),
                (_, Some(first), Some(released)) => SafeCell::Number(released.estimate - first.estimate),
                _ => SafeCell::Absent(Absence::Hidden),
            };
            SafeRow::new(Some(headline.label.clone()), label.clone(), false, vec![estimate, moved])
        })
        .collect()
}
