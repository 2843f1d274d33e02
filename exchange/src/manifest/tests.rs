use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tempfile::{TempDir, tempdir};

use super::{
    Deliveries, Desk, MANIFEST, Manifest, Received, Role, agree, receive, round_to_two_figures, sha256_of_file,
};
use crate::{BundleLayout, ExchangeError};

fn manifest(role: Role) -> Manifest {
    Manifest::new(role, "recon", "2026a", "9f86d081")
}

/// A linkage folder of two files with its manifest.
fn linkage() -> TempDir {
    let folder = tempdir().expect("folder");
    let mut manifest = manifest(Role::Linkage);
    for name in ["b.parquet", "a.parquet"] {
        fs::write(folder.path().join(name), name.repeat(9)).expect("file");
        manifest.add_file(folder.path(), name, Some(98_765)).expect("add");
    }
    let layout = BundleLayout::new([("g", "d", 1)]).expect("layout");
    manifest.layouts.insert("a.parquet".to_owned(), layout);
    manifest.write(folder.path()).expect("write");
    folder
}

fn open(folder: &Path) -> Result<Received, ExchangeError> {
    receive(folder, Role::Linkage, Desk::OneHat)
}

#[test]
fn a_sound_folder_is_received() {
    let folder = linkage();
    let received = open(folder.path()).expect("received");
    assert!(received.file("a.parquet").is_ok());
    assert!(matches!(received.file("c.parquet"), Err(ExchangeError::Missing { .. })));
    let entry = received.manifest.file("a.parquet").expect("entry");
    assert_eq!((entry.rows_rounded, entry.bytes), (Some(98_000), 81));
    let names: Vec<_> = received.manifest.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["a.parquet", "b.parquet"]);
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let text = |folder: TempDir| fs::read_to_string(folder.path().join(MANIFEST)).expect("manifest");
    let (one, two) = (text(linkage()), text(linkage()));
    assert_eq!(one, two);
    assert!(one.starts_with("{\n  \"format\": \"dwlink/linkage/1\","), "{one}");
}

