//! What evaluation compares with: a file of true pairs or persons, and a folder of cases.
#![no_main]

use dwlink_fuzz::{with_file, with_folder};
use libfuzzer_sys::fuzz_target;
use linker::evaluate::{Truth, TruthFolder};

fuzz_target!(|bytes: &[u8]| {
    let _ = with_file("truth.csv", bytes, Truth::read);
    with_folder("cases.csv", bytes, |folder| {
        if let Ok(mut opened) = TruthFolder::open(folder) {
            let _ = opened.persons("cases");
        }
    });
});
