//! The log-rank test of two curves.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::Observed;

/// Events seen and expected in two groups, if both had the same hazard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogRank {
    /// Events seen in each group.
    pub observed: [f64; 2],
    /// Events expected in each group.
    pub expected: [f64; 2],
    /// `(O - E)^2 / V` on one degree of freedom.
    pub chi_squared: f64,
    /// The chance of a difference this large between groups that do not differ.
    pub p_value: f64,
}

/// Compares two groups; `None` if no time has people of both at risk.
///
/// Source: Mantel N (1966), Cancer Chemotherapy Reports 50:163-170; Peto R, Peto J (1972), JRSS A 135:185-207.
#[must_use]
pub fn log_rank(groups: [&[Observed]; 2]) -> Option<LogRank> {
    let mut people: Vec<(Observed, usize)> = Vec::new();
    for (group, members) in groups.into_iter().enumerate() {
        people.extend(members.iter().map(|&person| (person, group)));
    }
    people.sort_by(|a, b| a.0.time.total_cmp(&b.0.time));
    let mut at_risk = groups.map(|members| members.len() as f64);
    let (mut observed, mut expected, mut variance) = ([0.0; 2], [0.0; 2], 0.0);
    for together in people.chunk_by(|a, b| a.0.time.total_cmp(&b.0.time).is_eq()) {
        let in_group =
            |group: usize, all: bool| together.iter().filter(|(p, g)| *g == group && (all || p.event)).count() as f64;
        let (events, n) = ([in_group(0, false), in_group(1, false)], at_risk[0] + at_risk[1]);
        let d = events[0] + events[1];
        for group in 0..2 {
            observed[group] += events[group];
            expected[group] += d * at_risk[group] / n;
            at_risk[group] -= in_group(group, true);
        }
        let before = at_risk[0] + in_group(0, true);
        if n > 1.0 {
            variance += d * (before / n) * (1.0 - before / n) * (n - d) / (n - 1.0);
        }
    }
    let chi_squared = (variance > 0.0).then(|| (observed[0] - expected[0]).powi(2) / variance)?;
    let distribution = ChiSquared::new(1.0).ok()?;
    Some(LogRank { observed, expected, chi_squared, p_value: distribution.sf(chi_squared) })
}
