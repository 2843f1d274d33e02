//! A project whose root is in a PKCS#11 token: `scripts/hsm_test.sh` makes one of `SoftHSM2` and runs this. Without one it is skipped.

use std::env;
use std::fs;

use crate::program::{Run, dwlink};
use crate::world;

const PIN: &str = "12345678";

#[test]
fn owners_pseudonymise_with_a_root_that_no_file_holds() {
    let Ok(library) = env::var("DWLINK_TEST_PKCS11") else {
        println!("skipped: DWLINK_TEST_PKCS11 names no PKCS#11 library; run scripts/hsm_test.sh");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    world::sources(at);
    let run = |line: &str, pin: &str| Run::new(at, &format!("{line} --pkcs11 {library}")).passphrase(pin);
    let generate = "keys generate --project trial --token dwlink-test --use-until 2027-03-31 --test-now 2026-01-01T00:00:00Z --out trial.token";
    // Nothing is drawn for a file that cannot be made: the token would refuse the next one.
    let nowhere = generate.replace("--out trial", "--log custody.log --out none/trial");
    assert!(run(&nowhere, PIN).expect_code(3).stderr.contains("none: not found"));
    let made = run(generate, PIN).expect_code(0);
    let check_value = made.stdout.lines().find_map(|line| line.strip_prefix("check value  ")).unwrap();
    let file = fs::read_to_string(at.join("trial.token")).unwrap();
    assert!(file.contains(check_value) && !file.contains("key="), "{file}");
    let pseudonymise = |side: &str| {
        format!("pseudonymise {side} --spec person.toml --source {side} --keys trial.token --out {side}-out")
    };
    for side in ["left", "right"] {
        run(&pseudonymise(side), PIN).expect_code(0);
    }
    let linked = dwlink(at, "link --spec person.toml left-out/linkage right-out/linkage --out linked");
    assert!(linked.stdout.lines().any(|line| !line.contains(" 0 kept")), "{}", linked.stdout);
    let refused = run(&format!("{} --force", pseudonymise("left")), "87654321").expect_code(4);
    assert!(refused.stderr.contains("PinIncorrect"), "{}", refused.stderr);
    let twice = run(&generate.replace("trial.token", "again.token"), PIN).expect_code(4);
    assert!(twice.stderr.contains("a second root of this project"), "{}", twice.stderr);
    let late = run(&format!("{} --force --test-now 2027-04-01T00:00:00Z", pseudonymise("left")), PIN).expect_code(6);
    assert!(late.stderr.contains("until 2027-03-31"), "{}", late.stderr);
}
