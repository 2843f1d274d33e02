//! Known answers, computed by `scripts/token_v1.py` and reproduced here through the encoder's own steps.

use exchange::spec::{Comparison, ComparisonKind, FixedParameters, PERSON, Spec, TokenGroupKind};
use serde::Deserialize;

use super::*;

const ANSWERS: &str = include_str!("../../../tests/data/token_v1.json");

#[derive(Deserialize)]
struct Answers {
    seed: u64,
    project: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    link: String,
    pass: String,
    delivery: String,
    block_values: Vec<String>,
    block_token: String,
    tokens: Vec<Token>,
}

#[derive(Deserialize)]
struct Token {
    domain: String,
    value: String,
    #[serde(rename = "token")]
    bound: String,
}

#[test]
fn the_encoder_reproduces_the_known_answers() {
    let answers: Answers = serde_json::from_str(ANSWERS).expect("the answers are JSON");
    let keyring = Keyring::from_test_seed(&answers.project, answers.seed).expect("keyring");
    let mut compared = 0;
    for case in &answers.cases {
        let link = link(&case.link, &case.pass);
        let maker = TokenMaker::new(&keyring, &link, &case.delivery).expect("maker");
        let mut frame = Frame::new();
        let block = maker.block(0, case.block_values.iter().map(String::as_str), &mut frame);
        assert_eq!(format!("{:016x}", block.token), case.block_token, "{} {}", case.link, case.pass);
        let mut values: Vec<ValueToken> = case
            .tokens
            .iter()
            .map(|known| maker.domain(domain(&link, &known.domain)).value(&known.value, &mut frame))
            .collect();
        block.bind(&mut values);
        for (bound, known) in values.iter().zip(&case.tokens) {
            let place = (&case.link, &case.pass, &case.delivery, &known.domain);
            assert_eq!(format!("{:08x}", token(bound)), known.bound, "{place:?}");
            compared += 1;
        }
    }
    assert!(compared > 40, "only {compared} tokens were compared");
}

/// A link of one pass whose bundles hold every domain.
fn link(name: &str, pass: &str) -> Link {
    let mut link = Spec::parse(PERSON, "person.toml".as_ref()).expect("the shipped spec").links.remove(0);
    name.clone_into(&mut link.name);
    link.passes.truncate(1);
    pass.clone_into(&mut link.passes[0].name);
    let fixed = FixedParameters { m: vec![0.1, 0.9], u: vec![0.9, 0.1] };
    link.comparisons.push(Comparison { kind: ComparisonKind::HouseNumber, fixed });
    link
}

fn domain(link: &Link, name: &str) -> TokenDomain {
    let mut domains = link.groups().into_iter().map(TokenGroupKind::domain);
    domains.find(|domain| domain.name() == name).expect("the answers name domains of the format")
}
