//! Deliveries of two sources under real keys, made once by the program itself and copied by whoever needs them.
//!
//! | path | what |
//! |---|---|
//! | `person.toml`, `other.toml` | the shipped person spec; the same with another leader margin |
//! | `left/left.csv`, `right/right.csv` | the tables |
//! | `identity.txt` | the identities of [`RECIPIENT`] and of [`HOLDERS`] |
//! | `trial.keys`, `other.keys` | keyrings of the spec's project and of another one, sealed to `identity.txt` |
//! | `study.keys` | a study key, sealed likewise |
//! | `locked.keys` | a keyring of the spec's project, sealed by [`PASSPHRASE`] |
//! | `a`, `b` | deliveries of both sources |
//! | `a2` | the left source pseudonymised once more: other handles, same tokens |
//! | `other-a` | the left source under `other.toml` |
//! | `linked` | pairs of `a` and `b` |

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::folders;
use crate::people;
use crate::program::{Run, dwlink};

pub(crate) const PASSPHRASE: &str = "correct horse battery staple";

/// A key pair made of 32 bytes of value 1: it protects nothing, and opens without scrypt's second of work.
pub(crate) const IDENTITY: &str = "AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZ9K4CN";
pub(crate) const RECIPIENT: &str = "age15nsf9y4k28p83wth93tf7hafhvfajp45d2mge80ems45gz0c5gys3me64l";

/// Holders of shares and their recipients, made likewise of values 1, 2 and 3.
pub(crate) const HOLDERS: [(&str, &str); 3] = [
    ("ann", RECIPIENT),
    ("bob", "age1e6xn45wvkce7c7msc9upffw8dmxs9959q5xng369hgzcwrjc04vszex59m"),
    ("cy", "age1thld6wmt63lklg5wu9wed82mkr49xa6dfz9a47wlr3hqzf9nau3qqx6458"),
];

/// Identities of values 2 to 4: of Bob, of Cy, and of Dee, who comes later.
const OTHER_IDENTITIES: &str = "\
AGE-SECRET-KEY-1QGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQ0N3JDM
AGE-SECRET-KEY-1QVPSXQCRQVPSXQCRQVPSXQCRQVPSXQCRQVPSXQCRQVPSXQCRQVPS2PGGME
AGE-SECRET-KEY-1QSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQMDXKL7
";

/// The shipped four-departments spec for a small world: among few people nearly everybody is unique.
pub(crate) fn small_four_departments() -> String {
    let spec = exchange::spec::FOUR_DEPARTMENTS.replace("uniques_ceiling = 0.2", "uniques_ceiling = 0.9");
    assert_ne!(spec, exchange::spec::FOUR_DEPARTMENTS);
    spec
}

/// Copies the world into `folder`.
pub(crate) fn copy_into(folder: &Path) {
    static WORLD: OnceLock<TempDir> = OnceLock::new();
    folders::copy(WORLD.get_or_init(make).path(), folder);
}

/// Specs and tables alone.
pub(crate) fn sources(folder: &Path) {
    fs::write(folder.join("person.toml"), exchange::spec::PERSON).unwrap();
    fs::write(folder.join("four.toml"), exchange::spec::FOUR_DEPARTMENTS).unwrap();
    for side in ["left", "right"] {
        fs::create_dir_all(folder.join(side)).unwrap();
        fs::write(folder.join(side).join(format!("{side}.csv")), people::table(side, 80)).unwrap();
    }
}

fn make() -> TempDir {
    // A static is never dropped: what is left lies in target/, where `cargo clean` finds it.
    let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let at = folder.path();
    sources(at);
    let other = exchange::spec::PERSON.replace("false_link_costs = 1.0", "false_link_costs = 2.0");
    assert_ne!(other, exchange::spec::PERSON);
    fs::write(at.join("other.toml"), other).unwrap();
    fs::write(at.join("identity.txt"), format!("{IDENTITY}\n{OTHER_IDENTITIES}")).unwrap();
    let sealed = format!("--recipient {RECIPIENT}");
    dwlink(at, &format!("keys generate --project trial {sealed} --out trial.keys"));
    dwlink(at, &format!("keys generate --project other {sealed} --out other.keys"));
    dwlink(at, &format!("keys generate --project trial --study pilot {sealed} --out study.keys"));
    Run::new(at, "keys generate --project trial --out locked.keys").passphrase(PASSPHRASE).expect_code(0);
    for (source, spec, out) in
        [("left", "person", "a"), ("right", "person", "b"), ("left", "person", "a2"), ("left", "other", "other-a")]
    {
        let keys = "--keys trial.keys --identity identity.txt";
        dwlink(at, &format!("pseudonymise {source} --spec {spec}.toml --source {source} {keys} --out {out}"));
    }
    dwlink(at, "link --spec person.toml a/linkage b/linkage --out linked");
    folder
}
