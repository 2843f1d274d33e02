//! Attacks that must succeed: a suite that fails here is broken, and none of its figures may be used.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::spec::{Derived, PERSON, Pass, Profile, Spec};
use linker::attack::positive_control;
use linker::input::CsvTable;

use crate::Result;
use crate::document::{Table, percent};
use crate::exposure::{KNOWN_ROWS, each_pass};
use crate::population::{People, SEED, in_person_format};

/// Repetitions of A on plain tokens: a few common names decide it, so one run scatters widely.
const REPETITIONS: usize = 100;
/// How far, relatively, the plain tokens may lie from the closed form.
const TOLERANCE: f64 = 0.15;
/// Cap of the plain birth-date block that register holders must open.
const BIRTH_DATE_CAP: usize = 20;
/// Share of it that the simulation of the design opened (design notes, "What block tokens and bundles leak", 2).
const BIRTH_DATE_OPENED: f64 = 0.764;
/// Runs the controls on `people` invented persons.
pub fn report(people: usize) -> Result<String> {
    let mut table = Table::new(&["control", "measured %", "expected %", "within 15 %"]);
    for column in ["surname", "forename"] {
        let control = positive_control(&shares(people, column)?, people, KNOWN_ROWS, REPETITIONS, SEED);
        for (attack, measured, expected) in
            [("A", control.counting, control.expected_counting), ("B", control.known_rows, control.expected_known_rows)]
        {
            table.row(&[
                format!("{attack}, plain {column} token"),
                percent(measured, 2),
                percent(expected, 2),
                near(measured, expected),
            ]);
        }
    }
    let opened = birth_date(people)?;
    table.row(&[
        format!("C, birth date alone, cap {BIRTH_DATE_CAP}"),
        percent(opened, 2),
        percent(BIRTH_DATE_OPENED, 2),
        near(opened, BIRTH_DATE_OPENED),
    ]);
    Ok(table.text().to_owned())
}

fn near(measured: f64, expected: f64) -> String {
    if (measured / expected - 1.0).abs() <= TOLERANCE { "yes" } else { "**no**" }.to_owned()
}

/// Shares of the values of one column of the population.
fn shares(people: usize, column: &str) -> Result<Vec<f64>> {
    let folder = tempfile::tempdir()?;
    fixtures::write_population(people, SEED, 1, folder.path())?;
    let mut file = CsvTable::open(&folder.path().join("persons.csv"))?;
    let position = file.required(column)?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for row in file.rows() {
        *counts.entry(row?.text(Some(position)).to_owned()).or_default() += 1;
    }
    Ok(counts.values().map(|count| *count as f64 / people as f64).collect())
}

fn birth_date(people: usize) -> Result<f64> {
    let mut spec = Spec::parse_with_profile(PERSON, Path::new("person.toml"), Profile::Open)?;
    spec.links[0].passes = vec![Pass {
        name: "birth-date".into(),
        key: vec![vec![Derived::BirthDateUnordered]],
        cap: BIRTH_DATE_CAP,
        chance: 0.0,
    }];
    spec.sources[0] = in_person_format(&spec.sources[0]);
    let drawn = People::draw(people, &spec.sources[0])?;
    let mut opened = 0.0;
    each_pass(&spec, 0, 0, &drawn, |pass| {
        opened = pass.at(BIRTH_DATE_CAP).register.named.rate;
        Ok(())
    })?;
    Ok(opened)
}
