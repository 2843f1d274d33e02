//! A keyring file: first as it lies on disk, sealed by anybody; then the text inside, sealed to us by somebody who means harm.
#![no_main]

use std::sync::LazyLock;

use age::x25519;
use dwlink_fuzz::with_file;
use keys::{KeyringFile, Unlock};
use libfuzzer_sys::fuzz_target;

/// A key pair made of 32 bytes of value 1: it protects nothing.
const IDENTITY: &str = "AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZ9K4CN";

static RECIPIENT: LazyLock<x25519::Recipient> =
    LazyLock::new(|| IDENTITY.parse::<x25519::Identity>().expect("an age identity").to_public());

fuzz_target!(|bytes: &[u8]| {
    let sealed = age::encrypt(&*RECIPIENT, bytes).expect("bytes can be sealed");
    for file in [bytes, &sealed] {
        with_file("identity.txt", IDENTITY.as_bytes(), |identity| {
            with_file("project.keys", file, |path| {
                if let Ok(keyring) = KeyringFile::open(path, &Unlock::Identity(identity)) {
                    assert_eq!(keyring.check_value(), keyring.check_value());
                }
            });
        });
    }
});
