//! The dictionary attack: whoever can make tokens makes those of a whole population and looks them up. The attacker here knows
//! every person of the file with every spelling, and runs the program itself on them under the keys it holds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use exchange::spec::Spec;
use exchange::{Received, Role, tokens};
use linker::union::delivered_views;

use crate::world::{
    MEMORY, PEOPLE, for_the_linkage_unit, handed_in, owners_key, received, relayed, relays_key, spec, table,
};

/// The keys of the project and of its relay, and others that an attacker may draw in their place.
const OWNERS: u64 = 1;
const RELAYS: u64 = 2;
const DRAWN: u64 = 3;

#[test]
fn one_owners_keyring_opens_every_plain_row() {
    let folder = tempfile::tempdir().unwrap();
    let (opened, rows) = attack(folder.path(), None, (OWNERS, None));
    assert!(rows > 10_000, "only {rows} rows were attacked");
    assert_eq!(opened, rows);
}

#[test]
fn linkage_unit_and_an_owners_keyring_open_no_relayed_row() {
    let folder = tempfile::tempdir().unwrap();
    for attackers in [(OWNERS, None), (OWNERS, Some(DRAWN)), (OWNERS, Some(OWNERS))] {
        let (opened, rows) = attack(&folder.path().join(format!("{attackers:?}")), Some(RELAYS), attackers);
        assert!(rows > 10_000, "only {rows} rows were attacked");
        assert_eq!(opened, 0, "under {attackers:?}");
    }
}

#[test]
fn linkage_unit_and_custodian_without_a_project_keyring_open_no_relayed_row() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(attack(folder.path(), Some(RELAYS), (DRAWN, Some(RELAYS))).0, 0);
}

/// The same code opens everything where both keys are known: it is the keys that stop it.
#[test]
fn both_keys_together_open_every_relayed_row() {
    let folder = tempfile::tempdir().unwrap();
    let (opened, rows) = attack(folder.path(), Some(RELAYS), (OWNERS, Some(RELAYS)));
    assert_eq!(opened, rows);
}

/// What no key stops, and why `relay` counts what an owner hands in: its rows are re-keyed like everybody's, and it knows them by their
/// handles. Among the left's people are those whom the right hands in as its own, and no others.
#[test]
fn a_dictionary_that_an_owner_hands_in_opens_whom_it_names_and_no_other() {
    const NAMED: usize = 100;
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let victim = for_the_linkage_unit("left", OWNERS, Some(RELAYS), at);
    let union = received(&at.join(format!("left-{OWNERS}-{:?}", Some(RELAYS))).join("union"), Role::Union);
    let with_relay = spec(true);
    let found = |people: usize| {
        let named: String = table("left").split_inclusive('\n').take(1 + people).collect();
        let (owners, relays) = (format!("right-{people}"), format!("right-{people}-relayed"));
        handed_in(&with_relay, "right", &named, &owners_key(OWNERS), at, &owners);
        relayed(&with_relay, &relays_key(RELAYS), at, (&owners, &relays), MEMORY);
        looked_up(&with_relay, &victim, &union, &received(&at.join(relays), Role::Linkage))
    };
    // Somebody is opened where the dictionary has a bundle as near as the person's own.
    let (everybody, some) = (found(PEOPLE), found(NAMED));
    let named = everybody.iter().zip(&some).filter(|((_, own), (_, best))| own == best).map(|((person, _), _)| *person);
    assert_eq!(named.collect::<BTreeSet<_>>().len(), NAMED);
    assert_eq!(everybody.iter().map(|(person, _)| *person).collect::<BTreeSet<_>>().len(), PEOPLE);
}

/// Rows of the left file, relayed or not, that an attacker with `attackers` keys opens, and how many there are.
fn attack(at: &Path, relays: Option<u64>, (owners_guess, relays_guess): (u64, Option<u64>)) -> (usize, usize) {
    std::fs::create_dir_all(at.join("attacker")).unwrap();
    let victim = for_the_linkage_unit("left", OWNERS, relays, at);
    let dictionary = for_the_linkage_unit("left", owners_guess, relays_guess, &at.join("attacker"));
    let union = received(&at.join(format!("left-{OWNERS}-{relays:?}")).join("union"), Role::Union);
    let found = looked_up(&spec(relays.is_some()), &victim, &union, &dictionary);
    // Of the same person all tokens but filler are equal; by chance one is once in 2^32.
    (found.iter().filter(|(_, same)| *same >= 4).count(), found.len())
}

/// Of every row of `victim` whose it is, and how many of its tokens the nearest bundle of the dictionary shares in its block.
fn looked_up(spec: &Spec, victim: &Received, union: &Received, dictionary: &Received) -> Vec<(u32, usize)> {
    let mut found = Vec::new();
    // Padding is nobody's: the owner's own table tells it from records, for the count alone.
    for view in delivered_views(spec, 0, victim, union).unwrap() {
        let (pass, view) = view.unwrap();
        let name = tokens::file_name(&spec.links[0].name, &spec.links[0].passes[pass].name);
        let known = entries(dictionary, &name);
        let width = view.width();
        for (row, block) in view.block.iter().enumerate() {
            let mine = &view.tokens[row * width..(row + 1) * width];
            // In any place: filler lies among them.
            let same = |entry: &Vec<u32>| mine.iter().filter(|token| entry.contains(token)).count();
            let nearest = known.get(block).and_then(|entries| entries.iter().map(same).max());
            found.push((view.person[row], nearest.unwrap_or(0)));
        }
    }
    found
}

/// The dictionary's bundles by block.
fn entries(dictionary: &Received, name: &str) -> BTreeMap<u64, Vec<Vec<u32>>> {
    let (layout, rows) = tokens::read_all::<u32>(&dictionary.file(name).unwrap()).unwrap();
    let mut entries: BTreeMap<u64, Vec<Vec<u32>>> = BTreeMap::new();
    for (block, bundle) in rows.block.iter().zip(rows.tokens.chunks_exact(layout.slots())) {
        entries.entry(*block).or_default().push(bundle.to_vec());
    }
    entries
}
