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
    let key = |desk: &str| {
        dwlink(at, &format!("keys identity {desk}.txt"));
        Signer::of_identity(&at.join(format!("{desk}.txt"))).unwrap().public().to_string()
    };
    let (ann, cleo) = (key("ann"), key("cleo"));
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
    let rows = |log: &str, line: usize| -> u64 {
        let (_, told) = log.lines().nth(line).unwrap().rsplit_once("; ").unwrap();
        told.strip_suffix(" rows of left").unwrap().parse().unwrap()
    };
    let log = dwlink(at, "keys log verify custody.log").stdout;
    let first = rows(&log, log.lines().position(|line| line.ends_with(" rows of left")).unwrap());
    assert!(first >= 100, "{log}");
    // The same delivery once more shows nothing new.
    let relay = |folder: &str, quota: u64, out: &str| {
        format!("relay {folder}/relay --spec relay.toml --keys custodian.keys {OPEN} --quota {quota} --out {out}")
    };
    let again = dwlink(at, &relay("ra", first, "again")).stdout;
    assert!(again.contains(&format!("{first} rows in the largest, {first} in all deliveries")), "{again}");
    // Another one of the same source does.
    dwlink(at, &format!("pseudonymise left --spec relay.toml --source left --keys trial.keys {OPEN} --out rc"));
    let refused = Run::new(at, &relay("rc", 2 * first - 1, "lc")).expect_code(6);
    assert!(refused.stderr.contains(&format!("hands in {first} rows after {first}")), "{}", refused.stderr);
    assert!(!at.join("lc").exists());
    let second = dwlink(at, &relay("rc", 2 * first, "lc")).stdout;
    assert!(second.contains(&format!("{} in all deliveries under this key", 2 * first)), "{second}");
    // The right's rows are the right's.
    dwlink(at, &relay("rb", 2 * first, "lb2"));
    // Nothing is named for the linkage unit that is not on record.
    fs::write(at.join("custody.log"), "no log").unwrap();
    Run::new(at, &relay("rb", 1 << 40, "lb3")).expect_code(3);
    assert!(!at.join("lb3").exists());
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
