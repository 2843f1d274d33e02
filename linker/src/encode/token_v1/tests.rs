//! Known answers, computed by `scripts/token_v1.py` and `scripts/relay_v1.py` and reproduced here through the encoder's own steps.

use exchange::Token;
use exchange::spec::{Comparison, ComparisonKind, FixedParameters, PERSON, Spec, TokenGroupKind};
use serde::Deserialize;

use super::*;

const ANSWERS: &str = include_str!("../../../tests/data/token_v1.json");
/// The same cases with tokens as an owner hands them to a relay.
const TO_A_RELAY: &str = include_str!("../../../tests/data/relay_v1.json");

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
    tokens: Vec<Known>,
}

#[derive(Deserialize)]
struct Known {
    domain: String,
    value: String,
    #[serde(rename = "token")]
    bound: String,
}

#[test]
fn the_encoder_reproduces_the_known_answers() {
    assert!(compared::<u32>(ANSWERS) > 40);
    assert!(compared::<u64>(TO_A_RELAY) > 40);
}

/// How many tokens agree; all must.
fn compared<T: Token + std::fmt::LowerHex>(answers: &str) -> usize {
    let answers: Answers = serde_json::from_str(answers).expect("the answers are JSON");
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
            assert_eq!(format!("{:0digits$x}", T::leading(bound), digits = 2 * T::BYTES), known.bound, "{place:?}");
            compared += 1;
        }
    }
    compared
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
