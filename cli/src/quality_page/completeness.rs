//! Completeness chart: how often a field is missing from a compared pair.

use exchange::model::SMALLEST_PATTERN_COUNT;
use linker::quality::LinkQuality;
use studies::report::text::decimal;

use super::frame::{figure, folded_table};
use super::levels::words;
use super::row_bars::{Row, draw};

/// All passes together; a pair counts in each pass that compared it.
pub(super) fn chart(link: &LinkQuality) -> String {
    let Some(first) = link.passes.first() else { return String::new() };
    let pairs: u64 = link.passes.iter().map(|pass| pass.model.pairs).sum();
    if pairs < SMALLEST_PATTERN_COUNT {
        return String::new();
    }
    let missing = |index: usize| -> u64 { link.passes.iter().map(|pass| pass.missing[index]).sum() };
    let fields: Vec<_> = first
        .model
        .comparisons
        .iter()
        .enumerate()
        .map(|(index, comparison)| (words(&comparison.name), share(missing(index), pairs)))
        .collect();
    let rows = fields.iter().map(|(label, share)| Row {
        label: label.clone(),
        bars: vec![("c", share.unwrap_or(0.0))],
        figure: percent(*share),
    });
    let cells: Vec<_> = fields.iter().map(|(label, share)| vec![label.clone(), percent(*share)]).collect();
    format!(
        "<h3>Completeness</h3>{}<p class=\"note\">A missing value speaks neither for nor against a match. A surname counts as \
         missing too where the two names are swapped: the forename then carries the evidence.</p>{}",
        figure(
            "Share of compared pairs in which either side lacks the field, %",
            &draw(
                &[(String::new(), rows.collect())],
                1.0,
                "Share missing by field; the figures are in the table below"
            )
        ),
        folded_table("Missing by field", &["Field", "Missing, %"], &cells),
    )
}

/// None where it stands for fewer than ten pairs but some.
fn share(missing: u64, pairs: u64) -> Option<f64> {
    (!(1..SMALLEST_PATTERN_COUNT).contains(&missing)).then_some(missing as f64 / pairs as f64)
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "under 10 pairs".to_owned(), |share| decimal(100.0 * share, 1))
}
