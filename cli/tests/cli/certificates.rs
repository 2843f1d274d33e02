//! What leaves of the text of a death certificate: of drug poisonings the substances that it names.

use std::collections::BTreeMap;
use std::fs;

use exchange::substances::NONE_NAMED;
use exchange::{Frame, Values};

use crate::program::dwlink;
use crate::world::small_four_departments;

/// What the invented certificates can name, in the order of the shipped list.
const NAMES: [&str; 13] = [
    "HEROIN",
    "MORPHINE",
    "METHADONE",
    "DIHYDROCODEINE",
    "COCAINE",
    "AMPHETAMINE",
    "DIAZEPAM",
    "TEMAZEPAM",
    "ZOPICLONE",
    "PREGABALIN",
    "AMITRIPTYLINE",
    "PARACETAMOL",
    "ALCOHOL",
];

#[test]
fn the_owner_sends_the_substances_that_each_certificate_names() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("spec.toml"), small_four_departments()).unwrap();
    dwlink(at, "fixtures generate --people 30000 --seed 5 --out extracts");
    let shown = dwlink(at, "spec show spec.toml").stdout;
    assert!(
        shown.contains("of drug poisonings the drugs of a shipped list that it names, and no other word"),
        "{shown}"
    );
    dwlink(at, "pseudonymise extracts/deaths --spec spec.toml --source deaths --keys none --test-seed 3 --out deaths");

    let sent = Frame::read(&at.join("deaths/analysis/death.parquet")).unwrap();
    let column = sent.columns().iter().find(|column| column.name == "SUBSTANCES").unwrap();
    let Values::Text(cells) = &column.values else { panic!("codes are text") };
    let mut cells = cells.clone();
    cells.sort();

    // Of each death the latest registration counts.
    let csv = fs::read_to_string(at.join("extracts/deaths/death.csv")).unwrap();
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let place = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let (id, registered, text) = (place("DEATH_ID"), place("REG_DATE"), place("COD_TEXT"));
    let cause = place("S_UNDERLYING_COD_ICD10");
    let cell = |row: &[&str]| {
        let poisoning = ["F1", "X4", "X6", "X85", "Y1"].iter().any(|chapter| row[cause].starts_with(chapter));
        poisoning.then(|| codes(row[text]))
    };
    let mut latest = BTreeMap::new();
    for row in lines {
        let known = latest.entry(row[id].to_owned()).or_insert_with(|| (row[registered].to_owned(), cell(&row)));
        if known.0.as_str() < row[registered] {
            *known = (row[registered].to_owned(), cell(&row));
        }
    }
    let mut wanted: Vec<_> = latest.into_values().map(|(_, cell)| cell).collect();
    wanted.sort();
    assert_eq!(cells, wanted);
    let named = cells.iter().flatten().filter(|cell| *cell != NONE_NAMED).count();
    assert!(named > 20 && named < cells.len() / 2, "{named} of {} name a drug", cells.len());
}

/// The slow obvious reading: the invented slips exchange two letters after the first, and a short name is not known again.
fn codes(text: &str) -> String {
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().skip(1).collect();
        letters.sort_unstable();
        (word.chars().next(), letters)
    };
    let is_named =
        |name: &&str| text.split(' ').any(|word| word == *name || (name.len() > 6 && letters(word) == letters(name)));
    let named: Vec<String> = NAMES.iter().filter(|name| is_named(name)).map(|name| name.to_lowercase()).collect();
    if named.is_empty() { NONE_NAMED.to_owned() } else { named.join(" ") }
}
