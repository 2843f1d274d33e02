//! Two files of people, some in both with errors, pseudonymised plainly or for a relay.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use exchange::spec::{PERSON, Spec};
use exchange::{Desk, NewFolder, Received, Role, receive};
use keys::{Keyring, Randomness, RelayKeyring};
use linker::Unwatched;
use linker::encode::{Order, pseudonymise};
use linker::relay::{self, Relayed, relay};

pub(crate) const PEOPLE: usize = 1_200;
pub(crate) const SIDES: [&str; 2] = ["left", "right"];
pub(crate) const MEMORY: u64 = 1 << 40;

/// The shipped person spec; its copy with a relay.
pub(crate) fn spec(with_relay: bool) -> Spec {
    let relayed = PERSON.replacen("project =", "relay = true\nproject =", 1);
    Spec::parse(if with_relay { &relayed } else { PERSON }, Path::new("person.toml")).unwrap()
}

pub(crate) fn owners_key(seed: u64) -> Keyring {
    Keyring::from_test_seed("trial", seed).unwrap()
}

pub(crate) fn relays_key(seed: u64) -> RelayKeyring {
    RelayKeyring::from_test_seed("trial", seed).unwrap()
}

/// Pseudonymises one side into `at/out`; the same handles whatever the spec's mode.
pub(crate) fn delivered(spec: &Spec, side: &str, keyring: &Keyring, at: &Path, out: &str) {
    handed_in(spec, side, &table(side), keyring, at, out);
}

/// As [`delivered`], of a table that one side gives out as its own.
pub(crate) fn handed_in(spec: &Spec, side: &str, table: &str, keyring: &Keyring, at: &Path, out: &str) {
    let tables = at.join("tables");
    fs::create_dir_all(&tables).unwrap();
    fs::write(tables.join(format!("{side}.csv")), table).unwrap();
    let (source, _) = spec.source(side).unwrap();
    let order = Order { spec, source, folder: &tables, keyring, memory_bytes: MEMORY };
    let randomness = Randomness::from_test_seed(5, side).unwrap();
    pseudonymise(&order, NewFolder::begin(at.join(out), false).unwrap(), randomness, &Unwatched).unwrap();
}

/// Relays `at/owner` into `at/out`.
pub(crate) fn relayed(
    spec: &Spec,
    keyring: &RelayKeyring,
    at: &Path,
    (owner, out): (&str, &str),
    memory: u64,
) -> Relayed {
    let folder = received(&at.join(owner).join("relay"), Role::Relay);
    let order = relay::Order { spec, keyring, folder: &folder, memory_bytes: memory };
    let out = NewFolder::begin(at.join(out), false).unwrap();
    let relayed = relay(&order, &out, &Unwatched).unwrap();
    out.commit().unwrap();
    relayed
}

/// The token folder of a side as the linkage unit has it, made under these keys; plainly without a relay's.
pub(crate) fn for_the_linkage_unit(side: &str, owners: u64, relays: Option<u64>, at: &Path) -> Received {
    let (spec, keyring, name) = (spec(relays.is_some()), owners_key(owners), format!("{side}-{owners}-{relays:?}"));
    delivered(&spec, side, &keyring, at, &name);
    let Some(relays) = relays else { return received(&at.join(name).join("linkage"), Role::Linkage) };
    let out = format!("{name}-relayed");
    relayed(&spec, &relays_key(relays), at, (&name, &out), MEMORY);
    received(&at.join(out), Role::Linkage)
}

pub(crate) fn received(folder: &Path, role: Role) -> Received {
    receive(folder, role, Desk::OneHat).unwrap()
}

/// The right side holds half of the left's people, some with another day of birth, surname or home, and others.
pub(crate) fn table(side: &str) -> String {
    let mut text = "rec_id,forename,middle,surname,dob,sex,postcode,address,town\n".to_owned();
    let first = if side == "left" { 0 } else { PEOPLE / 2 };
    for person in first..first + PEOPLE {
        let name = |stride: usize| -> String {
            let mixed = person * stride + stride;
            [mixed % 16, mixed / 16 % 16, mixed / 256 % 16].map(|at| SYLLABLES[at]).concat()
        };
        let changed = |every: usize| usize::from(side == "right" && person % every == 0);
        let (year, month, day) = (1930 + person * 17 % 70, 1 + person * 5 % 12, 1 + (person * 11 + changed(5)) % 28);
        let (district, sector) = (1 + (person + changed(3)) % 90, person % 10);
        let (forename, middle, surname) = (name(7), name(13), &name(31)[changed(7)..]);
        // One in eight has no birth date, one in nine no town.
        let born = if person % 8 == 3 { String::new() } else { format!("{year}-{month:02}-{day:02}") };
        let town = if person % 9 == 4 { "" } else { "LEEDS" };
        let _ = writeln!(
            text,
            "{side}{person},{forename},{middle},{surname},{born},F,M{district} {sector}AB,{person} HIGH STREET,{town}"
        );
    }
    text
}

const SYLLABLES: [&str; 16] =
    ["BA", "DEN", "FOR", "GIL", "HAR", "KEL", "LOM", "MAR", "NOR", "PEN", "ROS", "SAL", "TOR", "VIN", "WEL", "YOR"];
