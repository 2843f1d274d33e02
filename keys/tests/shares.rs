//! Custody by shares through the public interface: split, joined, refused, replaced.

use std::fs;
use std::path::{Path, PathBuf};

use keys::{
    DeskIdentity, Error, Keyring, KeyringFile, Lock, NewSet, Quorum, Recipient, SetKey, Share, SystemRandom, Unlock,
    ValueScope,
};
use tempfile::TempDir;

/// A keyring sealed to a set, one share a holder, and the holders' identities, all in one folder.
struct Ceremony {
    folder: TempDir,
    holders: Vec<(Recipient, PathBuf)>,
}

impl Ceremony {
    fn of(holders: usize) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let holder = |number| {
            let (identity, path) = (DeskIdentity::generate(), folder.path().join(format!("{number}.txt")));
            identity.write(&path, jiff::Timestamp::UNIX_EPOCH).expect("an identity file");
            (identity.recipient(), path)
        };
        let holders = (0..holders).map(holder).collect();
        Self { folder, holders }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Seals `file` to a new set as `name.age` and `name.NUMBER.share`.
    fn split(&self, file: &KeyringFile, threshold: usize, name: &str) -> PathBuf {
        let quorum = Quorum::new(threshold, self.holders.len()).expect("a quorum");
        let set = NewSet::generate(file.project(), quorum, &SystemRandom::new()).expect("a set");
        for (number, (share, (recipient, _))) in set.shares().iter().zip(&self.holders).enumerate() {
            let path = self.at(&format!("{name}.{number}.share"));
            share.seal(&path, &Lock::Recipients(std::slice::from_ref(recipient))).expect("a sealed share");
        }
        let path = self.at(&format!("{name}.age"));
        file.seal(&path, &Lock::Recipients(std::slice::from_ref(set.recipient()))).expect("a sealed keyring");
        path
    }

    fn share(&self, name: &str, number: usize) -> (PathBuf, Share) {
        let path = self.at(&format!("{name}.{number}.share"));
        let identity = std::slice::from_ref(&self.holders[number].1);
        let share = Share::open(&path, &Unlock::Identities(identity)).expect("a share");
        (path, share)
    }

    fn join(&self, name: &str, numbers: &[usize]) -> Result<SetKey, Error> {
        SetKey::join(&numbers.iter().map(|&number| self.share(name, number)).collect::<Vec<_>>())
    }
}

fn keyring() -> KeyringFile {
    Keyring::from_test_seed("pilot", 1).expect("a keyring").into()
}

fn open(path: &Path, key: &SetKey) -> Result<KeyringFile, Error> {
    KeyringFile::open(path, &Unlock::Set(key))
}

#[test]
fn any_quorum_opens_and_makes_the_same_tokens() {
    let ceremony = Ceremony::of(4);
    let path = ceremony.split(&keyring(), 3, "first");
    let scope = ValueScope { link: "a-b", domain: "surname", delivery: None };
    let token = |file: KeyringFile| match file {
        KeyringFile::Project(keyring) => keyring.value_key(&scope).expect("a key").mac(&[b"SMITH"]),
        _ => panic!("a project's keyring was split"),
    };
    let expected = token(keyring());
    for numbers in [&[0, 1, 2][..], &[0, 1, 3], &[0, 2, 3], &[3, 1, 2], &[0, 1, 2, 3]] {
        let key = ceremony.join("first", numbers).expect("a quorum");
        assert_eq!(key.places().len(), numbers.len());
        assert_eq!(token(open(&path, &key).expect("the keyring")), expected, "{numbers:?}");
    }
}

