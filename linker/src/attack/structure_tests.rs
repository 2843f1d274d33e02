use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::view::Group;
use super::*;

/// Two names in one domain, the second of two slots, and a field of its own.
fn groups() -> Vec<Group> {
    let group = |name: &str, domain, offset, len| Group { name: name.into(), domain, offset, len };
    vec![group("forename", 0, 0, 1), group("surname", 0, 1, 2), group("day", 1, 3, 1)]
}

fn view(rows: &[(u64, [u32; 4], u64)]) -> PassView {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| row.0);
    PassView {
        block: rows.iter().map(|r| r.0).collect(),
        person: (0..rows.len() as u32).collect(),
        nulls: rows.iter().map(|r| r.2).collect(),
        tokens: rows.iter().flat_map(|r| r.1).collect(),
        groups: groups(),
        persons: rows.len(),
    }
}

/// Numbers things in order of appearance, so that equal things get equal numbers and different things never do.
struct Names<T>(BTreeMap<T, usize>);

impl<T: Ord> Names<T> {
    fn new() -> Self {
        Self(BTreeMap::new())
    }

    fn of(&mut self, thing: T) -> usize {
        let next = self.0.len();
        *self.0.entry(thing).or_insert(next)
    }
}

/// The definition without hashes: states are numbered, labels are vectors of counts, multisets are sorted lists.
fn slow(view: &PassView, evidence: Evidence) -> Vec<(usize, usize)> {
    let label = |i: usize, j: usize| -> Vec<usize> {
        let mut counts = Vec::new();
        for (g, left) in view.groups.iter().enumerate() {
            for (h, right) in view.groups.iter().enumerate().filter(|(_, right)| right.domain == left.domain) {
                let mut count = 0;
                for a in 0..left.len {
                    for b in 0..right.len {
                        let null = view.nulls[i] & (1 << g) != 0 || view.nulls[j] & (1 << h) != 0;
                        count += usize::from(
                            !null && view.tokens[i * 4 + left.offset + a] == view.tokens[j * 4 + right.offset + b],
                        );
                    }
                }
                counts.push(if evidence == Evidence::Intersects { count.min(1) } else { count });
            }
        }
        counts
    };
    let (mut alone, mut refined, mut whole, mut entry) = (Names::new(), Names::new(), Names::new(), Names::new());
    let mut out = Vec::new();
    for block in view.blocks() {
        let mut states: Vec<usize> =
            block.clone().map(|i| alone.of((block.len(), view.nulls[i], label(i, i)))).collect();
        for round in 0..2 {
            let next = block.clone().map(|i| {
                let mut others: Vec<_> =
                    block.clone().filter(|&j| j != i).map(|j| (label(i, j), states[j - block.start])).collect();
                others.sort();
                refined.of((round, states[i - block.start], others))
            });
            states = next.collect();
        }
        let mut sorted = states.clone();
        sorted.sort_unstable();
        let whole = whole.of(sorted);
        out.extend(states.iter().map(|&state| (entry.of((whole, state)), whole)));
    }
    out
}

/// Whether two columns cut the entries into the same classes.
fn same_classes<A: Ord + Copy, B: Ord + Copy>(left: &[A], right: &[B]) -> bool {
    let (mut forth, mut back) = (BTreeMap::new(), BTreeMap::new());
    left.iter().zip(right).all(|(&a, &b)| *forth.entry(a).or_insert(b) == b && *back.entry(b).or_insert(a) == a)
}

fn entries(view: &PassView, evidence: Evidence) -> Vec<u64> {
    signatures(view, evidence, ROUNDS, |_| 0).iter().map(|s| s.entry).collect()
}

#[test]
fn a_block_of_two_is_symmetric() {
    let s = entries(&view(&[(1, [10, 20, 21, 3], 0), (1, [11, 20, 22, 4], 0)]), Evidence::SharedTokens);
    assert_eq!(s[0], s[1]);
}

#[test]
fn a_swap_tells_the_two_of_a_block_apart() {
    // One's forename is the other's surname: the observer sees which way round.
    let s = entries(&view(&[(1, [10, 20, 21, 3], 0), (1, [20, 30, 31, 4], 0)]), Evidence::SharedTokens);
    assert_ne!(s[0], s[1]);
}

#[test]
fn own_nulls_and_own_equalities_show() {
    let plain = [10, 20, 21, 3];
    let s = entries(
        &view(&[(1, plain, 0), (2, plain, 0b100), (3, [20, 20, 21, 3], 0), (4, plain, 0)]),
        Evidence::SharedTokens,
    );
    assert!(s[0] != s[1] && s[0] != s[2] && s[1] != s[2]);
    assert_eq!(s[0], s[3]);
}

#[test]
fn tokens_of_a_null_group_are_ignored() {
    let with = view(&[(1, [10, 20, 21, 3], 0b100), (1, [11, 22, 23, 3], 0b100)]);
    let without = view(&[(1, [10, 20, 21, 3], 0b100), (1, [11, 22, 23, 4], 0b100)]);
    assert_eq!(entries(&with, Evidence::SharedTokens), entries(&without, Evidence::SharedTokens));
}

#[test]
fn shared_tokens_see_more_than_intersection() {
    // Blocks that differ only in how many surname tokens their two entries share.
    let one = [(1, [10, 20, 21, 3], 0), (1, [11, 20, 22, 4], 0)];
    let two = [(2, [10, 20, 21, 3], 0), (2, [11, 20, 21, 4], 0)];
    let both = view(&[one, two].concat());
    let weak = entries(&both, Evidence::Intersects);
    let strong = entries(&both, Evidence::SharedTokens);
    assert!(weak[0] == weak[2] && strong[0] != strong[2]);
}

#[test]
fn what_else_is_known_shows() {
    let pair = view(&[(1, [10, 20, 21, 3], 0), (1, [11, 22, 23, 4], 0)]);
    let s = signatures(&pair, Evidence::SharedTokens, ROUNDS, |i| i as u64);
    assert!(s[0].entry != s[1].entry && s[0].block == s[1].block);
}

#[test]
fn any_number_of_threads_gives_the_same_signatures() {
    let rows: Vec<_> =
        (0..3000_u32).map(|i| (u64::from(i / 3), [i % 7, i % 5, i % 4 + 9, i % 3], u64::from(i % 11 == 0))).collect();
    let view = view(&rows);
    let with = |threads| {
        let pool =
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of a few threads starts");
        pool.install(|| signatures(&view, Evidence::SharedTokens, ROUNDS, |_| 0))
    };
    assert_eq!(with(1), with(4));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn classes_agree_with_the_definition(
        rows in prop::collection::vec((0_u64..12, [0_u32..3, 0_u32..3, 0_u32..3, 0_u32..2], prop::sample::select(vec![0_u64, 0, 0, 1, 2, 4, 6])), 0..50),
        intersects: bool,
    ) {
        let view = view(&rows);
        let evidence = if intersects { Evidence::Intersects } else { Evidence::SharedTokens };
        let fast = signatures(&view, evidence, ROUNDS, |_| 0);
        let slow = slow(&view, evidence);
        let column = |pick: fn(&Signature) -> u64| fast.iter().map(pick).collect::<Vec<_>>();
        prop_assert!(same_classes(&column(|s| s.entry), &slow.iter().map(|s| s.0).collect::<Vec<_>>()));
        prop_assert!(same_classes(&column(|s| s.block), &slow.iter().map(|s| s.1).collect::<Vec<_>>()));
    }
}
