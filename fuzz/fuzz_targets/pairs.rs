//! Scored pairs of one pass.
#![no_main]

use dwlink_fuzz::with_file;
use exchange::{PairRow, read_rows};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    with_file("pairs.parquet", bytes, |path| {
        let _ = read_rows::<PairRow>(path);
    });
});
