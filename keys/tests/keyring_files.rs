//! Keyring files through the public interface: sealed, opened, refused, destroyed.

use std::fs;
use std::path::{Path, PathBuf};

use age::x25519;
use keys::{
    DeskIdentity, Error, KeyCheckValue, Keyring, KeyringFile, Lock, Recipient, RelayKeyring, StudyKey, SystemRandom,
    Unlock, WorkFactor, destroy,
};
use secrecy::{ExposeSecret, SecretString};
use tempfile::TempDir;

const PASSPHRASE: &str = "correct horse battery staple";
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

/// A folder with a sealed project keyring, and what is known about it.
struct Sealed {
    folder: TempDir,
    path: PathBuf,
    check_value: KeyCheckValue,
}

impl Sealed {
    fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let path = folder.path().join("pilot.keys");
        let file = KeyringFile::from(Keyring::generate("pilot", &SystemRandom::new()).expect("a keyring"));
        seal(&file, &path).expect("a sealed file");
        Self { folder, path, check_value: file.check_value() }
    }

    /// A copy with other bytes.
    fn altered(&self, change: impl FnOnce(&mut Vec<u8>)) -> PathBuf {
        let mut bytes = fs::read(&self.path).expect("the sealed bytes");
        change(&mut bytes);
        let path = self.folder.path().join("altered.keys");
        fs::write(&path, bytes).expect("an altered copy");
        path
    }
}

fn seal(file: &KeyringFile, path: &Path) -> Result<(), Error> {
    // Little work, so that the tests are quick.
    let work = WorkFactor::from_log2(4)?;
    file.seal(path, &Lock::Passphrase { passphrase: &PASSPHRASE.into(), work })
}

fn open(path: &Path) -> Result<KeyringFile, Error> {
    KeyringFile::open(path, &Unlock::Passphrase(&PASSPHRASE.into()))
}

fn folder_entries(path: &Path) -> usize {
    fs::read_dir(path).expect("a folder").count()
}

#[test]
fn a_passphrase_opens_what_it_sealed() {
    let sealed = Sealed::new();
    assert_eq!(open(&sealed.path).expect("the keyring").check_value(), sealed.check_value);
    let keyring = KeyringFile::open_project(&sealed.path, &Unlock::Passphrase(&PASSPHRASE.into()), "pilot", TODAY);
    assert_eq!(keyring.expect("the keyring").check_value(), sealed.check_value);
    assert_eq!(folder_entries(sealed.folder.path()), 1, "no temporary file stays");
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let sealed = Sealed::new();
    let mode = fs::metadata(&sealed.path).expect("the file").permissions().mode();
    assert_eq!(mode & 0o7777, 0o600);
}

#[test]
fn an_existing_file_is_never_overwritten() {
    let sealed = Sealed::new();
    let before = fs::read(&sealed.path).expect("the sealed bytes");
    let other = KeyringFile::from(Keyring::from_test_seed("pilot", 1).expect("a keyring"));
    assert!(matches!(seal(&other, &sealed.path), Err(Error::Exists { path }) if path == sealed.path));
    assert_eq!(fs::read(&sealed.path).expect("the sealed bytes"), before);
    assert_eq!(folder_entries(sealed.folder.path()), 1);
}

#[test]
fn the_sealed_bytes_hold_neither_key_nor_name() {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("pilot.keys");
    let file = KeyringFile::from(Keyring::from_test_seed("a-distinct-project", 1).expect("a keyring"));
    seal(&file, &path).expect("a sealed file");
    let sealed = fs::read(&path).expect("the sealed bytes");
    // The root of test seed 1, from tests/data/derivations_v1.txt.
    let answers = include_str!("data/derivations_v1.txt");
    let digits = answers.lines().find_map(|line| line.strip_prefix("test root => ")).expect("the root's answer");
    let key: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).expect("hex")).collect();
    for planted in [&key[..], &key[..8], digits.as_bytes(), &digits.as_bytes()[..12], b"a-distinct-project"] {
        assert!(!sealed.windows(planted.len()).any(|window| window == planted));
    }
}

