use std::fs;

use proptest::prelude::*;
use tempfile::tempdir;

use super::*;
use crate::ExchangeError;

fn model(m: f64, patterns: &[PatternCount]) -> Model {
    let level = |label: &str, m, u| ModelLevel { label: label.to_owned(), m, u, match_weight: f64::log2(m / u) };
    let levels = vec![level("differ", 1.0 - m, 0.875), level("agree", m, 0.125)];
    let pass = |name: &str, status| ModelPass {
        name: name.to_owned(),
        status,
        pairs: 12,
        prior: 0.25,
        comparisons: vec![ModelComparison { name: "surname".to_owned(), levels: levels.clone() }],
        homes: Some(homes()),
        sex_given_forename: vec![ModelGivenForename {
            forename: "exact".to_owned(),
            u: [("different".to_owned(), 0.125), ("same".to_owned(), 0.875)].into(),
        }],
        log_likelihood: vec![-1024.5, -512.25],
        patterns: patterns.to_vec(),
    };
    let training = Training {
        spec_hash: "0f".to_owned(),
        delivery: "2026a".to_owned(),
        sources: vec!["ndtms".to_owned(), "pnc".to_owned()],
        passes: vec![TrainedPass {
            name: "one".to_owned(),
            pairs: 10,
            status: PassStatus::Converged { iterations: 7 },
        }],
    };
    Model::new(
        "ndtms_pnc",
        training,
        vec![
            pass("one", PassStatus::Converged { iterations: 7 }),
            pass("two", PassStatus::NotConverged { iterations: 500 }),
            pass("three", PassStatus::Fixed { reason: FixedReason::TooFewPairs }),
        ],
    )
}

fn homes() -> ModelHomes {
    let shares = |m, u| MatchShares { m, u };
    let level = ModelHomeLevel { label: "agree".to_owned(), one_home: shares(0.9, 0.9), two_homes: shares(0.1, 0.01) };
    let comparison = ModelHomeComparison { name: "surname".to_owned(), levels: vec![level] };
    ModelHomes { one_home: shares(0.8, 0.1), comparisons: vec![comparison] }
}

#[test]
fn a_model_reads_back_with_the_same_bytes() {
    let folder = tempdir().expect("folder");
    let (one, two) = (folder.path().join("one.json"), folder.path().join("two.json"));
    let model = model(0.5, &[PatternCount { pattern: Some(3), pairs: 10 }, PatternCount { pattern: None, pairs: 2 }]);
    model.write(&one).expect("write");
    let read = Model::read(&one).expect("read");
    assert_eq!(read, model);
    read.write(&two).expect("write");
    assert_eq!(fs::read(&one).expect("one"), fs::read(&two).expect("two"));
    let text = fs::read_to_string(&one).expect("text");
    assert!(text.starts_with("{\n  \"format\": \"dwlink/match-model/2\",\n  \"link\": \"ndtms_pnc\","), "{text}");
}

#[test]
fn numbers_that_json_cannot_hold_and_small_counts_are_refused() {
    let folder = tempdir().expect("folder");
    for (name, model) in [
        ("infinite weight", model(1.0, &[])),
        ("not a number", model(f64::NAN, &[])),
        ("small count", model(0.5, &[PatternCount { pattern: Some(1), pairs: 9 }])),
    ] {
        let refused = model.write(&folder.path().join(name));
        assert!(matches!(refused, Err(ExchangeError::Schema { .. })), "{name}: {refused:?}");
    }
}

#[test]
fn another_version_is_refused() {
    let folder = tempdir().expect("folder");
    let path = folder.path().join("model.json");
    let mut newer = model(0.5, &[]);
    newer.format = "dwlink/match-model/3".to_owned();
    newer.write(&path).expect("write");
    assert!(matches!(Model::read(&path), Err(ExchangeError::OtherFormat { .. })));
}

#[test]
fn a_model_of_the_first_version_still_reads_and_one_of_the_second_says_what_it_was_trained_on() {
    let folder = tempdir().expect("folder");
    let path = |name: &str| folder.path().join(name);
    let silent = Model { trained_on: None, ..model(0.5, &[]) };
    silent.write(&path("silent")).expect("write");
    assert!(matches!(Model::read(&path("silent")), Err(ExchangeError::Schema { .. })));
    let older = Model { format: crate::MODEL_FORMAT_1.to_owned(), ..silent };
    older.write(&path("older")).expect("write");
    assert_eq!(Model::read(&path("older")).expect("read"), older);
}

#[test]
fn rare_patterns_are_merged() {
    let named = |pattern, pairs| PatternCount { pattern: Some(pattern), pairs };
    let rest = |pairs| PatternCount { pattern: None, pairs };
    assert_eq!(
        merge_small_counts([(4, 10), (2, 0), (1, 500), (3, 9), (9, 4)]),
        [named(1, 500), named(4, 10), rest(13)]
    );
    assert_eq!(merge_small_counts([(1, 500), (2, 20), (3, 3)]), [named(1, 500), rest(23)]);
    assert_eq!(merge_small_counts([(1, 10), (2, 11)]), [named(1, 10), named(2, 11)]);
    assert!(merge_small_counts([(1, 3), (2, 3)]).is_empty());
}

proptest! {
    #[test]
    fn merging_reveals_no_count_under_ten(counts in prop::collection::btree_map(any::<u64>(), 0_u64..40, 0..30)) {
        let total: u64 = counts.values().sum();
        let merged = merge_small_counts(counts);
        prop_assert!(merged.iter().all(|count| count.pairs >= SMALLEST_PATTERN_COUNT));
        let left: u64 = merged.iter().map(|count| count.pairs).sum();
        prop_assert_eq!(left, if total < SMALLEST_PATTERN_COUNT { 0 } else { total });
    }

    #[test]
    fn every_number_reads_back_exactly(m in 1e-12..1.0_f64, prior in 1e-12..1.0_f64) {
        let folder = tempdir().expect("folder");
        let path = folder.path().join("model.json");
        let mut model = model(m, &[]);
        model.passes[0].prior = prior;
        model.write(&path).expect("write");
        prop_assert_eq!(Model::read(&path).expect("read"), model);
    }
}
