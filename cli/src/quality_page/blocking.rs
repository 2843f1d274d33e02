//! What each pass compared and kept.

use exchange::model::SMALLEST_PATTERN_COUNT as FEWEST;
use exchange::{FixedReason, PassStatus};
use linker::quality::{LinkQuality, PassQuality};
use studies::report::text::{count, decimal};

use super::frame::{figure, key, table};
use super::row_bars::{Row, draw};

pub(super) fn section(link: &LinkQuality) -> String {
    let rows = link.passes.iter().filter(|pass| pass.model.pairs >= FEWEST).map(|pass| Row {
        label: pass.model.name.clone(),
        bars: vec![("c", pass.model.pairs as f64), ("a", pass.kept as f64)],
        figure: figure_of(pass),
    });
    let caption = format!(
        "Comparisons by blocking pass: {} {}",
        key(&[("c", "compared")]),
        key(&[("a", "kept, match weight \u{2212}10 or more")])
    );
    let mut running = 0;
    let cells: Vec<_> = link
        .passes
        .iter()
        .map(|pass| {
            running += if pass.model.pairs >= FEWEST { pass.model.pairs } else { 0 };
            let prior = if pass.model.pairs >= FEWEST { decimal(100.0 * pass.model.prior, 1) } else { String::new() };
            vec![
                pass.model.name.clone(),
                shown(pass.model.pairs),
                count(running as f64),
                kept(pass),
                prior,
                if pass.model.pairs == 0 { "no pair met".to_owned() } else { status(pass.model.status) },
            ]
        })
        .collect();
    let columns = ["Pass", "Compared", "Running total", "Kept", "Matches expected, %", "Model"];
    format!(
        "<h3>Blocking</h3><p class=\"note\">A pair that meets in two passes counts twice in the running total: handles differ \
         from pass to pass, so the linkage unit cannot tell. What a pass adds to the others is known only after the union.</p>{}{}",
        figure(
            &caption,
            &draw(
                &[(String::new(), rows.collect())],
                0.0,
                "Pairs compared and kept by pass; the table below has the figures"
            )
        ),
        table(&format!("Passes of {}", link.link), &columns, &cells),
    )
}

fn figure_of(pass: &PassQuality) -> String {
    format!("{} / {}", shown(pass.model.pairs), kept(pass))
}

/// Pairs kept, unless few were or few were not.
fn kept(pass: &PassQuality) -> String {
    let dropped = pass.model.pairs.saturating_sub(pass.kept);
    if (1..FEWEST).contains(&dropped) { "nearly all".to_owned() } else { shown(pass.kept) }
}

/// A count, unless it is small.
pub(super) fn shown(pairs: u64) -> String {
    if (1..FEWEST).contains(&pairs) { "under 10".to_owned() } else { count(pairs as f64) }
}

/// How a pass's model came about.
pub(super) fn status(status: PassStatus) -> String {
    match status {
        PassStatus::Converged { iterations } => format!("EM, {iterations} rounds"),
        PassStatus::NotConverged { iterations } => format!("EM, NOT settled in {iterations} rounds"),
        PassStatus::Fixed { reason } => match reason {
            FixedReason::TooFewPairs => "shipped: too few pairs",
            FixedReason::TooFewFields => "shipped m and u: too few fields vary",
            FixedReason::Implausible => "shipped: estimate implausible",
            FixedReason::Given => "given",
        }
        .to_owned(),
    }
}