#[test]
fn a_wrong_passphrase_is_told_from_an_altered_file() {
    let sealed = Sealed::new();
    let wrong = KeyringFile::open(&sealed.path, &Unlock::Passphrase(&"correct horse battery".into()));
    assert!(matches!(wrong, Err(Error::WrongPassphrase { path }) if path == sealed.path));

    let length = fs::metadata(&sealed.path).expect("the file").len() as usize;
    for place in [length - 1, length - 40, length - 150] {
        let altered = sealed.altered(|bytes| bytes[place] ^= 1);
        assert!(matches!(open(&altered), Err(Error::Altered { .. })), "{place} of {length}");
    }
    let longer = sealed.altered(|bytes| bytes.push(0));
    assert!(matches!(open(&longer), Err(Error::Altered { .. })));
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    let sealed = Sealed::new();
    let length = fs::metadata(&sealed.path).expect("the file").len() as usize;
    let magic = b"age-encryption.org/v1\n".len();
    for kept in (0..length).step_by(7) {
        let cut = sealed.altered(|bytes| bytes.truncate(kept));
        match open(&cut) {
            Err(Error::Altered { .. }) => assert!(kept >= magic, "{kept}"),
            Err(Error::NotKeyring { .. } | Error::OtherVersion { .. }) => assert!(kept < magic, "{kept}"),
            other => panic!("cut to {kept}: {other:?}"),
        }
    }
}

#[test]
fn other_files_and_versions_are_told_apart() {
    let sealed = Sealed::new();
    let text = sealed.altered(|bytes| *bytes = b"forename,surname\n".to_vec());
    assert!(matches!(open(&text), Err(Error::NotKeyring { .. })));
    let huge = sealed.altered(|bytes| bytes.resize(1 << 20, 0));
    assert!(matches!(open(&huge), Err(Error::NotKeyring { .. })));
    let later = sealed.altered(|bytes| bytes[b"age-encryption.org/v".len()] = b'2');
    assert!(matches!(open(&later), Err(Error::OtherVersion { .. })));
    let absent = sealed.folder.path().join("absent.keys");
    assert!(matches!(open(&absent), Err(Error::Io { action: "read", .. })));
}

#[test]
fn a_file_that_asks_for_excessive_work_is_refused_at_once() {
    let sealed = Sealed::new();
    let greedy = sealed.altered(|bytes| {
        let stanza = bytes.windows(3).position(|window| window == b" 4\n").expect("the work factor");
        bytes.splice(stanza + 1..=stanza + 1, *b"40");
    });
    assert!(matches!(open(&greedy), Err(Error::ExcessiveWork { required: 40, maximum: 22, .. })));
    assert!(matches!(WorkFactor::from_log2(0), Err(Error::WorkFactor { .. })));
    assert!(matches!(WorkFactor::from_log2(23), Err(Error::WorkFactor { .. })));
}

#[test]
fn a_short_passphrase_does_not_seal() {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("pilot.keys");
    let file = KeyringFile::from(Keyring::from_test_seed("pilot", 1).expect("a keyring"));
    let passphrase = SecretString::from("eleven char");
    let outcome = file.seal(&path, &Lock::Passphrase { passphrase: &passphrase, work: WorkFactor::ADAPTIVE });
    assert!(matches!(outcome, Err(Error::WeakPassphrase { minimum: 12 })));
    assert_eq!(folder_entries(folder.path()), 0);
    let (passphrase, work) = ("twelve chars".into(), WorkFactor::from_log2(4).expect("little work"));
    file.seal(&path, &Lock::Passphrase { passphrase: &passphrase, work }).expect("as many as it takes");
}

