//! Frozen answers of the reference simulation on one small pass (see `reference/README.md`).

#![expect(clippy::unwrap_used, reason = "a broken answer file ends the test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use linker::attack::{Attack, Evidence, Group, PassView, counting, known_rows, known_rows_expected, register_by};

#[test]
fn answers_equal_those_of_the_reference() {
    let answers: BTreeMap<String, f64> =
        rows("answers.csv").into_iter().map(|row| (row[0].clone(), row[1].parse().unwrap())).collect();
    let (file, sample) = (file(), sample());
    let check = |name: &str, measured: f64, tolerance: f64| {
        println!("{name}: {measured} against {}", answers[name]);
        assert!((measured - answers[name]).abs() <= tolerance, "{name}: {measured} against {}", answers[name]);
    };
    let people = |attack: &Attack| attack.successes;
    check("emitted", file.emitted() as f64, 0.0);
    let a = counting(&file, &sample);
    check("counting", people(&a), 1e-9);
    check("constant_guess", a.baseline * 1000.0, 1e-9);
    let c = register_by(&file, Evidence::Intersects);
    check("register", people(&c.named), 0.0);
    check("register_block", people(&c.block), 0.0);
    check("register_guess", people(&c.guessed), 1e-9);
    // The reference drew 200 times from another generator, so B agrees within its scatter.
    check("known_rows_100", known_rows(&file, 100, 200, 1).rate, 0.006);
    check("known_rows_100", known_rows_expected(&file, 100), 0.004);
}

fn file() -> PassView {
    let columns = header("file.csv");
    let names = &columns[2..];
    let groups = names.iter().enumerate();
    let groups = groups.map(|(i, name)| Group { name: name.clone(), domain: i as u16, offset: i, len: 1 }).collect();
    let mut view = PassView { groups, persons: 1000, ..PassView::default() };
    for row in rows("file.csv") {
        view.block.push(row[0].parse().unwrap());
        view.person.push(row[1].parse().unwrap());
        let values: Vec<i64> = row[2..].iter().map(|value| value.parse().unwrap()).collect();
        view.nulls.push(values.iter().enumerate().map(|(i, &value)| u64::from(value < 0) << i).sum());
        view.tokens.extend(values.iter().map(|&value| value.max(0) as u32));
    }
    view
}

fn sample() -> PassView {
    let block: Vec<u64> = rows("sample.csv").iter().map(|row| row[0].parse().unwrap()).collect();
    let n = block.len();
    PassView { block, person: (0..n as u32).collect(), nulls: vec![0; n], persons: 1000, ..PassView::default() }
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attack/reference").join(name)
}

fn header(name: &str) -> Vec<String> {
    csv::Reader::from_path(path(name)).unwrap().headers().unwrap().iter().map(String::from).collect()
}

fn rows(name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path(name)).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect()
}
