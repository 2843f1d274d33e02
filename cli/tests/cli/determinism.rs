//! Same inputs, same bytes: for any number of threads, and where tokens are random, for any key.

use std::fs;
use std::path::Path;

use crate::folders::assert_same_bytes;
use crate::people;
use crate::program::dwlink;
use crate::world;

#[test]
fn pairs_of_a_trial_depend_neither_on_threads_nor_on_the_key_nor_on_memory() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("left.csv"), people::table("left", 1500)).unwrap();
    fs::write(at.join("right.csv"), people::table("right", 1200)).unwrap();
    let pairs = |out: &str, options: &str| {
        // Each run draws a key and a nonce of its own.
        dwlink(at, &format!("trial left.csv right.csv {options} --out {out}"));
        fs::read_to_string(at.join(out).join("pairs.csv")).unwrap()
    };
    let first = pairs("first", "--threads 1 --memory 1GiB");
    assert!(first.lines().count() > 1000, "too few pairs to tell");
    assert!(first == pairs("second", "--threads 2 --memory 1GiB"), "two threads give other pairs than one");
    assert!(first == pairs("third", "--threads 1 --memory 1GiB"), "another key gives other pairs");
    // There is not enough to pseudonymise both files beside each other.
    assert!(first == pairs("fourth", "--memory 512MiB"), "one file after the other gives other pairs");
}

#[test]
fn every_byte_of_a_round_is_the_same_for_one_thread_and_two() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    world::sources(at);
    let spec = exchange::spec::PERSON
        .replace("profile = \"guarded\"\ndelivery", "anchor = \"left\"\nprofile = \"guarded\"\ndelivery");
    assert_ne!(spec, exchange::spec::PERSON);
    fs::write(at.join("anchored.toml"), spec).unwrap();
    for threads in [1, 2] {
        round(at, threads);
    }
    for made in ["left", "right", "linked", "spine"] {
        assert_same_bytes(&at.join(format!("1-{made}")), &at.join(format!("2-{made}")), &["run.json"]);
    }
}

/// Every step under a fixed key and nonce; names of outputs begin with the number of threads.
fn round(at: &Path, threads: u8) {
    let fixed = format!("--spec anchored.toml --test-seed 7 --threads {threads}");
    for source in ["left", "right"] {
        dwlink(at, &format!("pseudonymise {source} {fixed} --source {source} --keys none --out {threads}-{source}"));
    }
    dwlink(at, &format!("link {fixed} {threads}-left/linkage {threads}-right/linkage --out {threads}-linked"));
    let union = format!("--linked {threads}-linked {threads}-left/union {threads}-right/union");
    dwlink(at, &format!("union {fixed} {union} --study pilot --study-key none --out {threads}-spine"));
}
