//! HMAC against published vectors and against a second implementation.

use proptest::prelude::*;
use ring::hmac;
use serde_json::Value;

use super::*;
use crate::{Frame, hex};

#[test]
fn wycheproof_hmac() {
    let vectors: Value = serde_json::from_str(include_str!("../../tests/data/wycheproof_hmac_sha256.json")).unwrap();
    let groups = vectors["testGroups"].as_array().unwrap();
    let mut tested = 0;
    for test in groups.iter().flat_map(|group| group["tests"].as_array().unwrap()) {
        let bytes = |field: &str| bytes(test[field].as_str().unwrap());
        let mac = Prf::keyed(&bytes("key")).mac_raw(&bytes("msg"));
        let agrees = mac.starts_with(&bytes("tag"));
        assert_eq!(agrees, test["result"] == "valid", "case {}", test["tcId"]);
        tested += 1;
    }
    assert_eq!(tested, vectors["numberOfTests"].as_u64().unwrap());
}

#[test]
fn rfc_4231_cases() {
    let vectors = include_str!("../../tests/data/rfc4231_hmac_sha256.txt");
    let cases: Vec<_> = vectors.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(cases.len(), 7);
    for case in cases {
        let [key, data, mac] = &case.split(' ').map(bytes).collect::<Vec<_>>()[..] else {
            panic!("a case has three parts")
        };
        assert!(Prf::keyed(key).mac_raw(data).starts_with(mac));
    }
}

proptest! {
    #[test]
    fn two_implementations_agree(
        key in prop::collection::vec(any::<u8>(), 0..100),
        message in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let theirs = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), &message);
        let ours = Prf::keyed(&key).mac_raw(&message);
        prop_assert_eq!(&ours[..], theirs.as_ref());
    }

    #[test]
    fn parts_and_their_frame_agree(
        parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..5),
    ) {
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let mut frame = Frame::new();
        for part in &parts {
            frame.push(part);
        }
        let prf = Prf::keyed(b"key");
        prop_assert_eq!(prf.mac(&parts), prf.mac_raw(frame.as_bytes()));
    }
}

fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = vec![0; text.len() / 2];
    hex::decode(text, &mut bytes).expect("a vector holds hexadecimal digits");
    bytes
}
