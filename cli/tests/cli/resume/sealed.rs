//! What an owner's unfinished folder shows, and that a run under a real key stays one run.

use std::fs;
use std::path::Path;

use exchange::manifest::sha256_of_file;
use keys::{Keyring, Randomness};

use super::killed::{killed_at_file, unfinished_folder};
use super::world::{Work, World};
use crate::folders::files;
use crate::program::{Run, dwlink};
use crate::world::{IDENTITY, RECIPIENT};

#[test]
fn the_unfinished_folder_shows_neither_the_nonce_nor_the_extract() {
    let world = World::get();
    let at = world.fresh();
    assert!(killed_at_file(at.path(), &Work::Treatment.line(), 12));
    let unfinished = unfinished_folder(at.path()).unwrap();
    let mut nonce = [0; 16];
    Randomness::from_test_seed(7, "ndtms").unwrap().fill(&mut nonce).unwrap();
    let hash = sha256_of_file(&world.path().join("extracts/ndtms/ndtms_episode.csv")).unwrap();
    let (digest, numbers) = (bytes_of_hex(&hash), format!("{nonce:?}").replace(' ', ""));
    let file = b"ndtms_episode.csv".to_vec();
    for needle in [nonce.to_vec(), numbers.into_bytes(), hash.into_bytes(), digest, file] {
        assert_eq!(found_in(&unfinished, &needle), None);
    }
    // The search does find: every manifest says the key check value, and so may the journal.
    let check = Keyring::from_test_seed("four-departments", 7).unwrap().check_value().to_string();
    assert!(found_in(&unfinished, check.as_bytes()).is_some());
}

#[test]
fn only_its_owner_may_open_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::get();
    for work in Work::ALL {
        let at = world.fresh();
        assert!(killed_at_file(at.path(), &work.line(), 2));
        let unfinished = unfinished_folder(at.path()).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&unfinished), 0o700);
        for path in files(&unfinished) {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }
}

/// Nobody can say which bytes an undisturbed run would have had; but handles of two nonces never meet.
#[test]
fn under_a_real_key_the_pieces_fit() {
    let world = World::get();
    let at = world.fresh();
    let at = at.path();
    fs::write(at.join("identity.txt"), format!("{IDENTITY}\n")).unwrap();
    let project = "--project four-departments";
    dwlink(at, &format!("keys generate {project} --recipient {RECIPIENT} --out real.keys"));
    dwlink(at, &format!("keys generate {project} --study pilot --recipient {RECIPIENT} --out study.keys"));
    let line = |source: &str| {
        format!(
            "pseudonymise extracts/{source} --source {source} --spec spec.toml --keys real.keys --identity identity.txt --out real-{source}"
        )
    };
    for source in ["pnc", "deaths", "dwp"] {
        dwlink(at, &line(source));
    }
    assert!(killed_at_file(at, &line("ndtms"), 14));
    let ended = Run::new(at, &format!("{} --resume", line("ndtms"))).expect_code(0);
    assert!(ended.stderr.contains("Going on with"), "{}", ended.stderr);
    let folders =
        |role: &str| ["ndtms", "pnc", "deaths", "dwp"].map(|source| format!("real-{source}/{role}")).join(" ");
    dwlink(at, &format!("link --spec spec.toml {} --out real-linked", folders("linkage")));
    let study = "--study pilot --study-key study.keys --identity identity.txt --out real-spine";
    dwlink(at, &format!("union --spec spec.toml --linked real-linked {} {study}", folders("union")));
}

fn found_in(folder: &Path, needle: &[u8]) -> Option<std::path::PathBuf> {
    let holds = |path: &std::path::PathBuf| fs::read(path).unwrap().windows(needle.len()).any(|bytes| bytes == needle);
    files(folder).into_iter().find(holds)
}

fn bytes_of_hex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}
