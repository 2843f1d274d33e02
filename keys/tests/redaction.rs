//! No secret shows in `Debug`, and no error names one.

use std::fmt::Debug;

use keys::{
    BlockCipher, DeskIdentity, Filler, Keyring, KeyringFile, Lock, NewSet, Quorum, Randomness, RelayKeyring, Signer,
    SourceRowKeys, StudyKey, SystemRandom, Unlock, WorkFactor,
};
use secrecy::SecretString;

/// Keys of test seed 1 in hexadecimal, from the frozen answers.
fn secrets() -> Vec<String> {
    let answers = include_str!("data/derivations_v1.txt");
    answers.lines().filter_map(|line| line.split_once(" => ")).map(|(_, secret)| secret.to_owned()).collect()
}

fn assert_silent(value: &impl Debug) {
    for shown in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(shown.len() < 200, "{shown}");
        assert!(!shown.contains("hunter2hunter2"), "{shown}");
        let digits: String = shown.to_lowercase().chars().filter(char::is_ascii_hexdigit).collect();
        for secret in secrets() {
            assert!(secret.len() < 12 || !digits.contains(&secret[..8]), "{shown}");
        }
        // No array of bytes in decimal either.
        assert!(!shown.replace("[REDACTED]", "").contains('['), "{shown}");
    }
}

#[test]
fn debug_of_every_secret_type_is_redacted() {
    let keyring = || Keyring::from_test_seed("pilot", 1).expect("a keyring");
    let study = || StudyKey::from_test_seed("pilot", "deaths", 1).expect("a study key");
    assert_silent(&keyring());
    assert_silent(&study());
    assert_silent(&keyring().handle_key("ndtms").expect("a key"));
    assert_silent(&keyring().journal_key("ndtms", &[0; 16]).expect("a key"));
    let row_keys = keyring().row_keys("ndtms", "00ff00ff00ff00ff").expect("keys");
    let row_key = row_keys.of(0);
    assert_silent(&row_keys);
    assert_silent(&row_key.cipher());
    let (source, batch) = ("ndtms".to_owned(), "00".to_owned());
    assert_silent(&SourceRowKeys { source, batch, keys: vec![(0, row_key)] });
    assert_silent(&KeyringFile::from(keyring()));
    assert_silent(&KeyringFile::from(study()));
    assert_silent(&RelayKeyring::from_test_seed("pilot", 1).expect("a relay keyring"));
    assert_silent(&BlockCipher::new(&[7; 16]));
    assert_silent(&Filler::new([7; 16]));
    assert_silent(&Randomness::system());
    assert_silent(&Randomness::from_test_seed(1, "nonce").expect("a stream"));
    let passphrase = SecretString::from("hunter2hunter2");
    assert_silent(&Lock::Passphrase { passphrase: &passphrase, work: WorkFactor::ADAPTIVE });
    assert_silent(&Unlock::Passphrase(&passphrase));
    let identity = DeskIdentity::generate();
    assert_silent(&Signer::of(&identity));
    assert_silent(&identity);
    assert_eq!(format!("{identity:?}"), "DeskIdentity(redacted)");
}

#[test]
fn debug_of_a_share_shows_its_set_and_place_alone() {
    let set = NewSet::generate("pilot", Quorum::new(2, 2).expect("a quorum"), &SystemRandom::new()).expect("a set");
    let share = &set.shares()[0];
    assert_eq!(format!("{share:?}"), format!("Share {{ set: SetId({}), index: 1, .. }}", share.set()));
}
