//! Positive controls of A and B on name tables. A suite that always prints 0 % is broken.

use std::path::Path;

use linker::attack::{Control, positive_control};

/// Prints the control and holds it to 15 %.
fn hold(what: &str, shares: &[f64], people: usize, repetitions: usize) {
    let control = positive_control(shares, people, 1_000, repetitions, 1);
    let Control { counting, counting_standard_error, expected_counting, known_rows, expected_known_rows } = control;
    println!(
        "{what}, {people} people: A {:.2} +- {:.2} % (closed form {:.2}), B 1,000 {:.2} % (closed form {:.2})",
        100.0 * counting,
        100.0 * counting_standard_error,
        100.0 * expected_counting,
        100.0 * known_rows,
        100.0 * expected_known_rows
    );
    assert!(control.holds(0.15), "{what}: {control:?}");
}

fn zipf(values: usize, shift: f64) -> Vec<f64> {
    normalised((1..=values).map(|rank| 1.0 / (rank as f64 + shift)).collect())
}

fn normalised(mut shares: Vec<f64>) -> Vec<f64> {
    let sum: f64 = shares.iter().sum();
    for share in &mut shares {
        *share /= sum;
    }
    shares
}

#[test]
fn plain_initials_are_wide_open() {
    // Twenty letters of clearly different use: counting opens everyone.
    let shares = normalised((0..20).map(|i| 0.8_f64.powi(i)).collect());
    hold("initial", &shares, 200_000, 2);
    assert!(positive_control(&shares, 200_000, 1_000, 2, 1).counting > 0.97);
}

#[test]
fn plain_forenames_and_surnames_are_opened_as_computed() {
    hold("forename", &zipf(3_000, 8.0), 20_000, 60);
    hold("surname", &zipf(40_000, 5.0), 20_000, 60);
    hold("surname", &zipf(40_000, 5.0), 200_000, 8);
}

/// The table of the reference simulation: 88 % of people by the list, 12 % in 60,000 rarer invented names.
#[test]
fn plain_uk_surnames_are_opened_as_measured_by_the_reference() {
    let Some(data) = std::env::var_os("DWLINK_EVAL_DATA") else {
        println!("skipped: DWLINK_EVAL_DATA is not set");
        return;
    };
    let table = Path::new(&data).join("uk_reference").join("lastname_uk.csv");
    let mut reader = csv::Reader::from_path(table).unwrap();
    let listed: Vec<f64> = reader.records().map(|row| row.unwrap()[1].parse().unwrap()).collect();
    let tail = normalised((0..60_000).map(|rank| 1.0 / (f64::from(rank) + 2_000.0)).collect());
    let listed = normalised(listed).into_iter().map(|share| 0.88 * share);
    let shares: Vec<f64> = listed.chain(tail.into_iter().map(|share| 0.12 * share)).collect();
    hold("UK surname", &shares, 200_000, 16);
    // The reference measured B 33 % on its households.
    let opened = positive_control(&shares, 200_000, 1_000, 1, 1).known_rows;
    assert!((0.30..0.36).contains(&opened), "{opened}");
}