#[test]
fn every_kind_of_damage_has_its_own_error() {
    let file = |folder: &TempDir| folder.path().join("a.parquet");

    let folder = linkage();
    fs::write(file(&folder), "short").expect("write");
    assert!(matches!(open(folder.path()), Err(ExchangeError::Truncated { .. })));

    let folder = linkage();
    fs::write(file(&folder), "b.parquet".repeat(9)).expect("write");
    assert!(matches!(open(folder.path()), Err(ExchangeError::Altered { .. })));

    let folder = linkage();
    fs::remove_file(file(&folder)).expect("remove");
    assert!(matches!(open(folder.path()), Err(ExchangeError::Missing { .. })));

    let folder = linkage();
    fs::remove_file(file(&folder)).expect("remove");
    fs::create_dir(file(&folder)).expect("folder");
    assert!(matches!(open(folder.path()), Err(ExchangeError::NotAFile { .. })));

    let folder = linkage();
    fs::write(folder.path().join("names.csv"), "").expect("write");
    assert!(
        matches!(open(folder.path()), Err(ExchangeError::TooMuch { files, .. }) if files == [Path::new("names.csv")])
    );
    assert!(receive(folder.path(), Role::Linkage, Desk::OneDesk).is_ok());

    let folder = linkage();
    fs::remove_file(folder.path().join(MANIFEST)).expect("remove");
    assert!(matches!(open(folder.path()), Err(ExchangeError::Missing { .. })));
    assert!(matches!(open(&folder.path().join("b.parquet")), Err(ExchangeError::NotAFolder { .. })));
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_is_not_followed() {
    let folder = linkage();
    let (listed, outside) = (folder.path().join("a.parquet"), tempdir().expect("outside"));
    let moved = outside.path().join("a.parquet");
    fs::rename(&listed, &moved).expect("move");
    std::os::unix::fs::symlink(&moved, &listed).expect("link");
    assert!(matches!(open(folder.path()), Err(ExchangeError::Symlink { .. })));
}

#[test]
fn another_role_or_version_is_refused() {
    let folder = linkage();
    let refused = receive(folder.path(), Role::Union, Desk::OneHat).expect_err("other role");
    assert!(refused.to_string().contains("format is dwlink/linkage/1, expected dwlink/union/1"), "{refused}");

    let path = folder.path().join(MANIFEST);
    let text = fs::read_to_string(&path).expect("text");
    for (found, shown) in [("dwlink/linkage/2", "dwlink/linkage/2"), ("Jane Doe, 1 High St", "not a dwlink format")] {
        fs::write(&path, text.replace("dwlink/linkage/1", found)).expect("write");
        let refused = open(folder.path()).expect_err("other version").to_string();
        assert!(refused.contains(&format!("format is {shown},")), "{refused}");
    }
}

#[test]
fn a_manifest_cannot_reach_outside_its_folder() {
    let folder = linkage();
    let path = folder.path().join(MANIFEST);
    let text = fs::read_to_string(&path).expect("text");
    for name in ["../b.parquet", "/etc/passwd", "x/b.parquet", ".b", "a.parquet", "manifest.json", ""] {
        fs::write(&path, text.replace("\"name\": \"b.parquet\"", &format!("\"name\": \"{name}\""))).expect("write");
        assert!(matches!(open(folder.path()), Err(ExchangeError::Schema { .. })), "{name}");
    }
    assert!(manifest(Role::Linkage).add_file(folder.path(), "../x", None).is_err());
}

#[test]
fn broken_json_is_placed_without_being_quoted() {
    let folder = linkage();
    let path = folder.path().join(MANIFEST);
    let text = fs::read_to_string(&path).expect("text");
    fs::write(&path, &text[..text.len() / 2]).expect("write");
    assert!(matches!(open(folder.path()), Err(ExchangeError::Truncated { .. })));
    fs::write(&path, text.replace("\"project\": \"recon\"", "\"project\": \"recon\", \"secret\": 1")).expect("write");
    let refused = open(folder.path()).expect_err("unknown field").to_string();
    assert!(refused.contains("line 3") && !refused.contains("secret"), "{refused}");
}

type Change = fn(&mut Manifest);

#[test]
fn folders_that_do_not_belong_together_are_named() {
    let received = |name: &str, change: Change| {
        let mut manifest = manifest(Role::Linkage);
        manifest.key_check = Some("k1".to_owned());
        manifest.batches.insert("pnc".to_owned(), "b1".to_owned());
        change(&mut manifest);
        Received { folder: name.into(), manifest }
    };
    let base = || received("a", |_| ());
    let silent = received("b", |manifest| {
        manifest.key_check = None;
        manifest.batches.clear();
    });
    assert!(agree(&[base(), silent, base()], Deliveries::Same).is_ok());
    let changes: [(&str, Change); 6] = [
        ("project", |manifest| manifest.project.push('x')),
        ("spec", |manifest| manifest.spec_hash.push('0')),
        ("delivery", |manifest| manifest.delivery.push('x')),
        ("key check value", |manifest| manifest.key_check = Some("k2".to_owned())),
        // One that passed a relay beside two that did not.
        ("relay key check value", |manifest| manifest.relay_check = Some("r1".to_owned())),
        ("pseudonymise run", |manifest| {
            manifest.batches.insert("pnc".to_owned(), "b2".to_owned());
        }),
    ];
    for (expected, change) in changes {
        let folders = [base(), received("b", |_| ()), received("c", change)];
        let Err(ExchangeError::Disagree { what, files }) = agree(&folders, Deliveries::Same) else {
            panic!("{expected} may differ");
        };
        assert_eq!((what, files), (expected, vec!["a".into(), "c".into()]));
        assert_eq!(agree(&folders, Deliveries::MayDiffer).is_ok(), expected == "delivery");
    }
}

#[test]
fn tokens_that_must_pass_a_relay_are_refused_until_they_have() {
    let folder = tempdir().expect("folder");
    let mut manifest = manifest(Role::Relay);
    manifest.write(folder.path()).expect("write");
    assert!(matches!(open(folder.path()), Err(ExchangeError::Relayed { wanted: true, .. })));
    assert!(receive(folder.path(), Role::Relay, Desk::OneHat).is_ok());
    manifest.role = Role::Linkage;
    for check in [None, Some("r1".to_owned())] {
        manifest.relay_check.clone_from(&check);
        fs::remove_file(folder.path().join(MANIFEST)).expect("remove");
        manifest.write(folder.path()).expect("write");
        let received = open(folder.path()).expect("received");
        for wanted in [false, true] {
            let refused = received.refuse_unless_relayed(wanted);
            assert_eq!(refused.is_ok(), wanted == check.is_some(), "{refused:?}");
        }
    }
}

#[test]
fn the_hash_is_sha_256() {
    // FIPS 180-4 examples, https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
    let folder = tempdir().expect("folder");
    let path = folder.path().join("abc");
    fs::write(&path, "abc").expect("write");
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(sha256_of_file(&path).expect("hash"), expected);
    assert_eq!(super::sha256_of_bytes(b"abc"), expected);
}

proptest! {
    #[test]
    fn rounding_keeps_two_figures(count in any::<u64>()) {
        let rounded = round_to_two_figures(count);
        prop_assert!(rounded <= count && count - rounded <= count / 10);
        prop_assert!(rounded < 100 || rounded.to_string()[2..].bytes().all(|digit| digit == b'0'));
        prop_assert_eq!(round_to_two_figures(rounded), rounded);
    }
}
