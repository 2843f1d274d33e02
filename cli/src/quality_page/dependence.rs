//! Field dependence, and how the fields of a home go together.

use exchange::ModelHomes;
use linker::quality::{Dependence, PassQuality};
use studies::report::text::decimal;

use super::blocking::shown;
use super::frame::folded_table;
use super::levels::words;

/// Rows shown; the rest are nearer to independence.
const MOST: usize = 10;

/// What the pass shows of homes, and where its fields agree together otherwise than the model says.
pub(super) fn tables(pass: &PassQuality) -> String {
    let homes = pass.model.homes.as_ref().map_or_else(String::new, homes);
    if pass.dependences.is_empty() {
        return homes;
    }
    let rows: Vec<_> = pass.dependences.iter().take(MOST).map(row).collect();
    format!(
        "{homes}<p class=\"note\">Two fields that agree together more often among non-matches than the model says make a pair \
         that shows both weigh too much, by the bits of the last column; below 0, too little. Fields that ten pairs of each \
         class agree on.</p>{}",
        folded_table(
            "Field dependence",
            &[
                "Fields that agree",
                "Matches",
                "times as often as said",
                "Non-matches",
                "times as often as said",
                "Excess weight, bits"
            ],
            &rows,
        )
    )
}

fn homes(homes: &ModelHomes) -> String {
    let fields: Vec<_> = homes.comparisons.iter().map(|comparison| words(&comparison.name)).collect();
    format!(
        "<p class=\"note\">The fields {} go with the home: {} % of matches and {} % of non-matches are of one home, where they agree \
         together. The weight of a pair is that of the home as a whole; the charts show what each field says by itself.</p>\n",
        fields.join(", "),
        decimal(100.0 * homes.one_home.m, 1),
        decimal(100.0 * homes.one_home.u, 1),
    )
}

fn row(found: &Dependence) -> Vec<String> {
    vec![
        found.fields.map(words).join(", "),
        shown(found.pairs.m.round() as u64),
        decimal(found.times.m, 2),
        shown(found.pairs.u.round() as u64),
        decimal(found.times.u, 2),
        decimal(found.excess_weight(), 2),
    ]
}
