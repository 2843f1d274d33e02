//! A model given back to `link --model`.
#![no_main]

use dwlink_fuzz::with_file;
use exchange::Model;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    with_file("model.json", bytes, |path| {
        let _ = Model::read(path);
    });
});
