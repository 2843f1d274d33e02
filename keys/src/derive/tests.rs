//! HKDF against published vectors, derivations against frozen answers, scopes against each other.

use std::collections::HashSet;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::{Randomness, RelayKeyring, RowCipher, RowPlace, StudyKey, hex};

#[test]
fn wycheproof_hkdf() {
    let vectors: Value = serde_json::from_str(include_str!("../../tests/data/wycheproof_hkdf_sha256.json")).unwrap();
    let groups = vectors["testGroups"].as_array().unwrap();
    let mut tested = 0;
    for test in groups.iter().flat_map(|group| group["tests"].as_array().unwrap()) {
        let bytes = |field: &str| bytes(test[field].as_str().unwrap());
        let length = usize::try_from(test["size"].as_u64().unwrap()).unwrap();
        // The invalid cases all ask for more than 255 hashes, which no derivation here can.
        if test["result"] == "valid" {
            let mut okm = vec![0; length];
            hkdf_sha256(&bytes("salt"), &bytes("ikm"), &bytes("info"), &mut okm);
            assert_eq!(okm, bytes("okm"), "case {}", test["tcId"]);
        } else {
            assert!(length > 255 * 32, "case {}", test["tcId"]);
        }
        tested += 1;
    }
    assert_eq!(tested, vectors["numberOfTests"].as_u64().unwrap());
}

#[test]
fn rfc_5869_cases() {
    let vectors = include_str!("../../tests/data/rfc5869_hkdf_sha256.txt");
    let cases: Vec<_> = vectors.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(cases.len(), 3);
    for case in cases {
        let [ikm, salt, info, expected] = &case.split(' ').map(bytes).collect::<Vec<_>>()[..] else {
            panic!("a case has four parts")
        };
        let mut okm = vec![0; expected.len()];
        hkdf_sha256(salt, ikm, info, &mut okm);
        assert_eq!(&okm, expected);
    }
}

/// The answers come from an independent program; see tests/data/README.md.
#[test]
fn frozen_derivations() {
    let answers = include_str!("../../tests/data/derivations_v1.txt");
    let mut labels = HashSet::new();
    for line in answers.lines().filter(|line| !line.starts_with('#')) {
        let (question, answer) = line.split_once(" => ").unwrap();
        let parts: Vec<&str> = question.split('|').collect();
        assert!(agrees(&parts, answer), "{line}");
        labels.insert(parts[0]);
    }
    assert_eq!(labels.len(), 20, "every kind of derivation has an answer");
}

fn agrees(parts: &[&str], answer: &str) -> bool {
    let keyring = |project: &str| Keyring::from_test_seed(project, 1).unwrap();
    let study = |project, name| StudyKey::from_test_seed(project, name, 1).unwrap();
    let relay = |project: &str| RelayKeyring::from_test_seed(project, 1).unwrap();
    match *parts {
        ["test root"] => test_root(TEST_ROOT, 1).expose_secret()[..] == bytes(answer),
        ["test study root"] => study("pilot", "deaths").root.expose_secret()[..] == bytes(answer),
        ["test stream", stream] => {
            let mut drawn = [0; 16];
            Randomness::from_test_seed(1, stream).unwrap().fill(&mut drawn).unwrap();
            let mut expected = [0; 16];
            crate::Filler::new(bytes(answer).try_into().unwrap()).fill(&mut expected);
            drawn == expected
        }
        ["check value", project] => keyring(project).check_value().as_bytes()[..] == bytes(answer),
        ["block", project, link, pass, delivery] => {
            let delivery = Some(delivery).filter(|name| !name.is_empty());
            same_key(&keyring(project).block_key(&BlockScope { link, pass, delivery }).unwrap(), answer)
        }
        ["value", project, link, domain, delivery] => {
            let delivery = Some(delivery).filter(|name| !name.is_empty());
            same_key(&keyring(project).value_key(&ValueScope { link, domain, delivery }).unwrap(), answer)
        }
        ["handle", project, source] => same_key(&keyring(project).handle_key(source).unwrap(), answer),
        ["payload handle", project, source] => same_key(&keyring(project).payload_handle_key(source).unwrap(), answer),
        ["filler", project, source] => same_key(&keyring(project).filler_key(source).unwrap(), answer),
        ["journal", project, source, run] => {
            let derived = keyring(project).journal_key(source, &bytes(run).try_into().unwrap()).unwrap();
            opens_under(answer, &derived)
        }
        ["payload row", project, source, batch, handle] => {
            let (expected, place) = (bytes(answer).try_into().unwrap(), RowPlace { table: 0, row: 0 });
            let derived = keyring(project).row_keys(source, batch).unwrap().of(handle.parse().unwrap());
            let mut sealed = derived.cipher().seal(place, b"row").unwrap();
            RowCipher::keyed(&expected).open(place, &mut sealed).is_ok()
        }
        ["test relay root"] => relay("pilot").root.expose_secret()[..] == bytes(answer),
        ["relay check value", project] => relay(project).check_value().as_bytes()[..] == bytes(answer),
        ["relay block", project, link, pass, delivery] => {
            let delivery = Some(delivery).filter(|name| !name.is_empty());
            same_key(&relay(project).block_key(&BlockScope { link, pass, delivery }).unwrap(), answer)
        }
        ["relay journal", project, source, run] => {
            let derived = relay(project).journal_key(source, &bytes(run).try_into().unwrap()).unwrap();
            opens_under(answer, &derived)
        }
        ["study check value", project, name] => study(project, name).check_value().as_bytes()[..] == bytes(answer),
        ["study pseudonym", project, name, handle] => study(project, name).pseudonym(handle.parse().unwrap()) == answer,
        ["study cell", project, name, handle] => {
            study(project, name).cell_key(handle.parse().unwrap()).to_be_bytes()[..] == bytes(answer)
        }
        ["desk signature", identity] => {
            desk_signature_seed(&DeskIdentity::parse(identity).unwrap())[..] == bytes(answer)
        }
        ["mac", ref parts @ ..] => {
            let scope = ValueScope { link: "ndtms-pnc", domain: "surname", delivery: Some("2024-q1") };
            let parts: Vec<Vec<u8>> = parts.iter().map(|part| bytes(part)).collect();
            let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
            keyring("pilot").value_key(&scope).unwrap().mac(&parts)[..] == bytes(answer)
        }
        _ => false,
    }
}

