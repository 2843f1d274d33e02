//! The journal of an unfinished run, written on by somebody who holds its key.

use std::fs;
use std::path::Path;

use exchange::{ExchangeError, NewFolder};
use keys::Randomness;
use linker::encode::{Order, pseudonymise};
use linker::{LinkerError, Unwatched, Watch};

use crate::world::{MEMORY, owners_key, spec, table};

/// Stops a run once it has noted what it began with.
struct Stopped;

impl Watch for Stopped {
    fn reached(&self, what: &str, _share: f64) -> linker::Result<()> {
        if what == "reading" { Ok(()) } else { Err(LinkerError::Interrupted) }
    }
}

/// Found by the fuzz target `owner_journal`.
#[test]
fn a_pass_that_the_spec_does_not_have_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("left.csv"), table("left")).unwrap();
    for (link, pass) in [(0, 22), (1, 0), (u16::MAX, u16::MAX)] {
        let out = at.join(format!("{link}-{pass}"));
        assert!(matches!(run(at, &out, &Stopped), Err(LinkerError::Interrupted)));
        note(&out, link, pass);
        let refused = run(at, &out, &Unwatched);
        assert!(matches!(refused, Err(LinkerError::Exchange(ExchangeError::Journal { .. }))), "{refused:?}");
    }
}

fn run(at: &Path, out: &Path, watch: &dyn Watch) -> linker::Result<()> {
    let spec = spec(false);
    let order = Order { spec: &spec, source: 0, folder: at, keyring: &owners_key(1), memory_bytes: MEMORY };
    let randomness = Randomness::from_test_seed(1, "left").unwrap();
    pseudonymise(&order, NewFolder::resume(out, false)?, randomness, watch).map(drop)
}

/// Notes that a pass is finished.
fn note(out: &Path, link: u16, pass: u16) {
    let left = NewFolder::resume(out, false).unwrap();
    let journal = left.journal().unwrap();
    let begun: serde_json::Value = serde_json::from_slice(&journal.left()[0]).unwrap();
    let label = u128::from_str_radix(begun["journal key"].as_str().unwrap(), 16).unwrap();
    let key = owners_key(1).journal_key("left", &label.to_be_bytes()).unwrap();
    let written = serde_json::json!({ "rows": 0, "bytes": 0, "sha256": "0".repeat(64) });
    let record = serde_json::json!({ "Pass": {
        "link": link, "pass": pass, "written": written, "alternatives": 1, "emitted_bytes": 0,
    }});
    let sealed = key.seal(journal.left().len() as u64, format!("{record}\n").as_bytes()).unwrap();
    journal.append(&sealed).unwrap();
}
