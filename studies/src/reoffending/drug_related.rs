//! The list of drug-related offences.

use std::collections::BTreeSet;

use crate::inputs::Offence;

/// The version of the list, printed beside every table that uses it.
pub const LIST_VERSION: u32 = 1;

const LIST: &str = include_str!("../../codes/drug_related_offences_1.csv");

/// Classes of offences counted as drug-related.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrugRelated(BTreeSet<u16>);

impl DrugRelated {
    /// The shipped list.
    #[must_use]
    pub fn shipped() -> Self {
        let rows = LIST.lines().filter(|line| !line.starts_with('#')).skip(1);
        Self(rows.filter_map(|line| line.split_once(',')?.0.parse().ok()).collect())
    }

    /// Whether the offence is on the list; one without a code is not.
    #[must_use]
    pub fn holds(&self, offence: &Offence) -> bool {
        offence.class.is_some_and(|class| self.0.contains(&class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_list_is_a_class_and_the_edges_are_right() {
        let list = DrugRelated::shipped();
        let rows = LIST.lines().filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(list.0.len(), rows);
        for (code, is_on) in [("04600", true), ("02800", true), ("09200", true), ("00800", false), ("10500", false)] {
            assert_eq!(Offence::class_of_code(code).is_some_and(|class| list.0.contains(&class)), is_on, "{code}");
        }
        assert_eq!((Offence::class_of_code("46"), Offence::class_of_code("ABCDE")), (None, None));
    }
}
