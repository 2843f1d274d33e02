//! The published test cases of OGRS3.

use super::answers::{number, rows};
use super::check::Check;
use crate::inputs::Sex;
use crate::stats::{OffenceGroup, OffenderRecord, ogrs3};

const FILE: &str = include_str!("../../known_answers/ogrs3.csv");

pub(super) fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    for fields in rows(FILE) {
        let [case, age, at_conviction, at_first, sanctions, offence, one_year, two_years, tolerance] = fields[..]
        else {
            continue;
        };
        let whole = |field: &str| number(field) as u32;
        let group = OffenceGroup::ALL.into_iter().find(|(_, name)| *name == offence).map(|(group, _)| group);
        let risk = group.and_then(|offence| {
            ogrs3(&OffenderRecord {
                sex: Sex::Male,
                age: whole(age),
                age_at_conviction: whole(at_conviction),
                age_at_first_sanction: whole(at_first),
                sanctions: whole(sanctions),
                offence,
            })
        });
        let parts =
            [("one year", one_year, risk.map(|r| r.one_year)), ("two years", two_years, risk.map(|r| r.two_years))];
        for (part, published, ours) in parts {
            checks.push(Check {
                statistic: "OGRS3".into(),
                quantity: format!("{case}: {part}"),
                published: number(published),
                ours: ours.unwrap_or(f64::NAN),
                tolerance: number(tolerance),
                source: "Ministry of Justice test case".into(),
            });
        }
    }
    checks
}
