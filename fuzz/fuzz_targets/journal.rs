//! The journal of an unfinished folder of the linkage unit or the union desk: as it lies on disk, and whole records of whatever content.
#![no_main]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use exchange::{FinishedFiles, NewFolder, Provenance, unfinished};
use libfuzzer_sys::fuzz_target;
use linker::model::Histogram;
use serde::{Deserialize, Serialize};

/// What `link` knows of a finished file beyond its bytes; `union` knows less.
#[derive(Serialize, Deserialize)]
struct Counts {
    rows: (u64, u64),
    pairs: Histogram,
    own: Histogram,
}

fuzz_target!(|bytes: &[u8]| {
    let parent = tempfile::tempdir().expect("a temporary folder can be made");
    let target = parent.path().join("out");
    let folder = parent.path().join(".out.killed.part");
    fs::create_dir(&folder).expect("a folder can be made");
    fs::set_permissions(&folder, Permissions::from_mode(0o700)).expect("its mode can be set");
    fs::write(folder.join("pairs.parquet"), b"pairs").expect("a file can be written");
    fs::write(folder.join("journal"), bytes).expect("a file can be written");
    go_on(&target);

    // The same bytes as records, one a line, behind heads that hold.
    let framed = parent.path().join("framed");
    let folder = NewFolder::resume(&framed, false).expect("a folder can be begun");
    let journal = folder.journal().expect("it has a journal");
    journal.append(b"{}").expect("a record can be added");
    bytes.split(|byte| *byte == b'\n').for_each(|line| journal.append(line).expect("a record can be added"));
    fs::write(folder.path().join("pairs.parquet"), b"pairs").expect("a file can be written");
    drop(folder);
    go_on(&framed);
});

fn go_on(target: &Path) {
    assert!(unfinished(target).is_ok());
    let Ok(folder) = NewFolder::resume(target, false) else { return };
    let Ok(mut finished) = FinishedFiles::<Counts>::open(&folder, &Provenance::default()) else { return };
    if let Some((written, counts)) = finished.take("pairs.parquet") {
        assert_eq!(written.bytes, 5, "it is there as it was written");
        assert!(counts.pairs.occurring().len() as u64 <= counts.pairs.pairs());
    }
}
