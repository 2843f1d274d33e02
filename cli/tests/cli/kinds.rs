//! Error rates by kind of person, on invented files whose truth folder knows the kinds.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::program::dwlink;

#[test]
fn a_trial_is_judged_by_kind_of_person() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let sizes = fixtures::PairSpec { left: 6_000, right: 6_000, overlap: 3_000, seed: 17 };
    fixtures::write_linked_pair(&sizes, at).unwrap();
    dwlink(at, "trial left.csv right.csv --truth truth.csv --out out");
    let shown = dwlink(at, "evaluate out/pairs.csv --truth truth");
    assert!(shown.stdout.contains("By kind of person") && shown.stdout.contains("  twins"), "{}", shown.stdout);
    let by_file: Value = json(&dwlink(at, "evaluate out/pairs.csv --truth truth.csv --json").stdout);
    let by_folder: Value = json(&dwlink(at, "evaluate out/pairs.csv --truth truth --json").stdout);
    for measure in ["best", "default", "one_to_one", "candidate_recall"] {
        assert_eq!(by_file[measure], by_folder[measure], "{measure}");
    }
    assert!(by_file.get("cases").is_none());
    let cases: BTreeMap<&str, &Value> =
        by_folder["cases"].as_array().unwrap().iter().map(|case| (case["case"].as_str().unwrap(), case)).collect();
    let count = |case: &str, share: &str, of: &str| cases[case][share][of].as_u64().unwrap();
    assert_eq!(count("everybody", "recall", "whole"), 3_000);
    let links = fs::read_to_string(at.join("out/pairs.csv")).unwrap().matches(",link\n").count() as u64;
    assert_eq!(count("everybody", "precision", "whole"), links);
    // Household members are everywhere, and taken for each other nearly nowhere.
    let (confused, possible) = (count("siblings", "confused", "part"), count("siblings", "confused", "whole"));
    assert!(possible > 300 && confused * 50 < possible, "{confused} of {possible} pairs of siblings");
    // Whoever has moved is harder to find than everybody, and not by chance.
    let [moved, all] = ["moved", "everybody"].map(|case| &cases[case]["recall"]);
    assert!(moved["share"].as_f64() < all["share"].as_f64() && moved["whole"].as_u64() > Some(300), "{moved} {all}");
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}
