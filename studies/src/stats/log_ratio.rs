//! The ratio of two rates of the same people, before and after.

/// One person's events and time at risk (years) in the window before and in the window after the index event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PersonCounts {
    /// Events before.
    pub before: u32,
    /// Years at risk before.
    pub years_before: f64,
    /// Events after.
    pub after: u32,
    /// Years at risk after.
    pub years_after: f64,
}

/// The standard error of `ln(rate after / rate before)` when the same people are seen twice and events cluster in people.
///
/// With `R_k = sum y_k / sum t_k`, person `i` contributes `u_i = (y_i1 - R_1 t_i1) / sum y_1 - (y_i0 - R_0 t_i0) / sum y_0`,
/// and the variance is `n/(n-1) sum u_i^2`. It is the robust (sandwich) variance of a Poisson log-linear model with a before/after
/// term, an offset `ln t`, working independence and people as clusters: pairing and over-dispersion are both in it.
/// `None` if nobody has an event in one of the windows or there is only one person.
///
/// Source: Liang KY, Zeger SL (1986), "Longitudinal data analysis using generalized linear models", Biometrika 73:13-22, eq. for
/// `V_G`; small-sample factor as in Cochran WG (1977), Sampling Techniques, 3rd ed., section 6.4 (ratio estimator).
#[must_use]
pub fn log_ratio_standard_error(people: &[PersonCounts]) -> Option<f64> {
    let sum = |of: fn(&PersonCounts) -> f64| people.iter().map(of).sum::<f64>();
    let (y0, y1) = (sum(|p| f64::from(p.before)), sum(|p| f64::from(p.after)));
    let (t0, t1) = (sum(|p| p.years_before), sum(|p| p.years_after));
    if people.len() < 2 || y0 == 0.0 || y1 == 0.0 || t0 <= 0.0 || t1 <= 0.0 {
        return None;
    }
    let squares: f64 = people
        .iter()
        .map(|p| {
            let after = (f64::from(p.after) - y1 / t1 * p.years_after) / y1;
            let before = (f64::from(p.before) - y0 / t0 * p.years_before) / y0;
            (after - before).powi(2)
        })
        .sum();
    let n = people.len() as f64;
    Some((n / (n - 1.0) * squares).sqrt())
}
