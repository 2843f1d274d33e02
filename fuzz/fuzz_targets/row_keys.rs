//! A file of row keys, sealed by anybody and to us.
#![no_main]

use dwlink_fuzz::sealed::opened_as_is_and_sealed;
use keys::{RowKeysFile, Unlock};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    opened_as_is_and_sealed(bytes, "study.rows", |path, identities| {
        if let Ok(file) = RowKeysFile::open(path, &Unlock::Identities(identities)) {
            for source in &file.sources {
                assert!(source.keys.iter().all(|(handle, _)| source.of(*handle).is_some()));
            }
        }
    });
});
