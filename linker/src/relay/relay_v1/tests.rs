//! Known answers, computed by `scripts/relay_v1.py`, and what relaying keeps and hides.

use keys::{BlockScope, RelayKeyring};
use proptest::prelude::*;
use serde::Deserialize;

use super::*;

const ANSWERS: &str = include_str!("../../../tests/data/relay_v1.json");

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
    block_token: String,
    relayed_block: String,
    tokens: Vec<Known>,
}

#[derive(Deserialize)]
struct Known {
    #[serde(rename = "token")]
    owners: String,
    relayed: String,
}

#[test]
fn the_relay_reproduces_the_known_answers() {
    let answers: Answers = serde_json::from_str(ANSWERS).expect("the answers are JSON");
    let keyring = RelayKeyring::from_test_seed(&answers.project, answers.seed).expect("keyring");
    let number = |digits: &str| u64::from_str_radix(digits, 16).expect("hexadecimal");
    let mut compared = 0;
    for case in &answers.cases {
        let delivery = Some(case.delivery.as_str()).filter(|label| !label.is_empty());
        let key = keyring.block_key(&BlockScope { link: &case.link, pass: &case.pass, delivery }).expect("key");
        // A group of its own for each token: they stay where they are.
        let layout =
            BundleLayout::new((0..case.tokens.len()).map(|slot| (format!("g{slot}"), "d", 1))).expect("layout");
        let tokens: Vec<u64> = case.tokens.iter().map(|token| number(&token.owners)).collect();
        let mut rows = RelayRows::default();
        rows.push(number(&case.block_token), 7, 1, &tokens);
        let relayed = Rekeyer::new(key, layout).relayed(&rows, 0..1);
        assert_eq!(format!("{:016x}", relayed.block[0]), case.relayed_block, "{} {}", case.link, case.pass);
        assert_eq!((relayed.handle[0], relayed.nulls[0]), (7, 1));
        for (found, known) in relayed.tokens.iter().zip(&case.tokens) {
            assert_eq!(format!("{found:08x}"), known.relayed, "{} {} {}", case.link, case.pass, case.delivery);
            compared += 1;
        }
    }
    assert!(compared > 40, "only {compared} tokens were compared");
}

proptest! {
    /// Inside a block equality is all that stays, between blocks nothing does, and no order of the owner's is left.
    #[test]
    fn equality_inside_a_block_is_all_that_stays(cells in prop::collection::vec((0_u64..3, 0_u64..4, 0_u64..4, 0_u64..4), 1..40)) {
        let keyring = RelayKeyring::from_test_seed("kat", 3).expect("keyring");
        let key = || keyring.block_key(&BlockScope { link: "l", pass: "p", delivery: None }).expect("key");
        let layout = BundleLayout::new([("pair", "d", 2), ("single", "d", 1)]).expect("layout");
        let mut cells = cells;
        cells.sort_unstable();
        let mut rows = RelayRows::default();
        for (handle, (block, a, b, c)) in (0..).zip(&cells) {
            rows.push(*block, handle, 0, &[*a.min(b), *a.max(b), *c]);
        }
        let relayed = Rekeyer::new(key(), layout.clone()).relayed(&rows, 0..rows.len());
        let in_pieces = Rekeyer::new(key(), layout).relayed(&rows, rows.len() / 2..rows.len());
        prop_assert_eq!(&relayed.tokens[rows.len() / 2 * 3..], &in_pieces.tokens[..]);
        for i in 0..rows.len() {
            prop_assert!(relayed.tokens[3 * i] <= relayed.tokens[3 * i + 1]);
            for j in 0..rows.len() {
                let same_block = rows.block[i] == rows.block[j];
                prop_assert_eq!(same_block, relayed.block[i] == relayed.block[j]);
                let same = |tokens: &[u64], at: usize| tokens[3 * i + at] == tokens[3 * j + at];
                let relayed_same = relayed.tokens[3 * i + 2] == relayed.tokens[3 * j + 2];
                prop_assert_eq!(same_block && same(&rows.tokens, 2), relayed_same);
                let pair = |k: usize| &relayed.tokens[3 * k..3 * k + 2];
                prop_assert_eq!(same_block && same(&rows.tokens, 0) && same(&rows.tokens, 1), pair(i) == pair(j));
            }
        }
    }
}