#[test]
fn each_way_to_fail_has_its_own_error() {
    let ceremony = Ceremony::of(3);
    let first = ceremony.split(&keyring(), 2, "first");
    let second = ceremony.split(&keyring(), 2, "second");
    assert!(matches!(SetKey::join(&[]), Err(Error::NoShare)));
    let few = ceremony.join("first", &[1]);
    assert!(matches!(few, Err(Error::TooFewShares { given: 1, threshold: 2 })));
    assert_eq!(few.expect_err("too few").to_string(), "1 of the 2 shares needed; bring 1 more");
    let twice = ceremony.join("first", &[1, 1]);
    assert!(matches!(twice, Err(Error::RepeatedShare { path, first }) if path == first));
    let mixed = SetKey::join(&[ceremony.share("first", 0), ceremony.share("second", 1)]);
    assert!(matches!(mixed, Err(Error::MixedShares { path, .. }) if path == ceremony.at("second.1.share")));
    let key = ceremony.join("first", &[0, 2]).expect("a quorum");
    assert!(open(&first, &key).is_ok());
    assert!(matches!(open(&second, &key), Err(Error::OtherSet { path }) if path == second));
    let share = ceremony.at("first.0.share");
    let identity = std::slice::from_ref(&ceremony.holders[0].1);
    assert!(matches!(KeyringFile::open(&share, &Unlock::Identities(identity)), Err(Error::NotKeyring { .. })));
    let stranger = std::slice::from_ref(&ceremony.holders[1].1);
    assert!(matches!(Share::open(&share, &Unlock::Identities(stranger)), Err(Error::WrongIdentity { .. })));
    for (threshold, holders) in [(0, 3), (1, 3), (4, 3), (2, 256), (256, 256)] {
        assert!(matches!(Quorum::new(threshold, holders), Err(Error::Quorum { maximum: 255 })));
    }
}

#[test]
fn a_sealed_share_altered_anywhere_is_refused() {
    let ceremony = Ceremony::of(2);
    ceremony.split(&keyring(), 2, "first");
    let path = ceremony.at("first.0.share");
    let sealed = fs::read(&path).expect("the sealed share");
    let altered = ceremony.at("altered.share");
    let identity = std::slice::from_ref(&ceremony.holders[0].1);
    for place in 0..sealed.len() {
        let mut bytes = sealed.clone();
        bytes[place] ^= 1;
        fs::write(&altered, &bytes).expect("an altered copy");
        assert!(Share::open(&altered, &Unlock::Identities(identity)).is_err(), "byte {place}");
    }
    for length in (0..sealed.len()).step_by(11) {
        fs::write(&altered, &sealed[..length]).expect("a cut copy");
        assert!(Share::open(&altered, &Unlock::Identities(identity)).is_err(), "cut to {length}");
    }
}

#[test]
fn a_holder_is_replaced_without_a_new_key() {
    let ceremony = Ceremony::of(3);
    let old_path = ceremony.split(&keyring(), 2, "old");
    let key = ceremony.join("old", &[0, 2]).expect("a quorum");
    let opened = open(&old_path, &key).expect("the keyring");
    let new_path = ceremony.split(&opened, 2, "new");
    assert!(matches!(open(&new_path, &key), Err(Error::OtherSet { .. })), "old shares do not open the new file");
    let new_key = ceremony.join("new", &[0, 1]).expect("a quorum");
    assert_eq!(open(&new_path, &new_key).expect("the keyring").check_value(), keyring().check_value());
}

#[test]
fn shares_say_nothing_of_the_key() {
    let ceremony = Ceremony::of(2);
    ceremony.split(&keyring(), 2, "first");
    let (_, share) = ceremony.share("first", 0);
    let shown = format!("{share:?} {:?}", ceremony.join("first", &[0, 1]).expect("a quorum"));
    assert!(!shown.contains("value") && !shown.contains("SECRET") && !shown.contains("934C"), "{shown}");
    let sealed = fs::read(ceremony.at("first.0.share")).expect("the sealed share");
    assert!(!sealed.windows(5).any(|window| window == b"pilot"));
}

#[cfg(unix)]
#[test]
fn an_identity_file_is_like_that_of_rage_and_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let ceremony = Ceremony::of(1);
    let (recipient, path) = &ceremony.holders[0];
    let text = fs::read_to_string(path).expect("the identity file");
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[..2], ["# created: 1970-01-01T00:00:00Z".to_owned(), format!("# public key: {recipient}")]);
    assert!(lines.len() == 3 && lines[2].starts_with("AGE-SECRET-KEY-1"));
    assert_eq!(fs::metadata(path).expect("the file").permissions().mode() & 0o7777, 0o600);
    let again = DeskIdentity::generate().write(path, jiff::Timestamp::UNIX_EPOCH);
    assert!(matches!(again, Err(Error::Exists { .. })));
    assert_eq!(DeskIdentity::read(path).expect("the identity").recipient(), *recipient);
}
