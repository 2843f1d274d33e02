//! Messages state place and remedy.

use std::io;
use std::path::{Path, PathBuf};

use exchange::ExchangeError;

#[test]
fn operating_system_errors_are_told_apart_by_remedy() {
    for (kind, place, remedy) in [
        (io::ErrorKind::NotFound, "out/a.parquet: not found", "check the path"),
        (io::ErrorKind::AlreadyExists, "out/a.parquet: already exists", "--force"),
        (io::ErrorKind::StorageFull, "out/a.parquet: the disk is full", "free space"),
        (io::ErrorKind::QuotaExceeded, "out/a.parquet: the disk is full", "free space"),
        (io::ErrorKind::UnexpectedEof, "out/a.parquet: cut short", "ask the sender"),
        (io::ErrorKind::IsADirectory, "out/a.parquet: not an ordinary file", "name a file"),
        (io::ErrorKind::NotADirectory, "out/a.parquet: not a folder", "name a folder"),
        (io::ErrorKind::PermissionDenied, "out/a.parquet: permission denied", ""),
    ] {
        let message = ExchangeError::io(Path::new("out/a.parquet"), io::Error::from(kind)).to_string();
        assert!(message.starts_with(place) && message.contains(remedy), "{message}");
    }
}

#[test]
fn long_lists_are_cut() {
    let files = (0..20).map(|index| PathBuf::from(format!("f{index}"))).collect();
    let message = ExchangeError::TooMuch { folder: "in".into(), files }.to_string();
    assert!(message.contains("f0, f1, f2, f3, f4, f5, f6, f7 and 12 more"), "{message}");
    assert!(message.contains("--one-desk"), "{message}");
}
