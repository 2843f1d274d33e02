//! Random tables against the attacker's programme.

use proptest::prelude::*;

use super::attack::narrowest;
use super::door::protected;
use super::tests::one_column;
use super::{Cell, Part, Policy, Table, ZeroPolicy};

/// People and their outcome in each row; `nested` rows make a subtotal of their own.
#[derive(Clone, Debug)]
struct Counts {
    rows: Vec<(u64, u64)>,
    nested: usize,
    has_total: bool,
}

fn counts() -> impl Strategy<Value = Counts> {
    let size = prop_oneof![3 => 0_u64..20, 2 => 0_u64..60, 1 => 100_u64..400];
    let row = (size, 0.0_f64..=1.0).prop_map(|(people, share)| (people, (people as f64 * share) as u64));
    (prop::collection::vec(row, 2..9), 0_usize..4, any::<bool>()).prop_map(|(rows, nested, has_total)| Counts {
        nested: nested.min(rows.len()),
        rows,
        has_total,
    })
}

fn table(counts: &Counts) -> Table {
    let mut table = Table::new("t", "Title", "People", "Period");
    let whole = table.count("whole", "Whole");
    let part = table.part_of(whole, "part", "Part");
    let mut rows: Vec<Part> = counts
        .rows
        .iter()
        .map(|&(people, outcome)| table.row("row", [(whole, Cell::people(people)), (part, Cell::people(outcome))]))
        .collect();
    if counts.nested > 1 {
        let inner: Vec<Part> = rows.drain(..counts.nested).collect();
        rows.push(table.total("subtotal", inner, []));
    }
    if counts.has_total {
        table.total("total", rows, []).alone();
    } else {
        table.partition(rows);
    }
    table
}

/// Rows each within the one before it, or the first: people who may stand in several rows.
fn overlapping(shares: &[(f64, bool)], people: u64) -> Table {
    let mut table = Table::new("t", "Title", "People", "Period");
    let deaths = table.count("deaths", "Deaths");
    let first = table.row("all", [(deaths, Cell::people(people))]).alone();
    let (mut wider, mut many) = (first, people);
    for &(share, deeper) in shares {
        let (whole, of) = if deeper { (wider, many) } else { (first, people) };
        many = (of as f64 * share) as u64;
        let row = table.row("some", [(deaths, Cell::people(many))]);
        wider = table.within(whole, row);
    }
    table
}

fn policies() -> [Policy; 3] {
    let own = Policy::default();
    [own.clone(), Policy { zeros: ZeroPolicy::Show, ..own.clone() }, Policy { threshold: 8, rounding_base: 7, ..own }]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_hidden_cell_of_a_random_table_is_narrowed_below_the_policy(counts in counts()) {
        for policy in policies() {
            let mut table = table(&counts);
            let grid = protected(&mut table, &policy);
            if let Some(width) = narrowest(&table, &grid, &policy) {
                prop_assert!(width >= policy.protection_width(), "{width} of {}", policy.protection_width());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn what_overlapping_rows_leave_of_a_wider_one_is_not_narrowed_either(
        shares in prop::collection::vec((0.0_f64..=1.0, any::<bool>()), 1..7),
        people in 0_u64..120,
    ) {
        for policy in policies() {
            let mut table = overlapping(&shares, people);
            let grid = protected(&mut table, &policy);
            if let Some(width) = narrowest(&table, &grid, &policy) {
                prop_assert!(width >= policy.protection_width(), "{width} of {}", policy.protection_width());
            }
        }
    }
}

/// The narrowest range over many tables, for people: `cargo test -p studies narrowest -- --nocapture`.
#[test]
#[expect(clippy::print_stdout, reason = "a figure for people who run it")]
fn the_narrowest_range_over_many_tables_is_printed() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    for policy in policies() {
        let mut runner = TestRunner::deterministic();
        let mut least = f64::INFINITY;
        for _ in 0..500 {
            let counts = counts().new_tree(&mut runner).unwrap().current();
            let mut table = table(&counts);
            let grid = protected(&mut table, &policy);
            least = least.min(narrowest(&table, &grid, &policy).unwrap_or(f64::INFINITY));
        }
        println!(
            "{}: narrowest range of a hidden cell {least}, policy {}",
            policy.in_words(),
            policy.protection_width()
        );
        assert!(least >= policy.protection_width() && least.is_finite());
    }
}

/// By hand, where 13 is the least that is shown. A small figure of which nothing else is shown is below it, and may be none unless zeros are
/// shown: then only a zero that is hidden may. A total of 115 beside 40 and 60 leaves 13 to 17 for both hidden figures; the one
/// that is not small is 13 at least, so the small one is 4 at most.
#[test]
fn the_programme_knows_the_rules() {
    use ZeroPolicy::{Show, Suppress};
    for (zeros, counts, has_total, width) in [
        (Suppress, &[4][..], false, 13.0),
        (Suppress, &[0], false, 13.0),
        (Show, &[4], false, 12.0),
        (Show, &[0, 0, 70], false, 13.0),
        (Suppress, &[4, 13, 40, 60], true, 5.0),
    ] {
        let policy = Policy { zeros, ..Policy::default() };
        let (mut table, rows) = one_column(counts);
        if has_total {
            table.total("total", rows, []).alone();
        } else {
            table.partition(rows);
        }
        let grid = protected(&mut table, &policy);
        assert_eq!(narrowest(&table, &grid, &policy), Some(width), "{zeros:?}, {counts:?}");
    }
}

#[test]
fn the_programme_finds_a_cell_that_its_total_gives_away() {
    // One hidden cell beside a shown one and a shown total: without complementary suppression it is solved to within the rounding.
    let counts = Counts { rows: vec![(4, 0), (40, 0)], nested: 0, has_total: true };
    let policy = Policy::default();
    let mut table = table(&counts);
    let mut grid = protected(&mut table, &policy);
    assert!(narrowest(&table, &grid, &policy).unwrap() >= 5.0);
    for (row, shown) in [(1, 40.0), (2, 45.0)] {
        (grid[0][row].hidden, grid[0][row].rounded) = (false, shown);
    }
    // Rounding to five leaves 45 - 40 open to five values, just the width; without rounding the cell is solved.
    let unrounded = Policy { rounding_base: 1, ..policy };
    assert!(super::attack::exposed(&table, &grid, &unrounded).contains(&(0, 0)));
}
