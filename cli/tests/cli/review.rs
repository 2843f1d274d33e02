//! Clerical review of invented people, by reviewers who know the truth: the estimates cover it, and the forms say nothing of
//! the model.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use exchange::payload::PAYLOAD_HANDLE;
use exchange::spec::Spec;
use exchange::{Desk, Frame, HandleRow, PairRow, Role, handles, pairs, read_rows, receive};
use linker::Unwatched;
use linker::evaluate::Truth;
use linker::model::probability;
use linker::review::{Item, Sample, sample};

use crate::folders::assert_same_bytes;
use crate::program::{Run, dwlink};

const SIZE: u64 = 400;
const SEED: u64 = 5;

#[test]
fn reviewers_who_know_the_truth_find_precision_and_recall() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    linked_files(at);
    let run =
        format!("review sample --spec person.toml --linked linked a/linkage b/linkage --size {SIZE} --seed {SEED}");
    dwlink(at, &format!("{run} --out review"));
    dwlink(at, &format!("{run} --out again --threads 1"));
    assert_same_bytes(&at.join("review"), &at.join("again"), &["run.json"]);
    let spec = Spec::read(&at.join("person.toml")).unwrap();
    let people = People::read(at, &spec);
    let items = drawn(at, &spec);
    assert_eq!(items.len() as u64, SIZE);
    forms_hold_levels_and_nothing_else(at, &items);
    let truth: Vec<bool> = items.iter().map(|item| people.are_one(pass(&spec, item), item.pair)).collect();
    let answers = |name: &str, says: &dyn Fn(usize) -> &'static str| {
        let rows = (0..items.len()).fold("item,label\n".to_owned(), |mut rows, place| {
            let _ = writeln!(rows, "{},{}", place + 1, says(place));
            rows
        });
        fs::write(at.join(name), rows).unwrap();
    };
    let by_truth = |place: usize| if truth[place] { "match" } else { "no" };
    answers("a.csv", &by_truth);
    answers("b.csv", &|place| if place == 7 { "unsure" } else { by_truth(place) });
    let (precision, recall) = people.precision_and_recall(at, &spec);
    let found = json(&dwlink(at, "review score review a.csv a.csv --json").stdout);
    assert_eq!(found["agreement"]["kappa"]["value"], 1.0);
    for (measure, truth) in [("precision", precision), ("recall", recall)] {
        let of = |limit: &str| found["links"][0][measure][limit].as_f64().unwrap();
        println!("{measure} {truth:.4}: {:.4} ({:.4} to {:.4})", of("value"), of("low"), of("high"));
        assert!((of("low")..=of("high")).contains(&truth), "{measure} {truth}: {found}");
        assert!(of("high") - of("low") < 0.1, "the interval of {measure} says too little: {found}");
    }
    let doubtful = json(&dwlink(at, "review score review a.csv b.csv --json").stdout);
    assert_eq!(doubtful["agreement"]["disagreements"], serde_json::json!([8]));
    assert_eq!(doubtful["links"][0]["unresolved"], 1);
}

/// Two generated files, pseudonymised and linked.
fn linked_files(at: &Path) {
    let sizes = fixtures::PairSpec { left: 6_000, right: 6_000, overlap: 3_000, seed: 13 };
    fixtures::write_linked_pair(&sizes, at).unwrap();
    fs::write(at.join("person.toml"), exchange::spec::PERSON).unwrap();
    for (source, out) in [("left", "a"), ("right", "b")] {
        dwlink(
            at,
            &format!("pseudonymise . --spec person.toml --source {source} --keys none --test-seed 7 --out {out}"),
        );
    }
    dwlink(at, "link --spec person.toml a/linkage b/linkage --out linked");
}

/// The same sample with its handles, which the folder does not hold.
fn drawn(at: &Path, spec: &Spec) -> Vec<Item> {
    let open = |folder: &str, role| receive(&at.join(folder), role, Desk::OneHat).unwrap();
    let folders = [open("a/linkage", Role::Linkage), open("b/linkage", Role::Linkage)];
    let linked = open("linked", Role::Pairs);
    let links = spec.links.iter().collect();
    let order = Sample { spec, links, linked: &linked, folders: &folders, size: SIZE, seed: SEED };
    sample(&order, &Unwatched).unwrap().items
}

