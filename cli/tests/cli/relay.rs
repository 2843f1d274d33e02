//! Relay mode by separate hats: keys, two owners, the custodian in between, linkage unit and union desk.

use std::fs;
use std::path::Path;

use exchange::spec::PERSON;
use keys::Signer;

use crate::custody::weights;
use crate::folders::{assert_same_bytes, copy};
use crate::program::{Run, dwlink};
use crate::world::{self, RECIPIENT};

const OPEN: &str = "--identity identity.txt";

/// The world, with a relay's keyring, both owners' deliveries for it (`ra`, `rb`) and what the relay makes of them (`la`, `lb`).
fn relayed_into(at: &Path) {
    world::copy_into(at);
    let spec = PERSON.replacen("project =", "relay = true\nanchor = \"left\"\nproject =", 1);
    fs::write(at.join("relay.toml"), spec).unwrap();
    dwlink(at, &format!("keys generate --relay --project trial --recipient {RECIPIENT} --out custodian.keys"));
    for (side, owner, out) in [("left", "ra", "la"), ("right", "rb", "lb")] {
        let run =
            format!("pseudonymise {side} --spec relay.toml --source {side} --keys trial.keys {OPEN} --out {owner}");
        dwlink(at, &run);
        dwlink(at, &format!("relay {owner}/relay --spec relay.toml --keys custodian.keys {OPEN} --out {out}"));
    }
}

#[test]
fn a_round_with_a_relay_finds_what_one_without_finds() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    relayed_into(at);
    let shown = dwlink(at, &format!("keys inspect custodian.keys {OPEN}")).stdout;
    assert!(shown.contains("relay keyring"), "{shown}");
    dwlink(at, "link --spec relay.toml la lb --out relayed");
    let (plain, relayed) = (weights(&at.join("linked")), weights(&at.join("relayed")));
    assert!(plain.len() > 50, "only {} pairs", plain.len());
    assert_eq!(plain, relayed);
    // The union desk has its own folders alone.
    fs::create_dir_all(at.join("union")).unwrap();
    for owner in ["ra", "rb"] {
        copy(&at.join(owner).join("union"), &at.join("union").join(owner));
    }
    let study = format!("--study pilot --study-key study.keys {OPEN}");
    let found =
        dwlink(at, &format!("union --spec relay.toml --linked relayed union/ra union/rb {study} --out spine")).stdout;
    assert!(found.contains("left-right: 81 people") && found.contains(" link"), "{found}");
    let log = dwlink(at, "keys log verify custody.log").stdout;
    assert_eq!(log.lines().filter(|line| line.contains(" relay ")).count(), 2, "{log}");
}

#[test]
fn tokens_that_did_not_pass_the_relay_or_passed_another_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    relayed_into(at);
    let refused = |line: &str, code: i32, told: &[&str]| {
        let ended = Run::new(at, line).expect_code(code);
        for text in told {
            assert!(ended.stderr.contains(text), "`{text}` is not in: {}", ended.stderr);
        }
    };
    refused(
        "link --spec relay.toml la rb/relay --out out",
        6,
        &["rb/relay", "have not passed the relay", "dwlink relay"],
    );
    refused("link --spec relay.toml la b/linkage --out out", 3, &["spec differs"]);
    // A manifest that claims to be of the relayed spec.
    let forged = fs::read_to_string(at.join("lb/manifest.json")).unwrap();
    let relay_check = forged.lines().find(|line| line.contains("relay_check")).unwrap();
    fs::write(at.join("lb/manifest.json"), forged.replace(&format!("{relay_check}\n"), "")).unwrap();
    refused("link --spec relay.toml la lb --out out", 3, &["relay key check value differs", "la", "lb"]);
    refused("link --spec relay.toml lb --out out", 6, &["lb", "have not passed the relay"]);
    refused("link --spec person.toml la a/linkage --out out", 3, &["spec differs"]);
    // Another custodian's key.
    dwlink(at, "relay rb/relay --spec relay.toml --keys none --test-seed 3 --out lb3");
    refused("link --spec relay.toml la lb3 --out out", 3, &["relay key check value differs"]);
    // What a custodian may hold, and the keys that are no relay's.
    let run = "relay rb/relay --spec relay.toml --identity identity.txt --out out";
    refused(&format!("{run} --keys trial.keys"), 4, &["trial.keys", "relay key is needed"]);
    let run = "relay rb/relay --spec relay.toml --keys custodian.keys --identity identity.txt";
    refused(&format!("{run} --out rb/relay --force"), 2, &["rb/relay: overlaps rb/relay"]);
    refused(&format!("{run} --out rb --force"), 2, &["rb: overlaps rb/relay"]);
    refused("relay rb --spec relay.toml --keys none --test-seed 3 --out out", 6, &["union", "owner"]);
    refused("relay a/linkage --spec person.toml --keys none --test-seed 3 --out out", 6, &["a/linkage"]);
    refused("trial left/left.csv right/right.csv --spec relay.toml --out out", 2, &["one desk", "relay = true"]);
}

