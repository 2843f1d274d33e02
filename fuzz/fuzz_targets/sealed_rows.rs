//! A table of sealed payload rows.
#![no_main]

use dwlink_fuzz::with_file;
use exchange::{SealedRow, read_rows};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    with_file("table.parquet", bytes, |path| {
        let _ = read_rows::<SealedRow>(path);
    });
});