fn pass(spec: &Spec, item: &Item) -> u16 {
    spec.links[0].passes.iter().position(|pass| pass.name == item.pass).unwrap() as u16
}

fn forms_hold_levels_and_nothing_else(at: &Path, items: &[Item]) {
    let read = |name: &str| fs::read_to_string(at.join("review").join(name)).unwrap();
    let (one, other) = (read("reviewer_a.csv"), read("reviewer_b.csv"));
    assert_ne!(one, other, "both reviewers see the pairs in one order");
    let sorted = |text: &str| {
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&one), sorted(&other));
    let key = read("review.json");
    for text in [&one, &other, &read("reviewer_a.html"), &read("reviewer_b.html")] {
        for item in items {
            let weight = format!("{:.3}", item.pair.match_weight);
            assert!(!text.contains(&item.pair.left.to_string()) && !text.contains(&item.pair.right.to_string()));
            assert!(!text.contains(&weight) && !text.contains(&item.pass), "{weight} {}", item.pass);
            assert!(!key.contains(&item.pair.left.to_string()), "the key holds a handle");
        }
        for foreign in ["http:", "https:", "src=", "@import", "probability", "stratum"] {
            assert!(!text.contains(foreign), "a form holds {foreign}");
        }
    }
}

/// Who is behind each handle: only the owners know, and this test.
struct People {
    records: [HashMap<(u16, u64), String>; 2],
    truth: Truth,
}

impl People {
    fn read(at: &Path, spec: &Spec) -> Self {
        assert_eq!(spec.links.len(), 1);
        Self {
            records: ["a", "b"].map(|side| records(&at.join(side))),
            truth: Truth::read(&at.join("truth.csv")).unwrap(),
        }
    }

    fn are_one(&self, pass: u16, pair: PairRow) -> bool {
        self.truth.holds(&self.records[0][&(pass, pair.left)], &self.records[1][&(pass, pair.right)])
    }

    /// Of all kept pairs, counted in every pass, at the spec's threshold.
    fn precision_and_recall(&self, at: &Path, spec: &Spec) -> (f64, f64) {
        let link = &spec.links[0];
        let (mut hits, mut declared, mut matches) = (0.0, 0.0, 0.0);
        for (number, pass) in (0..).zip(&link.passes) {
            let file = at.join("linked").join(pairs::file_name(&link.name, &pass.name));
            for pair in read_rows::<PairRow>(&file).unwrap() {
                let is_match = self.are_one(number, pair);
                let is_declared = probability(pair.match_weight) >= link.loss.threshold();
                matches += f64::from(u8::from(is_match));
                declared += f64::from(u8::from(is_declared));
                hits += f64::from(u8::from(is_match && is_declared));
            }
        }
        (hits / declared, hits / matches)
    }
}

/// Record id of each pass and handle of one delivery.
fn records(delivery: &Path) -> HashMap<(u16, u64), String> {
    let crosswalk = Frame::read(&delivery.join("owner/crosswalk.parquet")).unwrap();
    let ids = crosswalk.texts("rec_id").unwrap();
    let of_payload: HashMap<u64, String> = crosswalk
        .handles(PAYLOAD_HANDLE)
        .unwrap()
        .iter()
        .zip(ids)
        .map(|(handle, id)| (*handle, id.clone().unwrap_or_default()))
        .collect();
    let rows: Vec<HandleRow> = read_rows(&delivery.join("union").join(handles::HANDLES_FILE)).unwrap();
    rows.iter().map(|row| ((row.pass, row.handle), of_payload[&row.payload_handle].clone())).collect()
}

#[test]
fn a_hat_that_may_not_see_tokens_may_not_sample() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    crate::world::copy_into(at);
    let run = "review sample --spec person.toml --linked linked a/union b/union --size 200 --seed 1 --out out";
    let refused = Run::new(at, run).expect_code(6);
    assert!(refused.stderr.contains("holds more than this step may see"), "{}", refused.stderr);
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}
