//! The shorthand of official statistics, for what stands in place of a figure or beside an estimate.
//!
//! Source: Government Analysis Function, "Symbols in tables: definitions and help".

use crate::disclose::{Absence, Released, SafeColumn};

/// What is printed, and what it means.
pub(super) type Mark = (&'static str, &'static str);

pub(super) const HIDDEN: Mark = ("[c]", "hidden to protect people");
const LOW: Mark = ("[low]", "an estimate that rounds to nought and is not nought");
const UNRELIABLE: Mark = ("[u]", "an estimate from few events and so unreliable");
const NOT_AVAILABLE: Mark = ("[x]", "not available: the data do not allow an estimate");
pub(super) const NOT_APPLICABLE: Mark = ("[z]", "does not apply");

/// All of them in one sentence, without its stop.
pub(super) fn legend() -> String {
    [HIDDEN, LOW, UNRELIABLE, NOT_AVAILABLE, NOT_APPLICABLE]
        .map(|(mark, meaning)| format!("{mark} {meaning}"))
        .join(", ")
}

/// What stands in place of a figure.
pub(super) fn in_place(absence: Absence) -> Mark {
    match absence {
        Absence::Hidden => HIDDEN,
        Absence::NotApplicable => NOT_APPLICABLE,
        Absence::NotAvailable => NOT_AVAILABLE,
    }
}

/// What stands beside an estimate.
pub(super) fn marks(column: &SafeColumn, released: &Released) -> impl Iterator<Item = Mark> {
    let low = rounds_to_nought(released.estimate(), column.decimals()).then_some(LOW);
    low.into_iter().chain(released.is_unreliable().then_some(UNRELIABLE))
}

/// The same as text; empty where nothing stands beside it.
pub(super) fn marks_text(column: &SafeColumn, released: &Released) -> String {
    marks(column, released).map(|(mark, _)| mark).collect::<Vec<_>>().join(" ")
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
