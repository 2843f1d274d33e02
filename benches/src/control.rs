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
    let values = values(people)?;
    for (column, shares) in [("surname", &values.surname), ("forename", &values.forename), ("initial", &values.initial)]
    {
        let control = positive_control(shares, people, KNOWN_ROWS, REPETITIONS, SEED);
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

/// Shares of the values of a population's columns, drawn from the UK's names.
struct Shares {
    surname: Vec<f64>,
    forename: Vec<f64>,
    /// Of the surname.
    initial: Vec<f64>,
}

fn values(people: usize) -> Result<Shares> {
    let folder = tempfile::tempdir()?;
    fixtures::write_population(people, SEED, 1, folder.path())?;
    let mut file = CsvTable::open(&folder.path().join("persons.csv"))?;
    let (surname, forename) = (file.required("surname")?, file.required("forename")?);
    let mut counts: [BTreeMap<String, usize>; 3] = Default::default();
    for row in file.rows() {
        let row = row?;
        let name = row.text(Some(surname));
        let values = [name, row.text(Some(forename)), name.get(..1).unwrap_or_default()];
        for (counts, value) in counts.iter_mut().zip(values) {
            *counts.entry(value.to_owned()).or_default() += 1;
        }
    }
    let [surname, forename, initial] =
        counts.map(|counts| counts.values().map(|count| *count as f64 / people as f64).collect());
    Ok(Shares { surname, forename, initial })
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A suite that cannot open plain tokens is broken, and so is every figure it prints.
    #[test]
    fn plain_tokens_of_uk_names_are_opened_as_computed() {
        let people = 100_000;
        let values = values(people).unwrap();
        for (what, shares, repetitions) in [("surname", &values.surname, 24), ("forename", &values.forename, 24)] {
            let control = positive_control(shares, people, KNOWN_ROWS, repetitions, SEED);
            assert!(control.holds(TOLERANCE), "{what}: {control:?}");
            assert!(control.known_rows > 0.2, "{what}: {control:?}");
        }
    }

    #[test]
    fn plain_initials_are_all_opened() {
        let people = 200_000;
        let control = positive_control(&values(people).unwrap().initial, people, KNOWN_ROWS, 8, SEED);
        // Counting alone opens four in five, as computed: some initials of UK forenames are as common as each other.
        assert!(control.known_rows >= 0.99, "{control:?}");
        assert!(control.holds(TOLERANCE), "{control:?}");
    }
}
