//! Match weights and m, u probabilities by comparison level.

use exchange::{ModelLevel, ModelPass};
use linker::model::bits;
use studies::report::text::decimal;

use super::frame::{figure, folded_table, key};
use super::row_bars::{Row, draw};

/// Both charts, over one table.
pub(super) fn charts(pass: &ModelPass) -> String {
    let prior = bits(pass.prior);
    let mut weights = by_level(pass, |level| Row {
        label: level.label.clone(),
        bars: vec![side(level.match_weight)],
        figure: decimal(level.match_weight, 2),
    });
    let first = Row { label: "prior odds".to_owned(), bars: vec![side(prior)], figure: decimal(prior, 2) };
    weights.insert(0, ("before any field is compared".to_owned(), vec![first]));
    let chances = by_level(pass, |level| Row {
        label: level.label.clone(),
        bars: vec![("a", level.m), ("b", level.u)],
        figure: format!("{} / {}", decimal(level.m, 3), decimal(level.u, 3)),
    });
    let rows: Vec<_> = pass
        .comparisons
        .iter()
        .flat_map(|comparison| comparison.levels.iter().map(|level| (words(&comparison.name), level)))
        .map(|(name, level)| {
            let ModelLevel { label, m, u, match_weight } = level;
            let factor = format!("{:.3e}", m / u);
            vec![format!("{name}: {label}"), decimal(*m, 5), decimal(*u, 5), factor, decimal(*match_weight, 2)]
        })
        .collect();
    let about = "Match weights chart: log2(m / u), bits, by comparison level";
    let shares = format!(
        "m and u probabilities chart: how often a level shows among {} {}",
        key(&[("a", "matches (m)")]),
        key(&[("b", "non-matches (u)")])
    );
    format!(
        "{}{}{}",
        figure(
            about,
            &draw(&weights, 0.0, "Match weights by comparison level, bits; the figures are in the table below")
        ),
        figure(&shares, &draw(&chances, 1.0, "m and u by comparison level; the figures are in the table below")),
        folded_table("Comparison levels", &["Level", "m", "u", "Bayes factor", "Match weight, bits"], &rows),
    )
}

/// A name as a spec writes it, in words.
pub(super) fn words(name: &str) -> String {
    name.replace('_', " ")
}

fn side(weight: f64) -> (&'static str, f64) {
    (if weight < 0.0 { "b" } else { "a" }, weight)
}

/// Strongest agreement first, as in Splink.
fn by_level(pass: &ModelPass, row: impl Fn(&ModelLevel) -> Row) -> Vec<(String, Vec<Row>)> {
    let shown = pass.comparisons.iter().filter(|comparison| !comparison.levels.is_empty());
    shown.map(|comparison| (words(&comparison.name), comparison.levels.iter().rev().map(&row).collect())).collect()
}
