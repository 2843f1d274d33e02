//! A spine.
#![no_main]

use dwlink_fuzz::with_file;
use exchange::{SpineRow, read_rows};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    with_file("spine.parquet", bytes, |path| {
        let _ = read_rows::<SpineRow>(path);
    });
});
