//! Against a real PKCS#11 library: `scripts/hsm_test.sh` makes a token of `SoftHSM2` and runs these. Without one they are skipped.

#![expect(clippy::print_stdout, reason = "skipped tests say so")]

use std::env;
use std::path::PathBuf;

use cryptoki::object::AttributeType;
use ring::hkdf::{HKDF_SHA256, KeyType as _, Prk};

use super::*;
use crate::{BlockScope, KeyringFile, Lock, ValueScope, WorkFactor};

const TOKEN: &str = "dwlink-test";
const PIN: &str = "12345678";

fn hsm() -> Option<Hsm> {
    let Some(library) = env::var_os("DWLINK_TEST_PKCS11") else {
        println!("skipped: DWLINK_TEST_PKCS11 names no PKCS#11 library; run scripts/hsm_test.sh");
        return None;
    };
    Some(Hsm::load(&PathBuf::from(library)).unwrap())
}

fn pin() -> SecretString {
    PIN.into()
}

/// One test, since a process loads the library once and tokens have one login.
#[test]
fn a_root_in_a_token() {
    let Some(hsm) = hsm() else { return };
    it_expands_as_hkdf_does(&hsm);
    it_is_drawn_in_the_token_and_stays_there(&hsm);
    each_fault_is_named(&hsm);
}

/// A root whose value is known, put into the token from outside: what the token derives must be what HKDF-Expand gives.
fn it_expands_as_hkdf_does(hsm: &Hsm) {
    let known: Vec<u8> = (0..32).collect();
    {
        let session = hsm.session(TOKEN, &pin()).unwrap();
        let mut template = which(&Name::parse("project", "known").unwrap());
        template.extend([Attribute::Value(known.clone()), Attribute::Sign(true), Attribute::Private(true)]);
        session.create_object(&template).unwrap();
    }
    let keyring = hsm.open(TOKEN, &pin(), "known").unwrap();
    let prk = Prk::new_less_safe(HKDF_SHA256, &known);
    let expand = |parts: &[&str]| {
        let info: Vec<u8> =
            parts.iter().flat_map(|part| [&(part.len() as u16).to_be_bytes()[..], part.as_bytes()].concat()).collect();
        let mut key = [0; 32];
        prk.expand(&[&info], HKDF_SHA256).unwrap().fill(&mut key).unwrap();
        key
    };
    assert_eq!(HKDF_SHA256.len(), 32);
    assert_eq!(keyring.check_value().as_bytes()[..], expand(&["check value", "known"])[..8]);
    let block = keyring.block_key(&BlockScope { link: "a-b", pass: "dob2+s1", delivery: None }).unwrap();
    let expected = crate::Prf::keyed(&expand(&["block", "known", "a-b", "dob2+s1", ""]));
    assert_eq!(block.mac(&[b"1980-02-29"]), expected.mac(&[b"1980-02-29"]));
    let value = keyring.value_key(&ValueScope { link: "a-b", domain: "surname", delivery: Some("2024-q1") }).unwrap();
    let expected = crate::Prf::keyed(&expand(&["value", "known", "a-b", "surname", "2024-q1"]));
    assert_eq!(value.mac(&[b"SMITH"]), expected.mac(&[b"SMITH"]));
}

fn it_is_drawn_in_the_token_and_stays_there(hsm: &Hsm) {
    let made = hsm.generate(TOKEN, &pin(), "drawn").unwrap();
    let check_value = made.check_value();
    let Root::Token(root) = &made.root else { panic!("a root in a token") };
    let hidden = root.session.lock().unwrap().get_attributes(root.key, &[AttributeType::Value]);
    assert!(hidden.is_err() || hidden.is_ok_and(|found| found.is_empty()), "the token gave its root away");
    let attributes = [AttributeType::Sensitive, AttributeType::Extractable];
    let found = root.session.lock().unwrap().get_attributes(root.key, &attributes).unwrap();
    assert_eq!(found, [Attribute::Sensitive(true), Attribute::Extractable(false)]);
    let file = KeyringFile::from(made);
    let folder = tempfile::tempdir().unwrap();
    let (path, passphrase) = (folder.path().join("drawn.keys"), SecretString::from("correct horse battery"));
    let lock = Lock::Passphrase { passphrase: &passphrase, work: WorkFactor::from_log2(4).unwrap() };
    assert!(matches!(file.seal(&path, &lock), Err(Error::RootInToken)));
    assert!(!path.exists());
    drop(file);
    let again = hsm.open(TOKEN, &pin(), "drawn").unwrap();
    assert_eq!(again.check_value(), check_value);
    let path = folder.path().join("drawn.token");
    let today = jiff::civil::date(2026, 11, 22);
    TokenKeyring::of(&again, TOKEN, Some(today)).unwrap().write(&path).unwrap();
    let named = TokenKeyring::read(&path).unwrap();
    assert_eq!(named.open(&path, (hsm, &pin()), "drawn", today).unwrap().check_value(), check_value);
    assert!(matches!(named.open(&path, (hsm, &pin()), "known", today), Err(Error::OtherProject { .. })));
    let late = named.open(&path, (hsm, &pin()), "drawn", jiff::civil::date(2026, 11, 23));
    assert!(matches!(late, Err(Error::Expired { use_until, .. }) if use_until == today));
    let other = hsm.generate(TOKEN, &pin(), "other").unwrap();
    assert_ne!(other.check_value(), check_value, "two roots, and two sessions at once");
}

fn each_fault_is_named(hsm: &Hsm) {
    let fault = |outcome: Result<Keyring, Error>| match outcome {
        Err(Error::Token { action, code }) => (action, code.unwrap_or_default()),
        other => panic!("{other:?}"),
    };
    assert_eq!(fault(hsm.open("no-such-token", &pin(), "drawn")).0, "found");
    assert_eq!(fault(hsm.open(TOKEN, &pin(), "absent")).0, "found to hold one root of this project");
    assert_eq!(fault(hsm.generate(TOKEN, &pin(), "drawn")).0, "given a second root of this project");
    let (action, code) = fault(hsm.open(TOKEN, &"87654321".into(), "drawn"));
    assert_eq!((action, code.as_str()), ("logged in to", "PinIncorrect"));
}
