use std::collections::BTreeMap;
use std::path::Path;

use exchange::spec::{FOUR_DEPARTMENTS, Link, Spec};
use exchange::{
    Desk, EntityRow, FixedReason, HandleRow, MODEL_FORMAT_1, Manifest, ModelPass, NewFolder, PairRow, PassStatus,
    Received, Role, Row, handles, pairs, receive, write_rows,
};

use super::*;
use crate::union::Entities;

const LEFTS: u64 = 60;
const RIGHTS: u64 = 90;
/// Pairs of each pass.
const PAIRS: u64 = 400;

/// Numbers without order, each once: odd factors permute 64 bits.
fn handle(side: u64, pass: u64, entity: u64) -> u64 {
    (entity << 8 | pass << 1 | side).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn folder(at: &Path, role: Role, source: Option<&str>, fill: impl FnOnce(&Path, &mut Manifest)) -> Received {
    let out = NewFolder::begin(at, false).unwrap();
    let mut manifest = Manifest::new(role, "project", "delivery", "00000000");
    manifest.source = source.map(str::to_owned);
    fill(out.path(), &mut manifest);
    manifest.write(out.path()).unwrap();
    out.commit().unwrap();
    receive(at, role, Desk::OneHat).unwrap()
}

fn table<R: Row>(folder: &Path, manifest: &mut Manifest, name: &str, mut rows: Vec<R>) {
    rows.sort_by(Row::order);
    manifest.add_written(name, &write_rows(&folder.join(name), &rows).unwrap(), None).unwrap();
}

/// A source of so many entities, each with a handle in every pass.
fn entities(at: &Path, side: u64, count: u64, passes: u64) -> Entities {
    let name = ["left", "right"][side as usize];
    let payload_handle = |entity| handle(side, 99, entity);
    let received = folder(&at.join(name), Role::Union, Some(name), |folder, manifest| {
        let entity =
            |entity| EntityRow { payload_handle: payload_handle(entity), link: 0, withheld: 0, null: 0, emitted: 1 };
        table(folder, manifest, handles::ENTITIES_FILE, (0..count).map(entity).collect());
        let of_pass = |pass| {
            (0..count).map(move |entity| HandleRow {
                payload_handle: payload_handle(entity),
                link: 0,
                pass: pass as u16,
                handle: handle(side, pass, entity),
            })
        };
        table(folder, manifest, handles::HANDLES_FILE, (0..passes).flat_map(of_pass).collect());
    });
    Entities::read(&received).unwrap()
}

/// What a pass saw, left and right entity and the weight: many pairs of the pass before too.
fn seen_by(pass: u64) -> BTreeMap<(u64, u64), f64> {
    let pair = |number: u64| {
        let random = handle(1, 50, number) >> 32;
        ((random % LEFTS, random / LEFTS % RIGHTS), (random * (pass + 1) % 23) as f64 - 7.0)
    };
    (0..PAIRS).map(|place| pair(100 * pass + place)).collect()
}

fn linked(at: &Path, link: &Link) -> Received {
    folder(&at.join("linked"), Role::Pairs, None, |folder, manifest| {
        for (number, pass) in (0..).zip(&link.passes) {
            let row = |((left, right), match_weight)| PairRow {
                left: handle(0, number, left),
                right: handle(1, number, right),
                match_weight,
            };
            let rows = seen_by(number).into_iter().map(row).collect();
            table(folder, manifest, &pairs::file_name(&link.name, &pass.name), rows);
        }
        let pass = |(pairs, pass): (u64, &exchange::spec::Pass)| ModelPass {
            name: pass.name.clone(),
            status: PassStatus::Fixed { reason: FixedReason::Given },
            pairs,
            prior: 0.5,
            comparisons: Vec::new(),
            homes: None,
            sex_given_forename: Vec::new(),
            log_likelihood: Vec::new(),
            patterns: Vec::new(),
        };
        let passes = (1..).zip(&link.passes).map(pass).collect();
        let model = Model { format: MODEL_FORMAT_1.to_owned(), link: link.name.clone(), trained_on: None, passes };
        model.write(&folder.join(model_file(&link.name))).unwrap();
        manifest.add_file(folder, &model_file(&link.name), None).unwrap();
    })
}

/// The same from maps, pair by pair. The finer pass has the smaller number, as the model above says; numbers of entities follow their handles.
fn slow(link: &Link, people: &[u32], value: Value) -> Vec<(u32, u32, f64)> {
    let numbers = |side, count| {
        let mut sorted: Vec<u64> = (0..count).map(|entity| handle(side, 99, entity)).collect();
        sorted.sort_unstable();
        move |entity| sorted.binary_search(&handle(side, 99, entity)).unwrap() as u32
    };
    let (left_number, right_number) = (numbers(0, LEFTS), numbers(1, RIGHTS));
    let mut by_entities: BTreeMap<(u32, u32), Vec<Seen>> = BTreeMap::new();
    for pass in 0..link.passes.len() as u64 {
        for ((left, right), match_weight) in seen_by(pass) {
            let (left, right) = (left_number(left), right_number(right));
            let seen = Seen { left, right, fineness: pass as u32, match_weight };
            by_entities.entry((left, right)).or_default().push(seen);
        }
    }
    let mut best: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for ((left, right), seen) in by_entities {
        let weight = best.entry((people[left as usize], right)).or_insert(f64::NEG_INFINITY);
        *weight = weight.max(value(&seen));
    }
    best.into_iter().map(|((person, right), weight)| (person, right, weight)).collect()
}

#[test]
fn candidates_are_the_same_in_any_number_of_buckets_in_memory_and_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut spec = Spec::parse(FOUR_DEPARTMENTS, Path::new("spec.toml")).unwrap();
    let link = &mut spec.links[1];
    assert_ne!(link.left, link.right);
    let passes = link.passes.len() as u64;
    let (left, right) = (entities(at, 0, LEFTS, passes), entities(at, 1, RIGHTS, passes));
    let linked = linked(at, link);
    // Every third entity is the same person as the one before.
    let people: Vec<u32> = (0..LEFTS as u32).map(|entity| entity - u32::from(entity % 3 == 2)).collect();
    for rule in [Combine::Best, Combine::First, Combine::Pooled, Combine::Auto] {
        link.combine = rule;
        // Enough pairs are likely for the rule of frequent matches.
        let slow = slow(link, &people, value(rule, u64::MAX, 1));
        assert!(slow.len() > 500, "only {} pairs of people", slow.len());
        for (budget, buckets) in [(u64::MAX, 1), (u64::MAX, 7), (0, 3), (0, 200)] {
            let workspace = Workspace::with_own_key(budget, at).unwrap();
            let sides = LinkedSides { number: 0, link, linked: &linked, left: &left, right: &right };
            let seen = SeenPairs::read(sides, &people, (&workspace, buckets), &|_| Ok(())).unwrap();
            assert_eq!(workspace.spilled_bytes() > 0, budget == 0);
            let sightings: u64 = (0..seen.len()).map(|bucket| seen.sightings(bucket)).sum();
            assert_eq!(sightings, (0..passes).map(|pass| seen_by(pass).len() as u64).sum::<u64>());
            assert!(seen.count().unwrap() >= slow.len() as u64);
            let found = seen.take_all().unwrap();
            let found: Vec<_> = found.iter().map(|pair| (pair.left, pair.right, pair.match_weight)).collect();
            assert_eq!(found, slow, "{rule:?}, {buckets} buckets");
        }
    }
}