#[test]
fn a_keyring_may_be_sealed_to_a_hundred_desks() {
    let folder = TempDir::new().expect("a temporary folder");
    let (path, own) = (folder.path().join("pilot.keys"), folder.path().join("desk.txt"));
    let desks: Vec<_> = (0..100).map(|_| DeskIdentity::generate()).collect();
    desks[99].write(&own, jiff::Timestamp::UNIX_EPOCH).expect("an identity file");
    let recipients: Vec<_> = desks.iter().map(DeskIdentity::recipient).collect();
    let file = KeyringFile::from(Keyring::from_test_seed("pilot", 1).expect("a keyring"));
    file.seal(&path, &Lock::Recipients(&recipients)).expect("a sealed file");
    let opened = KeyringFile::open(&path, &Unlock::Identities(&[own])).expect("the keyring");
    assert_eq!((opened.check_value(), opened.project(), opened.study()), (file.check_value(), "pilot", None));
}

#[test]
fn any_recipient_opens_and_nobody_else() {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("pilot.keys");
    let [first, second, stranger] = ["first", "second", "stranger"].map(|name| {
        let identity = x25519::Identity::generate();
        let file = folder.path().join(name);
        fs::write(&file, format!("# {name}\n{}\n", identity.to_string().expose_secret())).expect("an identity file");
        (identity.to_public().to_string().parse::<Recipient>().expect("a recipient"), file)
    });
    let file = KeyringFile::from(Keyring::from_test_seed("pilot", 1).expect("a keyring"));
    file.seal(&path, &Lock::Recipients(&[first.0, second.0])).expect("a sealed file");

    for identity in [&first.1, &second.1] {
        let opened =
            KeyringFile::open(&path, &Unlock::Identities(std::slice::from_ref(identity))).expect("the keyring");
        assert_eq!(opened.check_value(), file.check_value());
    }
    let refused = KeyringFile::open(&path, &Unlock::Identities(&[stranger.1]));
    assert!(matches!(refused, Err(Error::WrongIdentity { .. })));
    assert!(matches!(open(&path), Err(Error::NeedsIdentity { .. })));
    let sealed = Sealed::new();
    let refused = KeyringFile::open(&sealed.path, &Unlock::Identities(&[first.1]));
    assert!(matches!(refused, Err(Error::NeedsPassphrase { .. })));
    let refused = KeyringFile::open(&path, &Unlock::Identities(std::slice::from_ref(&sealed.path)));
    assert!(matches!(refused, Err(Error::IdentityFile { .. })));

    let nobody = file.seal(&folder.path().join("nobody.keys"), &Lock::Recipients(&[]));
    assert!(matches!(nobody, Err(Error::NoRecipient)));
    assert!(matches!("age1plugin1xyz".parse::<Recipient>(), Err(Error::Recipient)));
}

#[test]
fn kinds_projects_and_studies_are_not_mistaken() {
    let sealed = Sealed::new();
    let study_path = sealed.folder.path().join("deaths.keys");
    let study = StudyKey::from_test_seed("pilot", "deaths", 1).expect("a study key");
    let pseudonym = study.pseudonym(42);
    seal(&study.into(), &study_path).expect("a sealed file");
    let relay_path = sealed.folder.path().join("relay.keys");
    let relay_keyring = RelayKeyring::from_test_seed("pilot", 1).expect("a relay keyring");
    let relay_check = relay_keyring.check_value();
    seal(&relay_keyring.into(), &relay_path).expect("a sealed file");

    let passphrase = PASSPHRASE.into();
    let unlock = Unlock::Passphrase(&passphrase);
    let project = |path, name| KeyringFile::open_project(path, &unlock, name, TODAY).map(drop);
    let study = |path, project, name| {
        KeyringFile::open_study(path, &unlock, (project, name), TODAY).map(|key| key.pseudonym(42))
    };

    assert_eq!(study(&study_path, "pilot", "deaths").expect("the study key"), pseudonym);
    assert!(matches!(project(&sealed.path, "other"), Err(Error::OtherProject { .. })));
    assert!(matches!(study(&study_path, "other", "deaths"), Err(Error::OtherProject { .. })));
    assert!(matches!(study(&study_path, "pilot", "work"), Err(Error::OtherStudy { .. })));
    let refused = project(&study_path, "pilot");
    assert!(matches!(refused, Err(Error::WrongKind { found: "study", expected: "project", .. })));
    let refused = study(&sealed.path, "pilot", "deaths");
    assert!(matches!(refused, Err(Error::WrongKind { found: "project", expected: "study", .. })));
    let relay = |path, name| KeyringFile::open_relay(path, &unlock, name, TODAY).map(|keyring| keyring.check_value());
    assert_eq!(relay(&relay_path, "pilot").expect("the relay keyring"), relay_check);
    assert!(matches!(relay(&relay_path, "other"), Err(Error::OtherProject { .. })));
    assert!(matches!(relay(&sealed.path, "pilot"), Err(Error::WrongKind { found: "project", expected: "relay", .. })));
    assert!(matches!(relay(&study_path, "pilot"), Err(Error::WrongKind { found: "study", expected: "relay", .. })));
}

