//! EM on the exact data of a known model (Splink's test suite; see `../data/splink/NOTICE`).

use std::collections::BTreeMap;
use std::path::Path;

use exchange::spec::{ComparisonKind, Link, PERSON, Spec};
use linker::compare::PatternSpace;
use linker::model::{PassCounts, PatternCounter, Status, train};

const VECTORS: &str = include_str!("../data/splink/known_params_comparison_vectors.csv");
/// m and u of agreement in each column, and the share of matches, from which the data were made.
const KNOWN: [(f64, f64); 3] = [(0.7, 0.1), (0.9, 0.025), (0.95, 0.2)];
const MATCHES: f64 = 0.5;
/// Copies of each pair: the model's pseudo-counts, meant for levels that a class never shows, must not tell here.
const COPIES: usize = 100;
const CLOSE: f64 = 5e-4;

/// Three comparisons of two levels each; which of the two-level kinds does not matter to EM.
const KINDS: [ComparisonKind; 3] = [ComparisonKind::Sex, ComparisonKind::MiddleInitial, ComparisonKind::HouseNumber];

#[test]
fn em_returns_the_parameters_the_data_were_made_from() {
    let space = PatternSpace::new(&KINDS);
    let mut counter = PatternCounter::new(space.size());
    for (levels, pairs) in vectors() {
        let pattern = (0..).zip(levels).map(|(index, level)| space.digit(index, Some(level))).sum();
        (0..pairs * COPIES).for_each(|_| counter.add(pattern));
    }
    let link = link();
    let counts = PassCounts { possible_pairs: 1e9 };
    let model = train(&link, &link.passes[0], counts, &space, &counter.histogram());
    assert!(matches!(model.status, Status::Converged { .. }), "{}", model.status);
    assert!((model.parameters.prior - MATCHES).abs() < CLOSE, "prior {}", model.parameters.prior);
    for (index, (m, u)) in KNOWN.into_iter().enumerate() {
        let agree = model.parameters.levels[index][1].expect("agreement occurs");
        assert!((agree.m - m).abs() < CLOSE, "m of column {}: {}", index + 1, agree.m);
        assert!((agree.u - u).abs() < CLOSE, "u of column {}: {}", index + 1, agree.u);
    }
}

/// Pairs by levels of the three columns.
fn vectors() -> BTreeMap<[usize; 3], usize> {
    let mut rows = csv::Reader::from_reader(VECTORS.as_bytes());
    let mut counts = BTreeMap::new();
    for row in rows.records() {
        let row = row.unwrap();
        *counts.entry([0, 1, 2].map(|column| row[column].parse().unwrap())).or_default() += 1;
    }
    assert_eq!(counts.values().sum::<usize>(), 4000);
    counts
}

/// Supplies shipped parameters, which this data set is too good to need.
fn link() -> Link {
    Spec::parse(PERSON, Path::new("person.toml")).expect("the shipped spec").links.remove(0)
}

/// A pass over dates of birth in which nearly all pairs are matches and three in ten of them have moved: the second class
/// must stay the few strangers.
#[test]
fn those_who_moved_are_not_taken_for_non_matches() {
    use ComparisonKind::{Forename, MiddleInitial, Postcode, Sex, Surname, Town};
    const MATCHES: u64 = 20_000;
    const STRANGERS: u64 = 400;
    let link = link();
    let space = PatternSpace::new(&[Forename, Surname, MiddleInitial, Sex, Postcode, Town]);
    // Shares of disagreement and of full agreement of each field, by class; town goes with postcode.
    let matches = [(0.06, 0.94), (0.06, 0.94), (0.1, 0.9), (0.01, 0.99), (0.3, 0.7)];
    let strangers = [(0.99, 0.01), (0.99, 0.01), (0.92, 0.08), (0.5, 0.5), (0.999, 0.001)];
    let mut counter = PatternCounter::new(space.size());
    for (pairs, shares) in [(MATCHES, matches), (STRANGERS, strangers)] {
        for agreement in 0..1_u32 << shares.len() {
            let agrees = |index: usize| agreement >> index & 1 == 1;
            let share: f64 =
                shares.iter().enumerate().map(|(i, (no, yes))| if agrees(i) { *yes } else { *no }).product();
            let level = |index: usize| if agrees(index.min(4)) { space.kinds()[index].exact() } else { 0 };
            let pattern = (0..space.kinds().len()).map(|index| space.digit(index, Some(level(index)))).sum();
            (0..(pairs as f64 * share).round() as u64).for_each(|_| counter.add(pattern));
        }
    }
    let pass = link.passes.iter().find(|pass| pass.name == "dob2").expect("a pass over dates of birth");
    let model = train(&link, pass, PassCounts { possible_pairs: 1e10 }, &space, &counter.histogram());
    assert!(matches!(model.status, Status::Converged { .. }), "{}", model.status);
    let expected = MATCHES as f64 / (MATCHES + STRANGERS) as f64;
    assert!((model.parameters.prior - expected).abs() < 0.01, "prior {}", model.parameters.prior);
}

/// A pass over surnames in which one non-match in five is a relative of the same home. Taken as independent, postcode and town
/// would make matches of them.
#[test]
fn those_who_live_together_are_not_taken_for_matches() {
    use ComparisonKind::{Forename, MiddleInitial, Postcode, Sex, Town};
    // Pairs, and the share of full agreement on each field, of: matches who stayed, who moved, relatives, strangers.
    let classes: [(f64, [f64; 5]); 4] = [
        (1_400.0, [0.95, 0.9, 0.99, 0.97, 0.98]),
        (600.0, [0.95, 0.9, 0.99, 0.01, 0.3]),
        (4_000.0, [0.01, 0.06, 0.5, 0.97, 0.98]),
        (16_000.0, [0.01, 0.06, 0.5, 0.001, 0.02]),
    ];
    let space = PatternSpace::new(&[Forename, MiddleInitial, Sex, Postcode, Town]);
    let mut counter = PatternCounter::new(space.size());
    for (pairs, shares) in classes {
        for agreement in 0..1_u32 << shares.len() {
            let agrees = |index: usize| agreement >> index & 1 == 1;
            let share: f64 = (0..).zip(shares).map(|(i, yes)| if agrees(i) { yes } else { 1.0 - yes }).product();
            let level = |index: usize| if agrees(index) { space.kinds()[index].exact() } else { 0 };
            let pattern = (0..shares.len()).map(|index| space.digit(index, Some(level(index)))).sum();
            (0..(pairs * share).round() as u64).for_each(|_| counter.add(pattern));
        }
    }
    let link = link();
    let pass = link.passes.iter().find(|pass| pass.name == "sn-mi-sex").expect("a pass over surnames");
    let counts = PassCounts { possible_pairs: 1e10 };
    let found = train(&link, pass, counts, &space, &counter.histogram()).parameters;
    let homes = found.homes.expect("postcode and town vary");
    let close =
        |found: f64, planted: f64, by: f64| assert!((found - planted).abs() < by, "{found} instead of {planted}");
    close(found.prior, 2_000.0 / 22_000.0, 0.001);
    // Two fields fix how often both, one and none of them agree, not quite what is home and what is error.
    close(homes.share.m, 0.7, 0.02);
    close(homes.share.u, 0.2, 0.02);
    let independent = Link { home: Vec::new(), ..link.clone() };
    let found = train(&independent, pass, counts, &space, &counter.histogram()).parameters;
    assert!(found.homes.is_none() && found.prior > 0.095, "as independent fields some relatives pass: {}", found.prior);
}
