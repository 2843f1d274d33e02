//! A release folder as an output checker reads it, and the line of a ledger that is made of it.
#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use studies::release::{Ledger, ReleaseFolder, check};

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("a file can be written");
    // Manifest and results in one input, with a byte between that neither holds.
    let (manifest, results) = bytes.iter().position(|byte| *byte == 0).map_or((bytes, bytes), |at| bytes.split_at(at));
    write("manifest.json", manifest);
    write("results.json", results.strip_prefix(b"\0").unwrap_or(results));
    write("a.csv", b"a,b\n1,2\n");
    let Ok(read) = ReleaseFolder::read(folder.path()) else { return };
    let _ = check(&read);
    let line = Ledger::default().line(&read).expect("an empty ledger holds no release");
    // Figures that JSON cannot say are no figures.
    let ledger = Ledger::parse(&line).expect("what was written reads");
    assert!(ledger.line(&read).is_err(), "it is recorded");
    let _ = ledger.overlaps(&read, 15.0);
});