#[test]
fn a_key_is_used_until_its_last_day_and_opened_for_its_custodian_after() {
    let folder = TempDir::new().expect("a temporary folder");
    let (path, study_path) = (folder.path().join("pilot.keys"), folder.path().join("deaths.keys"));
    let keyring = Keyring::from_test_seed("pilot", 1).expect("a keyring");
    let study = StudyKey::from_test_seed("pilot", "deaths", 1).expect("a study key");
    for (mut file, path) in [(KeyringFile::from(keyring), &path), (study.into(), &study_path)] {
        file.set_use_until(Some(TODAY));
        seal(&file, path).expect("a sealed file");
    }
    let passphrase = PASSPHRASE.into();
    let unlock = Unlock::Passphrase(&passphrase);
    let tomorrow = TODAY.tomorrow().expect("a day");
    for (day, usable) in [(TODAY.yesterday().expect("a day"), true), (TODAY, true), (tomorrow, false)] {
        let project = KeyringFile::open_project(&path, &unlock, "pilot", day).map(drop);
        let study = KeyringFile::open_study(&study_path, &unlock, ("pilot", "deaths"), day).map(drop);
        for outcome in [project, study] {
            assert_eq!(outcome.is_ok(), usable, "{day}");
            assert!(usable || matches!(outcome, Err(Error::Expired { use_until: TODAY, .. })), "{day}");
        }
    }
    let opened = open(&path).expect("the keyring");
    assert_eq!(opened.use_until(), Some(TODAY));
    assert_eq!(opened.check_value(), Keyring::from_test_seed("pilot", 1).expect("a keyring").check_value());
}

#[test]
fn destroy_removes_a_keyring_and_nothing_else() {
    let sealed = Sealed::new();
    let other = sealed.folder.path().join("notes.txt");
    fs::write(&other, "not a keyring").expect("another file");
    assert!(matches!(destroy(&other), Err(Error::NotKeyring { .. })));
    assert!(matches!(destroy(sealed.folder.path()), Err(Error::NotKeyring { .. })));
    assert_eq!(fs::read_to_string(&other).expect("the other file"), "not a keyring");

    // A second name of the same bytes shows that they were overwritten, not only unlinked.
    let second_name = sealed.folder.path().join("second.keys");
    fs::hard_link(&sealed.path, &second_name).expect("a second name");
    let before = fs::read(&sealed.path).expect("the sealed bytes");
    destroy(&sealed.path).expect("a destroyed file");
    assert!(!sealed.path.exists());
    let after = fs::read(&second_name).expect("the overwritten bytes");
    assert_eq!(after.len(), before.len());
    let same = before.iter().zip(&after).filter(|(a, b)| a == b).count();
    assert!(same < before.len() / 10, "{same} bytes of {} stayed", before.len());
    assert_eq!(folder_entries(sealed.folder.path()), 2);
}

#[cfg(unix)]
#[test]
fn destroy_does_not_follow_a_symbolic_link() {
    let sealed = Sealed::new();
    let link = sealed.folder.path().join("link.keys");
    std::os::unix::fs::symlink(&sealed.path, &link).expect("a symbolic link");
    assert!(matches!(destroy(&link), Err(Error::NotKeyring { .. })));
    assert!(open(&sealed.path).is_ok());
}
