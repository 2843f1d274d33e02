//! Whether work on secrets takes the same steps whatever they are: instructions, reads, writes and branches counted by valgrind's
//! callgrind, which gives the same numbers however busy the machine is. A count tells of branches and early ends; which
//! cache lines a table is read from it does not. What counts is the code that ships, so they run in a release build alone (`.ci/deep`).

#![expect(clippy::print_stdout, reason = "skipped tests say so")]

use std::env;
use std::hint::black_box;
use std::process::{Command, Stdio};

use super::field::join;
use crate::KeyCheckValue;

const WORK: &str = "DWLINK_TEST_CONSTANT_TIME";

/// Values of two secrets that a program which is not careful would tell apart: where they differ, zeros, ones.
const CASES: [u8; 5] = [0, 1, 2, 3, 4];

/// What callgrind counts inside this function; it must stand under its own name.
#[inline(never)]
fn measured<T>(work: impl Fn() -> T) -> T {
    black_box(work())
}

/// Run by the tests below under callgrind; by itself it does nothing.
#[test]
fn child() {
    let Ok(work) = env::var(WORK) else { return };
    let (name, case) = work.split_once(' ').unwrap();
    let case: usize = case.parse().unwrap();
    let reference = [0x5A; 8];
    let mut other = reference;
    if let Some(byte) = [None, Some(0), Some(3), Some(7), Some(5)][case] {
        other[byte] ^= 1 << case;
    }
    match name {
        "check" => {
            let (one, other) = (KeyCheckValue::new(reference), KeyCheckValue::new(other));
            black_box(measured(|| black_box(&one) == black_box(&other)));
        }
        "leaky" => {
            black_box(measured(|| leaky(black_box(&reference), black_box(&other))));
        }
        "join" => {
            let values = [[0x00; 74], [0xFF; 74], [0x01; 74], [0x80; 74], std::array::from_fn(|at| at as u8 * 7)];
            let value = |place: usize| (place as u8 + 1, values[(case + place) % 5].as_slice());
            let shares = [value(0), value(2), value(3)];
            black_box(measured(|| join(black_box(&shares))).unwrap());
        }
        _ => panic!("no such work"),
    }
}

/// What nobody should write.
fn leaky(one: &[u8], other: &[u8]) -> bool {
    one.iter().zip(other).all(|(one, other)| black_box(one) == black_box(other))
}

/// The events of one run: instructions, reads, writes, branches of both kinds.
fn events(name: &str, case: u8) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let options =
        ["--tool=callgrind", "--toggle-collect=*constant_time*measured*", "--cache-sim=yes", "--branch-sim=yes"];
    let output = Command::new("valgrind")
        .args(options)
        .arg(format!("--callgrind-out-file={}", folder.path().join("out").display()))
        .arg(env::current_exe().unwrap())
        .args(["--exact", "share::constant_time::child", "--test-threads=1"])
        .env(WORK, format!("{name} {case}"))
        .stdin(Stdio::null())
        .output()
        .ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let counted = std::fs::read_to_string(folder.path().join("out")).unwrap();
    let line = |start: &str| counted.lines().find_map(|line| line.strip_prefix(start)).unwrap().to_owned();
    let (names, numbers) = (line("events: "), line("summary: "));
    // Cache misses depend on where the allocator puts things, and mispredictions on what ran before.
    let of_steps = ["Ir", "Dr", "Dw", "Bc", "Bi"];
    let named = names.split(' ').zip(numbers.split(' ')).filter(|(name, _)| of_steps.contains(name));
    let text: Vec<_> = named.map(|(name, number)| format!("{name} {number}")).collect();
    assert_ne!(numbers.split(' ').next(), Some("0"), "nothing was measured");
    Some(text.join(", "))
}

/// The different counts over all cases; nothing without valgrind, or in a build for tests.
fn counts(name: &str) -> Option<Vec<String>> {
    if cfg!(debug_assertions) {
        return None;
    }
    let mut counts = CASES.iter().map(|case| events(name, *case)).collect::<Option<Vec<_>>>()?;
    counts.sort();
    counts.dedup();
    Some(counts)
}

#[test]
fn no_secret_changes_the_steps() {
    for name in ["check", "join"] {
        match counts(name) {
            Some(counts) => assert_eq!(counts.len(), 1, "{name}: {counts:?}"),
            None => println!("skipped: constant time of {name} (needs valgrind and a release build)"),
        }
    }
}

#[test]
fn a_leaky_comparison_is_found_out() {
    match counts("leaky") {
        Some(counts) => assert!(counts.len() > 1, "{counts:?}"),
        None => println!("skipped: control of constant time (needs valgrind and a release build)"),
    }
}
