//! The sealed journal of an owner's unfinished folder, by somebody who holds the key: records of whatever content, then one of a finished
//! pass that is there but whose bits are anything. The run goes on with them or refuses.
#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use exchange::NewFolder;
use exchange::manifest::sha256_of_bytes;
use exchange::spec::{PERSON, Spec};
use keys::{Keyring, Randomness};
use libfuzzer_sys::fuzz_target;
use linker::encode::{Order, pseudonymise};
use linker::{LinkerError, Unwatched, Watch};
use tempfile::TempDir;

const TABLE: &str = "rec_id,forename,middle,surname,dob,sex,postcode,address
1,ANN,,ARCHER,1951-03-04,F,M1 1AA,1 MILL LANE
2,BOB,J,BAKER,1962-05-06,M,M2 2AB,2 MILL LANE
3,CAT,,COOK,1973-07-08,F,M3 3AD,3 MILL LANE
";

/// An extract, and the journal of a run over it that was stopped before anything was finished.
struct World {
    folder: TempDir,
    spec: Spec,
    keyring: Keyring,
    /// Label of the journal's key.
    label: [u8; 16],
    begun: Vec<Vec<u8>>,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    fs::create_dir(folder.path().join("left")).expect("a folder can be made");
    fs::write(folder.path().join("left/left.csv"), TABLE).expect("a file can be written");
    let spec = Spec::parse(PERSON, Path::new("person.toml")).expect("the shipped spec");
    let keyring = Keyring::from_test_seed(&spec.project, 1).expect("a name");
    let mut world = World { folder, spec, keyring, label: [0; 16], begun: Vec::new() };
    let out = world.folder.path().join("begun");
    let stopped = run(&world, &out, &Stopped);
    assert!(matches!(stopped, Err(LinkerError::Interrupted)));
    let left = NewFolder::resume(&out, false).expect("it was left");
    world.begun = left.journal().expect("it has a journal").left().to_vec();
    let provenance: serde_json::Value = serde_json::from_slice(&world.begun[0]).expect("the first record is in clear");
    let label = provenance["journal key"].as_str().expect("it names the key");
    world.label = u128::from_str_radix(label, 16).expect("a label").to_be_bytes();
    world
});

/// Stops a run at its first chance after it has noted what it began with.
struct Stopped;

impl Watch for Stopped {
    fn reached(&self, what: &str, _share: f64) -> linker::Result<()> {
        if what == "reading" { Ok(()) } else { Err(LinkerError::Interrupted) }
    }
}

fn run(world: &World, out: &Path, watch: &dyn Watch) -> linker::Result<()> {
    let (source, _) = world.spec.source("left").expect("a source of the spec");
    let (folder, memory_bytes) = (&world.folder.path().join("left"), 1 << 30);
    let order = Order { spec: &world.spec, source, folder, keyring: &world.keyring, memory_bytes };
    let randomness = Randomness::from_test_seed(1, "left").expect("a name");
    pseudonymise(&order, NewFolder::resume(out, false)?, randomness, watch).map(drop)
}

fuzz_target!(|bytes: &[u8]| {
    let world = &*WORLD;
    let parent = tempfile::tempdir().expect("a temporary folder can be made");
    let records: Vec<Vec<u8>> = bytes.split(|byte| *byte == 0xFF).map(<[u8]>::to_vec).collect();
    resumed(world, &parent.path().join("raw"), &records);
    resumed(world, &parent.path().join("pass"), &[pass(bytes)]);
});

/// Notes the records behind those of the stopped run, and goes on.
fn resumed(world: &World, out: &Path, records: &[Vec<u8>]) {
    let left = NewFolder::resume(out, false).expect("a folder can be begun");
    let journal = left.journal().expect("it has a journal");
    world.begun.iter().for_each(|record| journal.append(record).expect("a record can be added"));
    let key = world.keyring.journal_key("left", &world.label).expect("a key");
    for (record, place) in records.iter().zip(world.begun.len() as u64..) {
        let sealed = key.seal(place, record).expect("a record can be sealed");
        journal.append(&sealed).expect("a record can be added");
    }
    let linkage = left.folder("linkage").expect("a folder can be made");
    fs::write(linkage.join(pass_file(world)), b"pass").expect("a file can be written");
    drop(left);
    let _ = run(world, out, &Unwatched);
}

fn pass_file(world: &World) -> PathBuf {
    let link = &world.spec.links[0];
    exchange::tokens::file_name(&link.name, &link.passes[0].name).into()
}

/// A record of the first pass: entries a variant, bytes of the first bits, then bits.
fn pass(bytes: &[u8]) -> Vec<u8> {
    let (numbers, bits) = bytes.split_at(bytes.len().min(16));
    let number =
        |at: usize| numbers.get(at..at + 8).map_or(1, |bytes| u64::from_le_bytes(bytes.try_into().expect("8 bytes")));
    let written = serde_json::json!({ "rows": 1, "bytes": 4, "sha256": sha256_of_bytes(b"pass") });
    let record = serde_json::json!({ "Pass": {
        "link": 0, "pass": 0, "written": written, "alternatives": number(0), "emitted_bytes": number(8),
    }});
    [record.to_string().as_bytes(), b"\n", bits].concat()
}
