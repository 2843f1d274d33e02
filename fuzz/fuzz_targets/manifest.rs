//! A folder's manifest, and the check of the folder against it.
#![no_main]

use dwlink_fuzz::with_folder;
use exchange::{Desk, Role, receive};
use libfuzzer_sys::fuzz_target;

const ROLES: [Role; 8] =
    [Role::Linkage, Role::Relay, Role::Union, Role::Analysis, Role::Owner, Role::Pairs, Role::Model, Role::Spine];

fuzz_target!(|bytes: &[u8]| {
    with_folder("manifest.json", bytes, |folder| {
        for role in ROLES {
            if let Ok(received) = receive(folder, role, Desk::OneHat) {
                assert!(received.manifest.files.is_empty(), "the folder holds nothing but its manifest");
            }
        }
    });
});
