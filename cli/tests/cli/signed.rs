//! Folders that are signed by who made them, and refused when they are not.

use std::fs;
use std::path::Path;

use keys::Signer;

use crate::folders;
use crate::program::{Ended, Run, dwlink};
use crate::world::{IDENTITY, copy_into};

/// Two owners and a linkage unit, each with an identity; deliveries of both, and the pairs, all signed.
struct Signed(tempfile::TempDir);

impl Signed {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        copy_into(at);
        for desk in ["ann", "bob", "lena"] {
            dwlink(at, &format!("keys identity {desk}.txt"));
        }
        let signed = Self(folder);
        let at = signed.at();
        for (source, desk, out) in [("left", "ann", "sa"), ("right", "bob", "sb"), ("left", "ann", "sa2")] {
            let keys = "--keys trial.keys --identity identity.txt";
            let line = format!(
                "pseudonymise {source} --spec person.toml --source {source} {keys} --sign {desk}.txt --out {out}"
            );
            assert!(dwlink(at, &line).stderr.contains(&format!("Signing as {}", signed.key(desk))));
        }
        dwlink(at, &signed.link("--sign lena.txt --out pairs", &[("left", "ann"), ("right", "bob")]));
        signed
    }

    fn at(&self) -> &Path {
        self.0.path()
    }

    fn key(&self, desk: &str) -> String {
        Signer::of_identity(&self.at().join(format!("{desk}.txt"))).unwrap().public().to_string()
    }

    fn signers(&self, signers: &[(&str, &str)]) -> String {
        let signer = |(who, desk): &(&str, &str)| format!(" --signer {who}={}", self.key(desk));
        signers.iter().map(signer).collect::<Vec<_>>().concat()
    }

    fn link(&self, rest: &str, signers: &[(&str, &str)]) -> String {
        format!("link --spec person.toml sa/linkage sb/linkage {rest}{}", self.signers(signers))
    }

    fn refused(&self, line: &str, code: i32, says: &str) -> Ended {
        let ended = Run::new(self.at(), line).expect_code(code);
        assert!(ended.stderr.contains(says), "dwlink {line}\nlacks `{says}`:\n{}", ended.stderr);
        assert!(!self.at().join("out").exists());
        ended
    }
}

#[test]
fn a_signed_delivery_is_taken_from_its_sender_alone() {
    let signed = Signed::new();
    let owners = [("left", "ann"), ("right", "bob")];
    for folder in ["sa/linkage", "sa/union", "sa/analysis", "sa/owner", "pairs"] {
        assert!(signed.at().join(folder).join("manifest.sig").is_file(), "{folder}");
    }
    let all = signed.signers(&[("left", "ann"), ("right", "bob"), ("pairs", "lena")]);
    let union = |linked: &str, signers: &str| {
        let study = "--study pilot --study-key study.keys --identity identity.txt --out out";
        format!("union --spec person.toml --linked {linked} sa/union sb/union {study}{signers}")
    };
    // Whoever names no signer takes a signed folder like any other: only the missing anchor stops this spec.
    let anchorless = "names no anchor source";
    for signers in ["", &all] {
        signed.refused(&union("pairs", signers), 6, anchorless);
    }
    let wrong = signed.signers(&[("left", "ann"), ("right", "bob"), ("pairs", "ann")]);
    signed.refused(&union("pairs", &wrong), 4, "pairs: is signed by another desk than the one named");

    signed.refused(&signed.link("--out out", &[("left", "bob"), ("right", "ann")]), 4, "signed by another desk");
    signed.refused(&signed.link("--out out", &[("left", "ann")]), 2, "add --signer right=ed25519:");
    signed.refused(&signed.link("--out out", &[("left", "ann"), ("left", "bob")]), 2, "second key");
    signed.refused(&signed.link("--out out --signer left", &owners), 2, "--signer number 1: does not say whose key");
    let secret =
        signed.refused(&signed.link(&format!("--out out --signer {IDENTITY}"), &owners), 2, "whose key this is");
    assert!(!secret.stderr.contains("QYQSZ"), "{}", secret.stderr);
    signed.refused(&signed.link("--out out --signer pairs=ed25519:00", &owners), 2, "ed25519:");
    let unsigned = format!("link --spec person.toml a/linkage sb/linkage --out out{}", signed.signers(&owners));
    signed.refused(&unsigned, 4, "a/linkage: is not signed");
    dwlink(signed.at(), &signed.link("--out again", &owners).replace("link ", "plan ").replace(" --out again", ""));
}

#[test]
fn an_altered_manifest_is_refused_although_every_hash_in_it_holds() {
    let signed = Signed::new();
    let (at, owners) = (signed.at(), [("left", "ann"), ("right", "bob")]);
    let manifest = at.join("sa/linkage/manifest.json");
    let good = fs::read_to_string(&manifest).unwrap();
    let later = good.replacen("\"delivery\"", "\"use_until\": \"2999-01-01\",\n  \"delivery\"", 1);
    for altered in [format!("{good}\n"), later] {
        assert_ne!(altered, good);
        fs::write(&manifest, &altered).unwrap();
        signed.refused(&signed.link("--out out", &owners), 4, "another manifest than the one that was signed");
    }
    fs::write(&manifest, &good).unwrap();

    // A signature is of one delivery and one folder.
    let signature = at.join("sa/linkage/manifest.sig");
    let own = fs::read(&signature).unwrap();
    for other in ["sa2/linkage", "sa/union"] {
        fs::copy(at.join(other).join("manifest.sig"), &signature).unwrap();
        signed.refused(&signed.link("--out out", &owners), 4, "another manifest");
    }
    fs::write(&signature, "{}").unwrap();
    signed.refused(&signed.link("--out out", &owners), 3, "manifest.sig: format is none");
    fs::write(&signature, own).unwrap();
    dwlink(at, &signed.link("--out out", &owners));
    folders::assert_same_bytes(&at.join("pairs"), &at.join("out"), &["manifest.sig"]);
}
