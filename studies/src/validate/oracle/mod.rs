//! What R finds on published results and on data it drew, and what was published on them.

mod limits;
mod models;
mod populations;
mod survival;

use std::collections::BTreeMap;

use super::answers::{number, rows};
use super::check::Check;

const EXPECTED: &str = include_str!("../../../known_answers/r/expected.csv");
const PUBLISHED: &str = include_str!("../../../known_answers/published.csv");
/// Of the value, or of 1 where the value is smaller.
const TOLERANCE: f64 = 1e-6;

/// Our results by case and quantity, named as in `expected.csv`.
#[derive(Default)]
struct Ours(BTreeMap<(String, String), f64>);

pub(super) fn checks() -> Vec<Check> {
    let mut ours = Ours::default();
    limits::add(&mut ours);
    models::add(&mut ours);
    survival::add(&mut ours);
    populations::add(&mut ours);
    let published = rows(PUBLISHED).filter_map(|fields| {
        let [case, quantity, published, tolerance, source] = fields[..] else { return None };
        Some(ours.check(case, quantity, number(published), number(tolerance), source))
    });
    let from_r = rows(EXPECTED).filter_map(|fields| {
        let [case, quantity, value] = fields[..] else { return None };
        let value = number(value);
        Some(ours.check(case, quantity, value, TOLERANCE * value.abs().max(1.0), "R"))
    });
    published.chain(from_r).collect()
}

impl Ours {
    fn say(&mut self, case: &str, quantity: impl Into<String>, value: f64) {
        self.0.insert((case.to_owned(), quantity.into()), value);
    }

    fn check(&self, case: &str, quantity: &str, published: f64, tolerance: f64, source: &str) -> Check {
        Check {
            statistic: case.to_owned(),
            quantity: quantity.to_owned(),
            published,
            ours: self.0.get(&(case.to_owned(), quantity.to_owned())).copied().unwrap_or(f64::NAN),
            tolerance,
            source: source.to_owned(),
        }
    }
}
