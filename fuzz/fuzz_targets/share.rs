//! A key share: first as it lies on disk, sealed by anybody; then the text inside, sealed to us by somebody who means harm.
//! A share that opens can be joined with itself and with nothing else, without a panic.
#![no_main]

use dwlink_fuzz::sealed::opened_as_is_and_sealed;
use keys::{SetKey, Share, Unlock};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    opened_as_is_and_sealed(bytes, "ann.share.age", |path, identities| {
        if let Ok(share) = Share::open(path, &Unlock::Identities(identities)) {
            assert!((1..=share.quorum().holders()).contains(&share.index()));
            assert!(SetKey::join(&[(path.to_owned(), share)]).is_err());
        }
    });
});