#[test]
fn the_relay_takes_signed_tokens_and_signs_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    relayed_into(at);
    let (ann, cleo) = (identity(at, "ann"), identity(at, "cleo"));
    let left = format!("left --spec relay.toml --source left --keys trial.keys {OPEN} --sign ann.txt --out signed");
    dwlink(at, &format!("pseudonymise {left}"));
    let relay = |folder: &str, more: &str| {
        format!("relay {folder}/relay --spec relay.toml --keys custodian.keys {OPEN} {more}")
    };
    let refused = Run::new(at, &relay("ra", &format!("--signer left={ann} --out out"))).expect_code(4);
    assert!(refused.stderr.contains("ra/relay: is not signed"), "{}", refused.stderr);
    let made = dwlink(at, &relay("signed", &format!("--signer left={ann} --sign cleo.txt --out sl")));
    assert!(made.stderr.contains(&format!("Signing as {cleo}")), "{}", made.stderr);
    // What the linkage unit receives is the custodian's.
    let link = |signer: &str| {
        format!("link --spec relay.toml sl sr --signer left={signer} --signer right={cleo} --out linked2")
    };
    dwlink(at, &relay("rb", "--sign cleo.txt --out sr"));
    Run::new(at, &link(&ann)).expect_code(4);
    dwlink(at, &link(&cleo));
}

/// Whoever hands in a dictionary finds its rows in what the relay makes of them: the custodian counts them.
#[test]
fn an_owner_hands_in_no_more_rows_than_its_quota() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    relayed_into(at);
    let ann = identity(at, "ann");
    signed_by_ann(at, &[("left", "first"), ("left", "second"), ("right", "other")]);
    let relay = |folder: &str, quota: u64, out: &str| {
        let signers = format!("--signer left={ann} --signer right={ann}");
        let to = format!("--keys custodian.keys {OPEN} {signers} --quota {quota} --out {out}");
        format!("relay {folder}/relay --spec relay.toml {to}")
    };
    let refused = |line: &str, told: &str| {
        let refused = Run::new(at, line).expect_code(6);
        assert!(refused.stderr.contains(told), "`{told}` is not in: {}", refused.stderr);
    };
    // Unsigned deliveries of either side went through before: 81 people of the world, and what `pseudonymise` adds.
    let rows = rows_of_left(at);
    assert!(rows >= 100, "{rows}");
    refused(&relay("first", 2 * rows - 1, "l1"), &format!("hands in {rows} rows after {rows}"));
    assert!(!at.join("l1").exists());
    let shown = dwlink(at, &relay("first", 2 * rows, "l1")).stdout;
    assert!(shown.contains(&format!("{rows} rows in the largest, {} in all deliveries", 2 * rows)), "{shown}");
    // The same delivery once more shows nothing new; another one does; the right's rows are the right's.
    dwlink(at, &relay("first", 2 * rows, "l2"));
    refused(&relay("second", 2 * rows, "l3"), &format!("hands in {rows} rows after {}", 2 * rows));
    dwlink(at, &relay("other", 1 << 40, "r1"));
    // What a log does not tell of is not taken for nothing, nor a source for the one that it calls itself.
    refused(&format!("{} --log elsewhere.log", relay("second", 1 << 40, "l3")), "when this key was made");
    let unsigned = relay("ra", 1 << 40, "l3");
    assert!(Run::new(at, &unsigned).expect_code(4).stderr.contains("is not signed"));
    Run::new(at, &format!("relay ra/relay --spec relay.toml --keys custodian.keys {OPEN} --quota 9 --out l3"))
        .expect_code(2);
    // Nothing is named for the linkage unit that is not on record.
    fs::write(at.join("custody.log"), "no log").unwrap();
    Run::new(at, &relay("other", 1 << 40, "l3")).expect_code(3);
    assert!(!at.join("l3").exists());
}

