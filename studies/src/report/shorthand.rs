//! The shorthand of official statistics, for what stands in place of a figure or beside it.
//!
//! Source: Government Analysis Function, "Symbols in tables: definitions and help".

use crate::disclose::{Released, SafeColumn};

/// Hidden to protect people.
pub(super) const HIDDEN: &str = "[c]";
/// Does not apply.
pub(super) const NOT_APPLICABLE: &str = "[z]";

/// What each stands for, in one sentence without its stop.
pub(super) const LEGEND: &str = "[c] hidden to protect people, [low] not nought though it rounds to it, [u] from few events and so unreliable, \
                                 [z] does not apply";

/// What stands beside an estimate, each with its meaning.
pub(super) fn marks(column: &SafeColumn, released: &Released) -> Vec<(&'static str, &'static str)> {
    let low = (rounds_to_nought(released.estimate(), column.decimals())).then_some(("[low]", "not nought"));
    let unreliable = released.is_unreliable().then_some(("[u]", "from few events: unreliable"));
    low.into_iter().chain(unreliable).collect()
}

/// The same as text; empty where nothing stands beside it.
pub(super) fn marks_text(column: &SafeColumn, released: &Released) -> String {
    marks(column, released).into_iter().map(|(mark, _)| mark).collect::<Vec<_>>().join(" ")
}

fn rounds_to_nought(value: f64, decimals: usize) -> bool {
    value != 0.0 && format!("{:.decimals$}", value.abs()).bytes().all(|b| matches!(b, b'0' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nought_is_told_from_what_rounds_to_it() {
        let low = [(0.04, 1), (-0.04, 1), (0.3, 0), (1e-9, 2)];
        assert!(low.into_iter().all(|(value, decimals)| rounds_to_nought(value, decimals)));
        let not = [(0.0, 1), (-0.0, 1), (0.06, 1), (0.6, 0), (-12.0, 0), (f64::NAN, 1)];
        assert!(!not.into_iter().any(|(value, decimals)| rounds_to_nought(value, decimals)));
    }
}
