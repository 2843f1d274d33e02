//! Every statistic against published values and against R: what `dwlink study validate` prints.
//!
//! Known answers are data files under `known_answers/`, each row with its origin and tolerance. Nothing here knows a result.

mod answers;
mod check;
mod intervals;
mod ogrs;
mod oracle;

pub use check::Check;

/// Every check, in the order of the files: published values first, then R's.
#[must_use]
pub fn checks() -> Vec<Check> {
    let mut checks = intervals::checks();
    checks.extend(ogrs::checks());
    checks.extend(oracle::checks());
    checks
}

#[cfg(test)]
mod tests {
    use super::checks;

    #[test]
    fn every_known_answer_is_met() {
        let checks = checks();
        let missed: Vec<_> = checks.iter().filter(|check| !check.passes()).collect();
        assert!(missed.is_empty(), "{missed:#?}");
        assert!(checks.len() > 200, "{}", checks.len());
    }
}
