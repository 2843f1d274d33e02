//! Published rates, ratios and shares with their limits.

use super::answers::{number, rows};
use super::check::Check;
use crate::stats::{
    Interval, ReleasedCount, byar_interval, exact_poisson_interval, newcombe_difference, rate_ratio_interval,
    wilson_interval,
};

const FILE: &str = include_str!("../../known_answers/intervals.csv");

pub(super) fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    for fields in rows(FILE) {
        let [method, a, b, per, estimate, low, high, tolerance, source] = fields[..] else { continue };
        let found = ours(method, a, b, number(per));
        let parts = [("estimate", estimate, 0), ("low", low, 1), ("high", high, 2)];
        for (part, published, place) in parts.into_iter().filter(|(_, published, _)| !published.is_empty()) {
            checks.push(Check {
                statistic: method.replace('_', " "),
                quantity: format!("{a} and {b}, per {per}: {part}"),
                published: number(published),
                ours: found.map_or(f64::NAN, |found| found[place]),
                tolerance: number(tolerance),
                source: source.to_owned(),
            });
        }
    }
    checks
}

/// Estimate, lower and upper limit.
fn ours(method: &str, a: &str, b: &str, per: f64) -> Option<[f64; 3]> {
    let scaled = |estimate: f64, interval: Interval, factor: f64| {
        Some([estimate * factor, interval.low * factor, interval.high * factor])
    };
    let (x, y) = (number(a), number(b));
    match method {
        "exact_poisson" => scaled(x, exact_poisson_interval(x as u64), per / y),
        "byar" => scaled(x, byar_interval(x as u64), per / y),
        "wilson" => scaled(x / y, wilson_interval(x as u64, y as u64)?, per),
        "newcombe" => {
            let (first, second) = (fraction(a)?, fraction(b)?);
            let difference = first.0 / first.1 - second.0 / second.1;
            let counts = |pair: (f64, f64)| (pair.0 as u64, pair.1 as u64);
            scaled(difference, newcombe_difference(counts(first), counts(second))?, per)
        }
        "rate_ratio" => {
            let (first, second) = (fraction(a)?, fraction(b)?);
            let count = |events: f64| ReleasedCount::exact(events as u64);
            let time = second.1 / first.1;
            scaled(first.0 / second.0, rate_ratio_interval(count(first.0), count(second.0))?, per * time)
        }
        _ => None,
    }
}

fn fraction(text: &str) -> Option<(f64, f64)> {
    let (part, whole) = text.split_once('/')?;
    Some((number(part), number(whole)))
}
