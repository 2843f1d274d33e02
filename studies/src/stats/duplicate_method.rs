//! How many links are right, from the people who have too many.

/// People by how many records of a source that holds each person once are linked to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkCounts {
    /// No record.
    pub none: u64,
    /// One record.
    pub one: u64,
    /// Two records or more: at most one can be right.
    pub more: u64,
}

/// The share of links that are right, and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DuplicatePrecision {
    /// The chance that a person has a right link.
    pub right: f64,
    /// Wrong links for each person.
    pub wrong: f64,
    /// `right / (right + wrong)`.
    pub precision: f64,
}

/// Fits right links (a chance `pi`) and wrong links (Poisson, mean `lambda`) to the counts by maximum likelihood; `None` without links.
///
/// `P0 = (1 - pi) e^-l`, `P1 = (pi + (1 - pi) l) e^-l`, the rest `P2+`: two unknowns from two free shares, so the fit is exact where
/// it exists.
///
/// Source: Blakely T, Salmond C (2002), International Journal of Epidemiology 31:1246-1252.
#[must_use]
pub fn duplicate_precision(counts: LinkCounts) -> Option<DuplicatePrecision> {
    let people = (counts.none + counts.one + counts.more) as f64;
    if counts.one + counts.more == 0 {
        return None;
    }
    let (p0, p1) = (counts.none as f64 / people, counts.one as f64 / people);
    // With P0 fixed, pi = 1 - P0 e^l; P1 is then falling in l from 1 - P0 at l = 0, so the root is found by halving.
    let right_at = |wrong: f64| (1.0 - p0 * wrong.exp()).max(0.0);
    let one_at = |wrong: f64| (right_at(wrong) + (1.0 - right_at(wrong)) * wrong) * (-wrong).exp();
    let (mut low, mut high) = (0.0, if p0 > 0.0 { -p0.ln() } else { 20.0 });
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if one_at(middle) > p1 { low = middle } else { high = middle }
    }
    let wrong = f64::midpoint(low, high);
    let right = right_at(wrong);
    Some(DuplicatePrecision { right, wrong, precision: right / (right + wrong) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recovers_what_made_the_counts() {
        let people = 1e9;
        for (right, wrong) in [(0.3_f64, 0.01_f64), (0.05, 0.02), (0.6, 0.0005)] {
            let p0 = (1.0 - right) * (-wrong).exp();
            let p1 = (right + (1.0 - right) * wrong) * (-wrong).exp();
            let counts = LinkCounts {
                none: (people * p0) as u64,
                one: (people * p1) as u64,
                more: (people * (1.0 - p0 - p1)) as u64,
            };
            let found = duplicate_precision(counts).unwrap();
            assert!((found.right - right).abs() < 1e-5 && (found.wrong - wrong).abs() < 1e-5, "{found:?}");
        }
    }

    #[test]
    fn no_duplicates_mean_no_wrong_links() {
        let found = duplicate_precision(LinkCounts { none: 700, one: 300, more: 0 }).unwrap();
        assert!(found.precision > 0.999_999, "{found:?}");
        assert_eq!(duplicate_precision(LinkCounts { none: 700, one: 0, more: 0 }), None);
    }
}
