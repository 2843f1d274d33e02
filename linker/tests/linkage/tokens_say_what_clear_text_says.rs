//! Encode random pairs of records, compare their tokens, and compare the records themselves: the levels are the same.

use std::fmt::Write as _;
use std::path::Path;

use exchange::spec::{ComparisonKind, PERSON_DEDUPE, Spec};
use keys::Keyring;
use linker::Unwatched;
use linker::compare::{BundleRows, Comparer};
use linker::encode::{Workspace, extract, pass_views};
use proptest::prelude::*;

use crate::clear_text::{Labels, labels};
use crate::pairs::{Person, pair};

/// Initials and area are compared by sources that hold no more; both sets of comparisons are tried.
const FULL: [ComparisonKind; 6] = [
    ComparisonKind::Forename,
    ComparisonKind::Surname,
    ComparisonKind::BirthDate,
    ComparisonKind::Sex,
    ComparisonKind::MiddleInitial,
    ComparisonKind::Postcode,
];
const POOR: [ComparisonKind; 4] =
    [ComparisonKind::Initials, ComparisonKind::BirthDate, ComparisonKind::Sex, ComparisonKind::Area];

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn levels_of_tokens_are_levels_of_clear_text(people in prop::collection::vec(pair(), 1..150)) {
        for kinds in [&FULL[..], &POOR[..]] {
            let found = by_tokens(&people, kinds);
            for (found, (a, b)) in found.iter().zip(&people) {
                let expected: Vec<_> = kinds.iter().map(|kind| label(&labels(a, b), *kind)).collect();
                prop_assert_eq!(found, &expected, "{:?} {:?}", a, b);
            }
        }
    }
}

fn label(labels: &Labels, kind: ComparisonKind) -> Option<&'static str> {
    match kind {
        ComparisonKind::Forename => labels.forename,
        ComparisonKind::Surname => labels.surname,
        ComparisonKind::Initials => labels.initials,
        ComparisonKind::BirthDate => labels.birth_date,
        ComparisonKind::Sex => labels.sex,
        ComparisonKind::MiddleInitial => labels.middle_initial,
        ComparisonKind::Postcode => labels.postcode,
        ComparisonKind::Area => labels.area,
        ComparisonKind::HouseNumber | ComparisonKind::Town => None,
    }
}

/// Labels of every pair, from tokens alone. Each pair has a house of its own, which makes it a block.
fn by_tokens(people: &[(Person, Person)], kinds: &[ComparisonKind]) -> Vec<Vec<Option<&'static str>>> {
    let spec = spec(kinds);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(&spec.sources[0].tables[0].file), table(people)).unwrap();
    let extract =
        extract(&spec.sources[0], folder.path(), &Workspace::temporary(1 << 30).unwrap(), &Unwatched).unwrap();
    let keyring = Keyring::from_test_seed(&spec.project, 1).unwrap();
    let (_, view) = pass_views(&spec, 0, 0, &extract, &keyring).unwrap().next().unwrap().unwrap();
    assert_eq!(view.entries(), 2 * people.len());
    let mut rows = vec![0; view.entries()];
    for (row, person) in view.person.iter().enumerate() {
        rows[*person as usize] = row;
    }
    let comparer = Comparer::new(&spec.links[0]);
    let bundles = BundleRows::new(&view.nulls, &view.tokens, comparer.slots());
    rows.chunks_exact(2)
        .map(|pair| {
            assert_eq!(view.block[pair[0]], view.block[pair[1]]);
            let pattern = comparer.pattern(bundles.row(pair[0]), bundles.row(pair[1]));
            let space = comparer.space();
            let label = |index: usize| space.level(pattern, index).map(|level| kinds[index].levels()[level].label);
            (0..kinds.len()).map(label).collect()
        })
        .collect()
}

/// The shipped spec for one file, with these comparisons and one pass over house numbers.
fn spec(kinds: &[ComparisonKind]) -> Spec {
    let (before, _) = PERSON_DEDUPE.split_once("[[link.comparison]]").expect("the shipped spec has comparisons");
    let without_home = before.lines().filter(|line| !line.starts_with("home = "));
    let mut text = without_home.collect::<Vec<_>>().join("\n");
    for kind in kinds {
        let even = vec![1.0 / kind.levels().len() as f64; kind.levels().len()];
        let _ = write!(text, "\n[[link.comparison]]\nkind = \"{}\"\nm = {even:?}\nu = {even:?}\n", kind.name());
    }
    text.push_str("\n[[link.pass]]\nname = \"house\"\nkey = [\"house_number\"]\ncap = 2\nchance = 1e-6\n");
    Spec::parse(&text, Path::new("house.toml")).unwrap()
}

fn table(people: &[(Person, Person)]) -> String {
    let mut text = "rec_id,forename,middle,surname,dob_year,dob_month,dob_day,sex,postcode,address\n".to_owned();
    for (number, (a, b)) in (1..).zip(people) {
        for (side, person) in [("a", a), ("b", b)] {
            let Person { forename, middle, surname, birth, sex, postcode } = person;
            let birth = birth.join(",");
            let _ = writeln!(
                text,
                "{number}{side},{forename},{middle},{surname},{birth},{sex},{postcode},{number} HIGH STREET"
            );
        }
    }
    text
}
