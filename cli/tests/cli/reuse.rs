//! A model given back: `link --model` scores without training, says so, and takes no model of another spec.

use std::fs;
use std::path::Path;

use exchange::{FixedReason, Model, PairRow, PassStatus, pairs, read_rows};

use crate::program::{Run, dwlink};

const MODEL: &str = "left-right.model.json";

#[test]
fn a_given_model_scores_without_training_and_the_page_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let sizes = fixtures::PairSpec { left: 3_000, right: 3_000, overlap: 1_500, seed: 29 };
    fixtures::write_linked_pair(&sizes, at).unwrap();
    fs::write(at.join("person.toml"), exchange::spec::PERSON).unwrap();
    let later = exchange::spec::PERSON.replace("delivery = \"one\"", "delivery = \"two\"");
    assert_ne!(later, exchange::spec::PERSON);
    fs::write(at.join("later.toml"), later).unwrap();
    link(at, "person", 1, "first", "");
    link(at, "later", 2, "given", &format!("--model first/{MODEL}"));
    link(at, "later", 2, "trained", "");
    let [first, given] = ["first", "given"].map(|folder| Model::read(&at.join(folder).join(MODEL)).unwrap());
    says_what_it_was_trained_on(&first);
    // What it was trained on goes with the model, also where it was only used.
    assert_eq!(given.trained_on, first.trained_on);
    for (was, is) in first.passes.iter().zip(&given.passes) {
        assert_eq!(is.status, PassStatus::Fixed { reason: FixedReason::Given });
        assert!(is.prior.to_bits() == was.prior.to_bits() && is.comparisons == was.comparisons, "{}", is.name);
        assert!(is.log_likelihood.is_empty());
    }
    // The same people and the same parameters: the same weights, whatever the delivery's tokens.
    for pass in &first.passes {
        let weights = |folder: &str| {
            let file = at.join(folder).join(pairs::file_name("left-right", &pass.name));
            let mut weights: Vec<_> =
                read_rows::<PairRow>(&file).unwrap().iter().map(|pair| pair.match_weight).collect();
            weights.sort_by(f64::total_cmp);
            weights
        };
        assert_eq!(weights("first"), weights("given"), "{}", pass.name);
    }
    let page = |folder: &str| fs::read_to_string(at.join(folder).join("quality.html")).unwrap();
    assert!(
        page("given").contains("This model was given, not trained on these files")
            && page("given").contains("delivery one")
    );
    assert!(!page("trained").contains("This model was given"));
}

fn link(at: &Path, spec: &str, seed: u64, out: &str, model: &str) {
    let fixed = format!("--spec {spec}.toml --test-seed {seed}");
    for source in ["left", "right"] {
        dwlink(at, &format!("pseudonymise . {fixed} --source {source} --keys none --out {out}-{source}"));
    }
    dwlink(at, &format!("link --spec {spec}.toml {out}-left/linkage {out}-right/linkage {model} --out {out}"));
}

fn says_what_it_was_trained_on(model: &Model) {
    let trained = model.trained_on.as_ref().unwrap();
    assert_eq!((trained.delivery.as_str(), trained.sources.join(" ")), ("one", "left right".to_owned()));
    assert_eq!(trained.spec_hash.len(), 64);
    assert_eq!(trained.passes.len(), model.passes.len());
    for (trained, pass) in trained.passes.iter().zip(&model.passes) {
        assert_eq!((&trained.name, trained.status), (&pass.name, pass.status));
        let off = trained.pairs.abs_diff(pass.pairs) as f64;
        assert!(off <= 5.0 || off <= 0.05 * pass.pairs as f64, "{} {}", trained.pairs, pass.pairs);
    }
    assert!(model.passes.iter().any(|pass| matches!(pass.status, PassStatus::Converged { .. })));
}

#[test]
fn a_model_of_another_spec_or_of_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    crate::world::copy_into(at);
    dwlink(
        at,
        "pseudonymise right --spec other.toml --source right --keys trial.keys --identity identity.txt --out other-b",
    );
    let run = format!("link --spec other.toml other-a/linkage other-b/linkage --model linked/{MODEL} --out out");
    let refused = Run::new(at, &run).expect_code(3);
    assert!(refused.stderr.contains("trained under another spec"), "{}", refused.stderr);
    // A model of the first version states no spec.
    let text = fs::read_to_string(at.join("linked").join(MODEL)).unwrap();
    let mut older: serde_json::Value = serde_json::from_str(&text).unwrap();
    older["format"] = "dwlink/match-model/1".into();
    older.as_object_mut().unwrap().remove("trained_on");
    fs::write(at.join("older.json"), older.to_string()).unwrap();
    dwlink(at, "explain pair --model older.json --pass s3-dob2 --level sex=same");
    let refused =
        Run::new(at, "link --spec person.toml a/linkage b/linkage --model older.json --out out").expect_code(3);
    assert!(refused.stderr.contains("does not say under which spec"), "{}", refused.stderr);
    assert!(!at.join("out").exists());
}
