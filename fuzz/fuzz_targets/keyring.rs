//! A keyring file: first as it lies on disk, sealed by anybody; then the text inside, sealed to us by somebody who means harm.
#![no_main]

use dwlink_fuzz::sealed::opened_as_is_and_sealed;
use keys::{KeyringFile, Unlock};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    opened_as_is_and_sealed(bytes, "project.keys", |path, identities| {
        if let Ok(keyring) = KeyringFile::open(path, &Unlock::Identities(identities)) {
            assert_eq!(keyring.check_value(), keyring.check_value());
        }
    });
});
