//! The handle and entity tables of a union folder.
#![no_main]

use dwlink_fuzz::with_file;
use exchange::{EntityRow, HandleRow, read_rows};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    with_file("handles.parquet", bytes, |path| {
        let handles = read_rows::<HandleRow>(path);
        assert!(handles.is_err() || read_rows::<EntityRow>(path).is_err(), "no file is of two formats");
    });
});
