//! What two projects could learn from each other's tokens of the same people: nothing beyond chance.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::Path;

use exchange::spec::{PERSON, Spec};
use keys::Keyring;
use linker::Unwatched;
use linker::attack::PassView;
use linker::encode::{Extract, Workspace, extract, pass_views};
use statrs::distribution::{Binomial, DiscreteCDF as _};

const PEOPLE: usize = 1500;
/// How surely chance alone stays within the bound.
const SURE: f64 = 0.999;

#[test]
fn the_same_people_under_two_keys_share_no_block_and_no_token() {
    let (spec, people) = people();
    let mut pairs = vec![(keyring("one", 7), keyring("two", 7))];
    // The same project under a new root.
    pairs.push((keyring("one", 7), keyring("one", 8)));
    for (one, other) in pairs {
        let (mut compared, mut equal) = (0, 0);
        let (views, others) = (views(&spec, &people, &one), views(&spec, &people, &other));
        for (view, other) in views.iter().zip(&others) {
            assert!(blocks(view).is_disjoint(&blocks(other)));
            let (more, coincidences) = coincidences(view, other);
            compared += more;
            equal += coincidences;
        }
        assert!(compared > 500_000, "only {compared} tokens were compared");
        let bound = Binomial::new(0.5_f64.powi(32), compared).unwrap().inverse_cdf(SURE);
        assert!(equal <= bound, "{equal} of {compared} tokens coincide, chance allows {bound}");
    }
}

/// The comparison above must see equal tokens where they are.
#[test]
fn the_same_people_under_one_key_share_everything() {
    let (spec, people) = people();
    let (one, other) = (views(&spec, &people, &keyring("one", 7)), views(&spec, &people, &keyring("one", 7)));
    for (view, other) in one.iter().zip(&other) {
        assert_eq!(blocks(view), blocks(other));
        let (compared, equal) = coincidences(view, other);
        assert_eq!(compared, equal);
    }
}

#[test]
fn two_links_of_one_project_share_no_block() {
    let (spec, people) = people();
    let mut renamed = spec.clone();
    "right-left".clone_into(&mut renamed.links[0].name);
    let keyring = keyring("one", 7);
    for (view, other) in views(&spec, &people, &keyring).iter().zip(&views(&renamed, &people, &keyring)) {
        assert!(blocks(view).is_disjoint(&blocks(other)));
        assert_eq!(coincidences(view, other).1, 0);
    }
}

fn keyring(project: &str, seed: u64) -> Keyring {
    Keyring::from_test_seed(project, seed).unwrap()
}

fn views(spec: &Spec, people: &Extract, keyring: &Keyring) -> Vec<PassView> {
    pass_views(spec, 0, 0, people, keyring).unwrap().map(|view| view.unwrap().1).collect()
}

fn blocks(view: &PassView) -> BTreeSet<u64> {
    view.block.iter().copied().collect()
}

/// Tokens of the same person in the same slot, and how many of them are equal. A person with several entries in the
/// pass is left out: which of them belong together is not known.
fn coincidences(view: &PassView, other: &PassView) -> (u64, u64) {
    let (mine, theirs) = (single_entries(view), single_entries(other));
    let width = view.width();
    let (mut compared, mut equal) = (0, 0);
    for (person, row) in mine {
        let Some(other_row) = theirs.get(&person) else { continue };
        let rows = view.tokens[row * width..][..width].iter().zip(&other.tokens[other_row * width..][..width]);
        compared += width as u64;
        equal += rows.filter(|(a, b)| a == b).count() as u64;
    }
    (compared, equal)
}

fn single_entries(view: &PassView) -> HashMap<u32, usize> {
    let mut rows: HashMap<u32, Vec<usize>> = HashMap::new();
    for (row, person) in view.person.iter().enumerate() {
        rows.entry(*person).or_default().push(row);
    }
    rows.into_iter().filter(|(_, rows)| rows.len() == 1).map(|(person, rows)| (person, rows[0])).collect()
}

fn people() -> (Spec, Extract) {
    let spec = Spec::parse(PERSON, Path::new("person.toml")).unwrap();
    let mut text = "rec_id,forename,middle,surname,dob,sex,postcode,address\n".to_owned();
    for number in 0..PEOPLE {
        let name = |stride: usize| -> String {
            let mixed = number * stride + stride;
            [mixed % 16, mixed / 16 % 16, mixed / 256 % 16].map(|at| SYLLABLES[at]).concat()
        };
        let (year, month, day) = (1930 + number * 17 % 70, 1 + number * 5 % 12, 1 + number * 11 % 28);
        let (district, sector) = (1 + number % 90, number % 10);
        let (forename, middle, surname) = (name(7), name(13), name(31));
        let born = format!("{year}-{month:02}-{day:02}");
        let _ = writeln!(
            text,
            "{number},{forename},{middle},{surname},{born},F,M{district} {sector}AB,{number} {surname} LANE"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(&spec.sources[0].tables[0].file), text).unwrap();
    let people = extract(&spec.sources[0], folder.path(), &Workspace::temporary(1 << 30).unwrap(), &Unwatched).unwrap();
    (spec, people)
}

const SYLLABLES: [&str; 16] =
    ["BA", "DEN", "FOR", "GIL", "HAR", "KEL", "LOM", "MAR", "NOR", "PEN", "ROS", "SAL", "TOR", "VIN", "WEL", "YOR"];