/// Two at a time: the second is counted when it is put on record, whenever it began.
#[test]
fn relays_at_the_same_time_keep_one_quota() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    relayed_into(at);
    let ann = identity(at, "ann");
    let deliveries = ["d0", "d1", "d2", "d3"];
    signed_by_ann(at, &deliveries.map(|out| ("left", out)));
    let rows = rows_of_left(at);
    let made: usize = std::thread::scope(|scope| {
        let relays = deliveries.map(|delivery| {
            let keys = format!("--keys custodian.keys {OPEN} --signer left={ann} --quota {}", 2 * rows);
            let line = format!("relay {delivery}/relay --spec relay.toml {keys} --out {delivery}-out");
            scope.spawn(move || usize::from(Run::new(at, &line).end().code == Some(0)))
        });
        relays.into_iter().map(|relay| relay.join().unwrap()).sum()
    });
    assert_eq!(made, 1);
    assert_eq!(deliveries.iter().filter(|delivery| at.join(format!("{delivery}-out")).exists()).count(), 1);
}

/// Further deliveries of a side for the relay.
fn signed_by_ann(at: &Path, deliveries: &[(&str, &str)]) {
    for (side, out) in deliveries {
        let keys = format!("--keys trial.keys {OPEN} --sign ann.txt");
        dwlink(at, &format!("pseudonymise {side} --spec relay.toml --source {side} {keys} --out {out}"));
    }
}

/// What the custody log says of the left's first delivery.
fn rows_of_left(at: &Path) -> u64 {
    let log = dwlink(at, "keys log verify custody.log").stdout;
    let told = log.lines().find_map(|line| line.strip_suffix(" rows of left")).unwrap();
    told.rsplit_once("; ").unwrap().1.parse().unwrap()
}

/// The public key of a new desk.
fn identity(at: &Path, desk: &str) -> String {
    dwlink(at, &format!("keys identity {desk}.txt"));
    Signer::of_identity(&at.join(format!("{desk}.txt"))).unwrap().public().to_string()
}

#[test]
fn the_same_keys_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    relayed_into(at);
    dwlink(at, &format!("relay ra/relay --spec relay.toml --keys custodian.keys {OPEN} --threads 1 --out again"));
    assert_same_bytes(&at.join("la"), &at.join("again"), &[]);
}

/// An owner's attack on what it hands to the relay sees the same equalities as on what it would hand to the linkage unit.
#[test]
fn an_attack_sees_in_tokens_for_a_relay_what_it_sees_in_plain_ones() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    world::sources(at);
    fs::write(at.join("relay.toml"), PERSON.replacen("project =", "relay = true\nproject =", 1)).unwrap();
    fs::copy(at.join("right/right.csv"), at.join("right/left.csv")).unwrap();
    let [plain, relayed] = ["person", "relay"].map(|spec| {
        let keys = "--keys none --test-seed 3";
        dwlink(at, &format!("pseudonymise left --spec {spec}.toml --source left {keys} --out {spec}"));
        let attack = format!("attack {spec} --population right --spec {spec}.toml {keys} --ceiling 100 --json");
        let found: serde_json::Value = serde_json::from_str(&dwlink(at, &attack).stdout).unwrap();
        // How fast a leaked key is used differs from run to run.
        let timed = |entry: &serde_json::Value| entry["attacks"][0]["name"] == "leaked_key";
        found.as_array().unwrap().iter().filter(|entry| !timed(entry)).cloned().collect::<Vec<_>>()
    });
    assert!(plain[0]["attacks"][0]["rate"].is_number());
    assert_eq!(plain, relayed);
}
