//! The estimators recover what is planted, in released figures.

#![expect(clippy::unwrap_used, reason = "a test helper that fails is a failed test")]

mod world;

use studies::run::FindingKey;
use studies::study_file::EXAMPLES;
use studies::{Finding, StudyFile, run};
use world::{EFFECT, Planted, world};

/// Nothing happens.
const NULL: Planted = Planted { offending: 1.0, death: 1.0, work: 0.0 };
const SEEDS: u64 = 20;
const PEOPLE: u64 = 4000;

/// How many of the seeds' intervals on perfect links cover the planted value, for each headline with one.
fn covered(planted: Planted) -> Vec<(FindingKey, usize)> {
    let wanted = [
        (FindingKey::ConvictionsRateRatio, planted.offending),
        (FindingKey::DeathRateRatio, planted.death),
        (FindingKey::WorkDifferenceFirst, planted.work),
        (FindingKey::WorkDifferenceSecond, planted.work),
    ];
    let mut covered = wanted.map(|(key, _)| (key, 0)).to_vec();
    for seed in 0..SEEDS {
        let inputs = world(PEOPLE, seed + 1, planted);
        let findings: Vec<Finding> =
            EXAMPLES.iter().flat_map(|(_, text)| run(&two_draws(text), &inputs).unwrap().findings).collect();
        for ((key, value), (_, count)) in wanted.iter().zip(&mut covered) {
            let interval = findings.iter().find(|f| f.key == *key).unwrap().perfect.unwrap().interval();
            *count += usize::from((interval.low..=interval.high).contains(value));
        }
    }
    covered
}

fn two_draws(text: &str) -> StudyFile {
    let mut study = StudyFile::parse(text).unwrap();
    study.linkage.draws = 2;
    study
}

#[test]
fn intervals_cover_planted_effects() {
    for (key, count) in covered(EFFECT) {
        assert!(count >= 17, "{key:?}: {count} of {SEEDS}");
    }
}

#[test]
fn a_world_without_effects_shows_none_beyond_chance() {
    for (key, count) in covered(NULL) {
        assert!(count >= 17, "{key:?}: {count} of {SEEDS}");
    }
}

#[test]
fn linkage_error_is_reported_and_drawing_links_widens_the_interval() {
    let inputs = world(6000, 5, EFFECT);
    let result = run(&StudyFile::parse(EXAMPLES[1].1).unwrap(), &inputs).unwrap();
    let finding = result.findings.iter().find(|f| f.key == FindingKey::DeathRateOut).unwrap();
    let (declared, perfect, drawn) = (finding.declared.unwrap(), finding.perfect.unwrap(), finding.drawn.unwrap());
    assert!(declared.estimate() < perfect.estimate(), "missed deaths lower the rate");
    let width = |r: studies::disclose::Released| (r.interval().high / r.interval().low).ln();
    assert!(width(drawn) > width(declared), "linkage error widens the pooled interval");
    let rows = result.sensitivity.rows();
    let adjusted = finding.adjusted.unwrap();
    let off = |released: studies::disclose::Released| (released.estimate() - perfect.estimate()).abs();
    assert!(off(adjusted) < off(declared), "the deaths that the service recorded say how many are missed");
    assert!(width(adjusted) > width(drawn), "how many are missed is itself uncertain");
    let (sets, rates) = (5, 2);
    assert_eq!(rows.len(), sets * result.findings.len() + rates, "every set for each headline, and the adjusted rates");
    assert!(result.summary.contains("Allowing for deaths that no link finds"), "{}", result.summary);
    let ratio = result.findings.iter().find(|f| f.key == FindingKey::DeathRateRatio).unwrap();
    assert_eq!(ratio.adjusted, ratio.drawn, "in a ratio missed deaths cancel out");
}
