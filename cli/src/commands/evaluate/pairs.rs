//! `pairs.csv`, as a trial writes it, against a truth.

use std::collections::HashMap;
use std::path::Path;

use linker::evaluate::{
    Evaluation, LinkedPeople, ScoredPair, Truth, TruthFolder, TruthKind, by_case, evaluate_clusters, evaluate_pairs,
};
use linker::input::CsvTable;
use linker::union::clusters;

use super::run::Judged;
use crate::error::CliError;

/// Sources of a trial of two files, which its truth folder names so.
const SIDES: [&str; 2] = ["left", "right"];

/// Against true pairs, or the persons of one file.
pub(super) fn evaluate(path: &Path, truth: &Truth) -> Result<Evaluation, CliError> {
    let mut records = Records::default();
    let pairs: Vec<ScoredPair> = read(path)?.into_iter().map(|pair| pair.scored(&mut records, truth)).collect();
    Ok(match truth.kind() {
        TruthKind::Pairs => evaluate_pairs(&pairs, truth.total(), truth.left_reused()),
        TruthKind::Entities => {
            let links = pairs.iter().filter(|pair| pair.link).map(|pair| (pair.left, pair.right));
            let clusters = clusters(links, records.ids.len());
            let persons = truth.persons(records.ids.iter().map(String::as_str));
            let records: Vec<_> = clusters.into_iter().zip(persons).collect();
            evaluate_clusters(&pairs, truth.total(), &records)
        }
    })
}

/// Against who is in every record of two files, by kind of person.
pub(super) fn by_people(path: &Path, truth: &mut TruthFolder) -> Result<Judged, CliError> {
    let [left, right] = SIDES.map(|side| truth.persons(side));
    let (left, right) = (left?, right?);
    let [left_ids, right_ids] = [&left, &right].map(|side| side.records().collect::<Vec<_>>());
    let pairs = read(path)?;
    let links = || pairs.iter().filter(|pair| pair.link);
    let lefts = left.of(links().map(|pair| pair.left.as_str()))?;
    let rights = right.of(links().map(|pair| pair.right.as_str()))?;
    let people = LinkedPeople {
        left: left.of(left_ids.iter().copied())?,
        right: right.of(right_ids.iter().copied())?,
        links: lefts.into_iter().zip(rights).collect(),
    };
    let known = Truth::of_people(&left_ids, &right_ids, &people);
    let mut records = Records::default();
    let scored: Vec<ScoredPair> = pairs.iter().map(|pair| pair.scored(&mut records, &known)).collect();
    let evaluation = evaluate_pairs(&scored, known.total(), known.left_reused());
    Ok(Judged { evaluation, cases: by_case(&truth.cases, &people) })
}

/// A row of `pairs.csv`.
struct Pair {
    left: String,
    right: String,
    match_weight: f64,
    link: bool,
}

impl Pair {
    fn scored(&self, records: &mut Records, truth: &Truth) -> ScoredPair {
        let Self { left, right, match_weight, link } = self;
        let truth = truth.holds(left, right);
        let (left, right) = (records.number(left), records.number(right));
        ScoredPair { left, right, match_weight: *match_weight, link: *link, truth }
    }
}

fn read(path: &Path) -> Result<Vec<Pair>, CliError> {
    let mut file = CsvTable::open(path)?;
    let [left, right, weight, class] =
        ["left_id", "right_id", "match_weight", "class"].map(|column| file.required(column));
    let (left, right, weight, class) = (left?, right?, weight?, class?);
    let rows = file.rows().map(|row| {
        let row = row?;
        let match_weight = row.text(Some(weight)).parse().map_err(|_| {
            let what =
                format!("{}, row {}, column match_weight: this is not a number", path.display(), row.place().row);
            CliError::usage(what, "give pairs.csv as dwlink trial writes it")
        })?;
        let [left, right] = [left, right].map(|column| row.text(Some(column)).to_owned());
        Ok(Pair { left, right, match_weight, link: row.text(Some(class)) == "link" })
    });
    rows.collect()
}

/// Record ids in order of first appearance.
#[derive(Default)]
struct Records {
    ids: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Records {
    fn number(&mut self, id: &str) -> u32 {
        *self.numbers.entry(id.to_owned()).or_insert_with(|| {
            self.ids.push(id.to_owned());
            self.ids.len() as u32 - 1
        })
    }
}
