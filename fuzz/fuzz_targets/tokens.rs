//! A pass file of tokens, for the linkage unit or for a relay.
#![no_main]

use dwlink_fuzz::with_file;
use exchange::tokens;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    with_file("pass.parquet", bytes, |path| {
        if let Ok((layout, rows)) = tokens::read_all::<u32>(path) {
            assert_eq!(rows.tokens.len(), rows.len() * layout.slots());
        }
        if let Ok((layout, rows)) = tokens::read_all::<u64>(path) {
            assert_eq!(rows.tokens.len(), rows.len() * layout.slots());
        }
    });
});
