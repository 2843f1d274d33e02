//! A damaged table is refused with an error that says how; it never panics, and never reads as other rows of another
//! shape. (That its *values* are as sent is the manifest's hash to prove.)

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{fs, panic};

use exchange::{ExchangeError, Frame, PassReader, SealedRow, SpineRow, panic_is_damage, read_rows, tokens};

#[test]
fn a_file_cut_anywhere_is_called_cut_short() {
    let folder = tempfile::tempdir().expect("folder");
    let whole = fs::read(frozen("tokens.parquet")).expect("frozen");
    for length in 0..whole.len() {
        let path = folder.path().join("cut.parquet");
        fs::write(&path, &whole[..length]).expect("write");
        let refused = PassReader::open(&path).map(|_| ());
        assert!(matches!(refused, Err(ExchangeError::Truncated { .. })), "{length} bytes: {refused:?}");
    }
}

/// Nor does it look like a bug of ours where the library panics: the hook is told.
#[test]
fn a_file_with_any_byte_changed_never_panics() {
    static CAUGHT: AtomicUsize = AtomicUsize::new(0);
    let ordinary = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if panic_is_damage() {
            CAUGHT.fetch_add(1, Ordering::Relaxed);
        } else {
            ordinary(panic);
        }
    }));
    let folder = tempfile::tempdir().expect("folder");
    for name in ["tokens.parquet", "payload.parquet"] {
        let whole = fs::read(frozen(name)).expect("frozen");
        // Of a field's head, the first change reaches its number and its type, the second its number alone.
        let places = (0..whole.len()).flat_map(|at| [(at, 0x55), (at, 0x10)]);
        for (at, change) in places {
            let mut changed = whole.clone();
            changed[at] ^= change;
            let path = folder.path().join("changed.parquet");
            fs::write(&path, changed).expect("write");
            if let Ok((layout, rows)) = tokens::read_all::<u32>(&path) {
                assert_eq!((rows.len(), rows.tokens.len()), (3, 3 * layout.slots()), "{name}, byte {at}");
            }
            if let Ok(frame) = Frame::read(&path) {
                assert!(frame.columns().iter().all(|column| column.values.len() == frame.rows()));
            }
        }
    }
    assert!(CAUGHT.load(Ordering::Relaxed) > 0, "where the library panics no more, nobody needs to catch it");
    assert!(!panic_is_damage());
}

/// Found by fuzzing: a page header or a footer that declares a list of two thousand million items took up to a minute to refuse;
/// in the last of them only a reader that does not heed the declared types of fields meets the list.
#[test]
fn a_list_of_more_than_the_file_holds_is_refused_at_once() {
    let started = Instant::now();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    assert!(tokens::read_all::<u32>(&data.join("endless_page_header.parquet")).is_err());
    assert!(read_rows::<SealedRow>(&data.join("endless_footer_list.parquet")).is_err());
    assert!(Frame::read(&data.join("endless_confused_footer.parquet")).is_err());
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

/// Found by fuzzing: a dictionary page that claims thousands of millions of values made the library reserve room for them, and a page that
/// claims to unpack to a gigabyte made it fill one with noughts; so did, once that was refused, a number of more bits than its type has,
/// of which the library keeps the lowest.
#[cfg(target_os = "linux")]
#[test]
fn a_page_that_promises_more_than_it_holds_takes_no_memory() {
    let before = peak_of_reserved_mib();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let spine = |name| read_rows::<SpineRow>(&data.join(name)).map(drop);
    let sealed = |name| read_rows::<SealedRow>(&data.join(name)).map(drop);
    for refused in
        [spine("endless_dictionary.parquet"), spine("endless_page.parquet"), sealed("endless_number.parquet")]
    {
        assert!(matches!(refused, Err(ExchangeError::Altered { .. })), "{refused:?}");
    }
    let reserved = peak_of_reserved_mib() - before;
    assert!(reserved < 1024, "{reserved} MiB");
}

#[cfg(target_os = "linux")]
fn peak_of_reserved_mib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("status");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmPeak:")).expect("VmPeak");
    peak.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") / 1024
}

#[test]
fn other_files_are_called_other_formats() {
    let folder = tempfile::tempdir().expect("folder");
    let text = folder.path().join("names.csv");
    fs::write(&text, "forename,surname\nJane,Doe\n").expect("write");
    for path in [text, frozen("pairs.parquet")] {
        let refused = PassReader::open(&path).map(|_| ()).expect_err("not a pass file");
        assert!(matches!(refused, ExchangeError::OtherFormat { .. }), "{refused:?}");
        assert!(!format!("{refused} {refused:?}").contains("Jane"));
    }
    let refused = PassReader::open(folder.path()).map(|_| ());
    assert!(matches!(refused, Err(ExchangeError::NotAFile { .. })), "{refused:?}");
    let refused = PassReader::open(&folder.path().join("none")).map(|_| ());
    assert!(matches!(refused, Err(ExchangeError::Missing { .. })), "{refused:?}");
}

fn frozen(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/v1").join(name)
}
