use std::collections::BTreeMap;

use exchange::spec::Combine;

use super::*;
use crate::union::world::{LEFTS, RIGHTS, World, numbers, seen_by};

/// The same from maps, pair by pair.
fn slow(number: u64, link: &Link, people: &[u32], value: Value) -> Vec<(u32, u32, f64)> {
    let [lefts, rights] = [numbers(0, LEFTS), if number == 0 { numbers(0, LEFTS) } else { numbers(1, RIGHTS) }];
    let mut by_entities: BTreeMap<(u32, u32), Vec<Seen>> = BTreeMap::new();
    for pass in 0..link.passes.len() as u64 {
        for ((left, right), match_weight) in seen_by(number, pass, RIGHTS) {
            let (left, right) = (lefts[left as usize], rights[right as usize]);
            let (left, right) = if number == 0 { (left.min(right), left.max(right)) } else { (left, right) };
            // The finer pass has the smaller number.
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
    let world = World::new(RIGHTS);
    let everyone: Vec<u32> = (0..LEFTS as u32).collect();
    // Every third entity is the same person as the one before.
    let clustered: Vec<u32> = (0..LEFTS as u32).map(|entity| entity - u32::from(entity % 3 == 2)).collect();
    let entities = world.entities();
    for (number, people) in [(0, &everyone), (1, &everyone), (1, &clustered)] {
        let mut link = world.spec.links[number].clone();
        for rule in [Combine::Best, Combine::First, Combine::Pooled, Combine::Auto] {
            link.combine = rule;
            // Enough pairs are likely for the rule of frequent matches.
            let slow = slow(number as u64, &link, people, value(rule, u64::MAX, 1));
            assert!(slow.len() > if number == 0 { 15 } else { 500 }, "only {} pairs of people", slow.len());
            for (sealed, buckets) in [(false, 1), (false, 7), (true, 3), (true, 200)] {
                let room = if sealed { Room::sealing(world.path()) } else { Room::unbounded().unwrap() };
                let (left, right) = (&entities[0], &entities[number]);
                let sides = LinkedSides { number: number as u16, link: &link, linked: &world.linked, left, right };
                let seen = SeenPairs::read(sides, people, (&room, buckets), &|_| Ok(())).unwrap();
                assert_eq!(room.workspace.spilled_bytes() > 0, sealed);
                assert!(seen.pairs() >= slow.len() as u64);
                let found = seen.take_all(&|_| Ok(())).unwrap();
                let found: Vec<_> = found.iter().map(|pair| (pair.left, pair.right, pair.match_weight)).collect();
                assert_eq!(found, slow, "link {number}, {rule:?}, {buckets} buckets");
            }
        }
    }
}