fn opens_under(expected: &str, derived: &JournalKey) -> bool {
    let expected = JournalKey::keyed(&bytes(expected).try_into().unwrap());
    expected.open(1, &mut derived.seal(1, b"chunk").unwrap()).unwrap() == b"chunk"
}

fn same_key(derived: &Prf, expected: &str) -> bool {
    derived.mac_raw(b"probe") == Prf::keyed(&bytes(expected)).mac_raw(b"probe")
}

proptest! {
    /// Two scopes that differ in one place, or exchange two parts, share no key.
    #[test]
    fn every_part_of_the_scope_changes_every_key(
        [project, link, pass, delivery, source] in prop::array::uniform5("[a-z]{1,3}"),
        changed in 0_usize..5,
        seed: u64,
    ) {
        let names = [project, link, pass, delivery, source];
        let mut others = names.clone();
        others[changed].push('x');
        let affected: &[usize] = match changed {
            0 => &[0, 1, 2, 3, 4, 5],
            1..=3 => &[1, 2],
            _ => &[3, 4, 5],
        };
        let (before, after) = (probes(&names, seed), probes(&others, seed));
        for key in 0..6 {
            prop_assert_eq!(before[key] != after[key], affected.contains(&key), "key {}", key);
        }
        let all: HashSet<_> = before.iter().collect();
        prop_assert_eq!(all.len(), before.len());
        let other_seed = probes(&names, seed ^ 1);
        prop_assert!(before.iter().zip(&other_seed).all(|(a, b)| a != b));
    }
}

/// What each derivation makes of a fixed message, pass and domain having the same name.
fn probes(names: &[String; 5], seed: u64) -> [Vec<u8>; 6] {
    let [project, link, pass, delivery, source] = names.each_ref().map(String::as_str);
    let keyring = Keyring::from_test_seed(project, seed).unwrap();
    let delivery = Some(delivery);
    let probe = |key: Result<Prf, Error>| key.unwrap().mac_raw(b"probe").to_vec();
    [
        keyring.check_value().as_bytes().to_vec(),
        probe(keyring.block_key(&BlockScope { link, pass, delivery })),
        probe(keyring.value_key(&ValueScope { link, domain: pass, delivery })),
        probe(keyring.handle_key(source)),
        probe(keyring.payload_handle_key(source)),
        probe(keyring.filler_key(source)),
    ]
}

#[test]
fn parts_do_not_run_into_each_other() {
    let keyring = Keyring::from_test_seed("pilot", 1).unwrap();
    let probe =
        |link, pass, delivery| keyring.block_key(&BlockScope { link, pass, delivery }).unwrap().mac_raw(b"probe");
    let all = [
        probe("ab", "c", Some("d")),
        probe("a", "bc", Some("d")),
        probe("a", "b", Some("cd")),
        probe("c", "ab", Some("d")),
        probe("ab", "cd", None),
    ];
    assert_eq!(HashSet::from(all).len(), all.len());
}

#[test]
fn journals_of_two_runs_do_not_open_each_other() {
    let keyring = Keyring::from_test_seed("pilot", 1).unwrap();
    let mut sealed = keyring.journal_key("ndtms", &[1; 16]).unwrap().seal(0, b"chunk").unwrap();
    let other = keyring.journal_key("ndtms", &[2; 16]).unwrap();
    assert!(matches!(other.open(0, &mut sealed), Err(Error::JournalChunk { sequence: 0 })));
}

#[test]
fn empty_and_overlong_labels_are_refused_by_role() {
    let keyring = Keyring::from_test_seed("pilot", 1).unwrap();
    let long = "x".repeat(256);
    for bad in ["", &long] {
        let role = |outcome: Result<Prf, Error>| match outcome {
            Err(Error::ScopeLabel { role }) => role,
            other => panic!("{other:?}"),
        };
        assert_eq!(role(keyring.block_key(&BlockScope { link: bad, pass: "p", delivery: None })), "link");
        assert_eq!(role(keyring.block_key(&BlockScope { link: "l", pass: bad, delivery: None })), "pass");
        assert_eq!(role(keyring.value_key(&ValueScope { link: "l", domain: bad, delivery: None })), "domain");
        assert_eq!(role(keyring.value_key(&ValueScope { link: "l", domain: "d", delivery: Some(bad) })), "delivery");
        assert_eq!(role(keyring.handle_key(bad)), "source");
    }
}

/// The bytes of hexadecimal `text`; `-` and nothing are empty.
fn bytes(text: &str) -> Vec<u8> {
    let digits = if text == "-" { "" } else { text };
    let mut bytes = vec![0; digits.len() / 2];
    hex::decode(digits, &mut bytes).expect("a vector holds hexadecimal digits");
    bytes
}
