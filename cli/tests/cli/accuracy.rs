//! Bars for `trial` on public evaluation sets, default profile. They lie under what was measured: a change that costs
//! accuracy fails here.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::program::dwlink;

/// Folder of the evaluation sets.
const EVALUATION_DATA: &str = "DWLINK_EVAL_DATA";

/// Least F1 of a set: at the best threshold, and after one-to-one assignment or clustering.
struct Bar {
    set: &'static str,
    best: f64,
    one_to_one: f64,
}

const BARS: [Bar; 6] = [
    Bar { set: "ons_dev", best: 0.985, one_to_one: 0.995 },
    Bar { set: "febrl4", best: 0.990, one_to_one: 0.993 },
    Bar { set: "pp_census_ssa_hard_dev", best: 0.955, one_to_one: 0.965 },
    Bar { set: "pp_census20_30_hard_dev", best: 0.962, one_to_one: 0.970 },
    Bar { set: "pp_census_deaths_hard_dev", best: 0.955, one_to_one: 0.960 },
    // De-duplication is judged by its clusters alone.
    Bar { set: "febrl3", best: 0.0, one_to_one: 0.965 },
];

#[derive(Deserialize)]
struct Metrics {
    best: Accuracy,
    one_to_one: Accuracy,
}

#[derive(Deserialize)]
struct Accuracy {
    f1: f64,
}

#[test]
fn every_evaluation_set_is_above_its_bar() {
    let Some(data) = std::env::var_os(EVALUATION_DATA).map(PathBuf::from) else {
        println!("skipped: {} bars, since {EVALUATION_DATA} is not set", BARS.len());
        return;
    };
    let (present, absent): (Vec<_>, Vec<_>) = BARS.iter().partition(|bar| data.join(bar.set).is_dir());
    if !absent.is_empty() {
        let names: Vec<_> = absent.iter().map(|bar| bar.set).collect();
        println!("skipped: {} bars whose sets are absent: {}", absent.len(), names.join(", "));
    }
    let below: Vec<String> = present.iter().filter_map(|bar| fault(bar, &data.join(bar.set))).collect();
    assert!(below.is_empty(), "{}", below.join("\n"));
}

fn fault(bar: &Bar, set: &Path) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let files = if set.join("right.csv").is_file() { vec!["left.csv", "right.csv"] } else { vec!["records.csv"] };
    let files: Vec<_> = files.into_iter().map(|file| set.join(file).display().to_string()).collect();
    let truth = set.join("truth.csv");
    dwlink(folder.path(), &format!("trial {} --truth {} --out out", files.join(" "), truth.display()));
    let text = fs::read_to_string(folder.path().join("out/metrics.json")).unwrap();
    let found: Metrics = serde_json::from_str(&text).unwrap();
    println!("{:<28} best {:.4}  one-to-one {:.4}", bar.set, found.best.f1, found.one_to_one.f1);
    let reached = found.best.f1 >= bar.best && found.one_to_one.f1 >= bar.one_to_one;
    (!reached).then(|| {
        let Bar { set, best, one_to_one } = bar;
        format!("{set}: {:.4} and {:.4}, the bars are {best} and {one_to_one}", found.best.f1, found.one_to_one.f1)
    })
}
