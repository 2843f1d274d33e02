//! A pass file of tokens.
#![no_main]

use dwlink_fuzz::with_file;
use exchange::tokens;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    with_file("pass.parquet", bytes, |path| {
        if let Ok((layout, rows)) = tokens::read_all(path) {
            assert_eq!(rows.tokens.len(), rows.len() * layout.slots());
        }
    });
});
