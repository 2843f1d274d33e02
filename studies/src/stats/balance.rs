//! How alike two groups are.

/// The difference of the means of `group` and `others` in standard deviations of `group`; `None` if `group` has fewer than two people
/// or all of one value, or `others` nobody. Up to 0.05 is good, up to 0.1 fair, beyond that poor.
///
/// Source: Ministry of Justice, Justice Data Lab methodology; Rosenbaum PR, Rubin DB (1985), American Statistician 39:33-38.
#[must_use]
pub fn standardised_difference(group: &[f64], others: &[f64]) -> Option<f64> {
    if group.len() < 2 || others.is_empty() {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let centre = mean(group);
    let variance = group.iter().map(|x| (x - centre).powi(2)).sum::<f64>() / (group.len() - 1) as f64;
    (variance > 0.0).then(|| (centre - mean(others)) / variance.sqrt())
}

/// The difference of two shares in standard deviations, each group's variance counting half.
///
/// `(p - q) / sqrt((p (1 - p) + q (1 - q)) / 2)`; `None` if both shares are 0 or 1.
///
/// Source: Austin PC (2009), Communications in Statistics: Simulation and Computation 38:1228-1234.
#[must_use]
pub fn standardised_difference_of_shares(p: f64, q: f64) -> Option<f64> {
    let variance = f64::midpoint(p * (1.0 - p), q * (1.0 - q));
    (variance > 0.0).then(|| (p - q) / variance.sqrt())
}
