//! The door as an attacker who knows every rule sees it.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::partition::{Member, protect};
use super::{Absence, BeforeAfter, Cell, Measure, Modelled, Part, Policy, SafeCell, Table, ZeroPolicy, disclose};
use crate::stats::Interval;

fn member(policy: &Policy, count: u32) -> Member {
    let raw = f64::from(count);
    Member {
        raw,
        rounded: policy.rounded(raw),
        rounding_variance: policy.rounding_variance(),
        reach: policy.rounding_reach(),
        hidden: policy.is_small(raw),
        may_hide: true,
        of_nobody: false,
    }
}

/// What a reader sees of a partition: each cell, then the total; `None` is hidden.
fn released(policy: &Policy, counts: &[u32]) -> Vec<Option<i64>> {
    let mut members: Vec<Member> = counts.iter().map(|&count| member(policy, count)).collect();
    let total = protect(&mut members, policy, true);
    let cells = members.iter().map(|m| (!m.hidden).then_some(m.rounded as i64));
    cells.chain([total.map(|t| t as i64)]).collect()
}

/// Every partition of `cells` counts up to `most`, grouped by what a reader sees; returns the fewest originals that any cell of any
/// release leaves open. Releases that show a figure near `most` are left out: the enumeration cuts their originals short.
fn narrowest(policy: &Policy, cells: usize, most: u32) -> usize {
    let mut originals: BTreeMap<Vec<Option<i64>>, Vec<BTreeSet<u32>>> = BTreeMap::new();
    let total = (most as usize + 1).pow(cells as u32);
    for code in 0..total {
        let mut rest = code;
        let counts: Vec<u32> = (0..cells)
            .map(|_| {
                let count = rest % (most as usize + 1);
                rest /= most as usize + 1;
                count as u32
            })
            .collect();
        let seen = originals.entry(released(policy, &counts)).or_insert_with(|| vec![BTreeSet::new(); cells]);
        for (set, count) in seen.iter_mut().zip(counts) {
            set.insert(count);
        }
    }
    let far_from_edge = |seen: &&Vec<Option<i64>>| seen.iter().flatten().all(|&shown| shown + 10 <= i64::from(most));
    originals
        .iter()
        .filter(|(seen, _)| far_from_edge(seen))
        .flat_map(|(_, sets)| sets.iter().map(BTreeSet::len))
        .min()
        .unwrap()
}

#[test]
fn no_cell_of_a_partition_can_be_narrowed_below_the_rounding_width() {
    for zeros in [ZeroPolicy::Suppress, ZeroPolicy::Show] {
        let policy = Policy { zeros, ..Policy::default() };
        // A shown zero is exact, as that policy says.
        let least = if zeros == ZeroPolicy::Show { 1 } else { 5 };
        for (cells, most) in [(1, 70), (2, 70), (3, 75)] {
            let width = narrowest(&policy, cells, most);
            assert!(width >= least, "{zeros:?}, {cells} cells: {width} originals");
        }
    }
}

#[test]
fn the_threshold_alone_would_leave_a_ten_with_three_originals() {
    let policy = Policy::default();
    let originals: Vec<u32> = (policy.threshold..30).filter(|&n| policy.rounded(f64::from(n)) as u32 == 10).collect();
    assert_eq!(originals, [10, 11, 12]);
    assert!(originals.iter().all(|&n| policy.is_small(f64::from(n))));
}

proptest! {
    #[test]
    fn what_is_shown_is_rounded_above_the_threshold_and_adds_up(counts in prop::collection::vec(0_u32..200, 1..7)) {
        let policy = Policy::default();
        let seen = released(&policy, &counts);
        let (cells, total) = seen.split_at(counts.len());
        for (shown, count) in cells.iter().zip(&counts) {
            if let Some(shown) = shown {
                prop_assert!(*count >= 13 && shown % 5 == 0 && (shown - i64::from(*count)).abs() <= 2);
            }
        }
        if cells.iter().all(Option::is_some) {
            prop_assert_eq!(total[0], Some(cells.iter().flatten().sum()));
        }
        if let Some(total) = total[0] {
            let hidden = cells.iter().filter(|c| c.is_none()).count();
            prop_assert!(hidden != 1, "one hidden cell could be solved");
            let figures = counts.len() as u64 + 1;
            prop_assert!(total.abs_diff(i64::from(counts.iter().sum::<u32>())) <= 2 * figures);
        }
    }
}

/// By hand: 13 is the least that is shown, and 4 and 13 together are shown as 15, which leaves each of them five values.
#[test]
fn the_smallest_member_is_hidden_to_protect_a_small_one_wherever_they_stand() {
    let policy = Policy::default();
    for (counts, seen) in [
        ([4, 13, 40, 60], [None, None, Some(40), Some(60), Some(115)]),
        ([40, 13, 4, 60], [Some(40), None, None, Some(60), Some(115)]),
        ([60, 40, 4, 13], [Some(60), Some(40), None, None, Some(115)]),
    ] {
        assert_eq!(released(&policy, &counts), seen, "{counts:?}");
    }
}

#[test]
fn a_zero_is_shown_where_the_policy_says_so_unless_it_says_where_everyone_stands() {
    let policy = Policy { zeros: ZeroPolicy::Show, ..Policy::default() };
    let column = |counts: &[u64]| {
        let (mut table, rows) = one_column(counts);
        table.partition(rows);
        shown(&disclose(table, &policy)).concat()
    };
    assert_eq!(column(&[0, 30, 40]), ["0", "30", "40"]);
    assert_eq!(column(&[0, 0, 70])[..2], ["[c]", "[c]"]);
}

/// A row for each of these counts of people, and no other column.
pub(super) fn one_column(counts: &[u64]) -> (Table, Vec<Part>) {
    let mut table = Table::new("t", "Title", "People", "Period");
    let people = table.count("people", "People");
    let rows = counts.iter().map(|&count| table.row("row", [(people, Cell::people(count))])).collect();
    (table, rows)
}

#[test]
fn a_figure_that_is_no_count_has_two_decimals() {
    let mut table = Table::new("t", "Title", "People", "Period");
    let months = table.figure("months", "Months", "months");
    table.row("many", [(months, Cell::figure(12.3456, 50))]).alone();
    table.row("few", [(months, Cell::figure(12.3456, 5))]).alone();
    assert_eq!(shown(&disclose(table, &Policy::default())), [["12.35"], ["[c]"]]);
}

fn two_groups(first: (u64, u64), second: (u64, u64)) -> super::SafeTable {
    let mut table = Table::new("t", "Title", "People", "Period");
    let whole = table.count("whole", "Whole");
    let part = table.part_of(whole, "part", "Part");
    table.measure("share", "Share", Measure::Percent { part, whole });
    table.measure("points", "Points", Measure::PointsAboveFirst { part, whole });
    let rows: Vec<_> = [("a", first), ("b", second)]
        .map(|(label, (p, w))| table.row(label, [(whole, Cell::people(w)), (part, Cell::people(p))]))
        .into();
    table.total("all", rows, []).alone();
    disclose(table, &Policy::default())
}

fn shown(table: &super::SafeTable) -> Vec<Vec<String>> {
    let cell = |cell: &SafeCell| match cell {
        SafeCell::Number(value) => format!("{value}"),
        SafeCell::Estimate(released) => format!("{:.2}", released.estimate()),
        SafeCell::Absent(Absence::Hidden) => "[c]".into(),
        SafeCell::Absent(Absence::NotApplicable) => "[z]".into(),
        SafeCell::Absent(Absence::NotAvailable) => "[x]".into(),
    };
    table.rows().iter().map(|row| row.cells().iter().map(cell).collect()).collect()
}

#[test]
fn shares_come_from_rounded_counts() {
    // 31 of 98 is 31.6 %; the release knows 30 of 100.
    let rows = shown(&two_groups((31, 98), (62, 203)));
    assert_eq!(rows[0], ["100", "30", "30.00", "[z]"]);
    assert_eq!(rows[1], ["205", "60", "29.27", "-0.73"]);
    assert_eq!(rows[2], ["305", "90", "29.51", "[z]"]);
}

#[test]
fn an_estimate_that_cannot_be_made_is_not_available() {
    let mut table = Table::new("t", "T", "p", "t");
    let ratio = table.modelled("ratio", "Ratio", "ratio");
    let interval = Interval { low: 1.5, high: 2.5 };
    let of = |people| Modelled { estimate: 2.0, interval, people, least_events: people, residual_freedom: people };
    table.row("made", [(ratio, Cell::modelled(of(500)))]).alone();
    table.row("of too few", [(ratio, Cell::modelled(of(3)))]).alone();
    table.row("not made", []).alone();
    assert_eq!(shown(&disclose(table, &Policy::default())), [["2.00"], ["[c]"], ["[x]"]]);
}

#[test]
fn a_part_is_hidden_when_what_is_left_is_small() {
    // 95 of 100: the 5 others would be known. Row b is hidden with it, or the total would give row a away.
    let rows = shown(&two_groups((95, 100), (60, 200)));
    assert_eq!(rows[0], ["100", "[c]", "[c]", "[z]"]);
    assert_eq!(rows[1], ["200", "[c]", "[c]", "[c]"]);
    assert_eq!(rows[2][..2], ["300", "155"]);
}

#[test]
fn events_of_few_people_are_hidden_however_many_they_are() {
    let mut table = Table::new("t", "Title", "People", "Period");
    let events = table.count("events", "Events");
    let few: Vec<u32> = vec![40; 5];
    let dominated: Vec<u32> = std::iter::once(2000).chain([1; 40]).collect();
    let many: Vec<u32> = vec![2; 40];
    for (label, people) in [("few", few), ("dominated", dominated), ("many", many)] {
        table.row(label, [(events, Cell::events(people))]).alone();
    }
    let rows = shown(&disclose(table, &Policy::default()));
    assert_eq!(rows, [["[c]"], ["[c]"], ["80"]]);
}

#[test]
fn a_subtotal_is_never_shown_by_its_parts_when_hidden_above() {
    let mut table = Table::new("t", "Title", "People", "Period");
    let people = table.count("people", "People");
    let mut row = |label, count| table.row(label, [(people, Cell::people(count))]);
    let (inside, near, far) = (row("in", 4), row("near", 40), row("far", 60));
    let out = table.total("out", [near, far], []);
    table.total("all", [inside, out], []).alone();
    let rows = shown(&disclose(table, &Policy::default()));
    // Only the total can be hidden to protect "in": "out" is the sum of two shown rows.
    assert_eq!(rows, [["[c]"], ["40"], ["60"], ["100"], ["[c]"]]);
}

#[test]
fn a_change_and_its_interval_use_rounded_counts_and_the_released_standard_error() {
    let mut table = Table::new("t", "Title", "People", "Period");
    let before = table.count("before", "Before");
    let after = table.count("after", "After");
    let standard_error = table.standard_error([before, after], "se", "SE");
    let columns = BeforeAfter { before, after, years: None, standard_error };
    let change = table.measure("change", "Change", Measure::Change(columns));
    let cells = [
        (before, Cell::events(vec![2; 101])),
        (after, Cell::events(vec![1; 98])),
        (standard_error, Cell::standard_error(0.100_49, 120)),
    ];
    let row = table.row("all", cells).alone();
    let safe = disclose(table, &Policy::default());
    let released = safe.estimate(row, change).unwrap();
    assert!((released.estimate() - (-50.0)).abs() < 1e-9, "100 of 200");
    let low = 100.0 * (0.5 * (-1.959_964_f64 * 0.1).exp() - 1.0);
    assert!((released.interval().low - low).abs() < 1e-4);
}

#[test]
fn a_standard_error_is_hidden_with_the_counts_it_would_give_away() {
    let mut table = Table::new("t", "Title", "People", "Period");
    let before = table.count("before", "Before");
    let after = table.count("after", "After");
    let standard_error = table.standard_error([before, after], "se", "SE");
    let cells = [
        (before, Cell::events(vec![1; 80])),
        (after, Cell::events(vec![1; 9])),
        (standard_error, Cell::standard_error(0.35, 120)),
    ];
    table.row("died", cells).alone();
    assert_eq!(shown(&disclose(table, &Policy::default())), [["80", "[c]", "[c]"]]);
}

#[test]
fn a_row_within_a_wider_one_is_hidden_where_it_leaves_few() {
    let counts = |wider: u64, part: u64, inner: u64| {
        let mut table = Table::new("t", "Title", "People", "Period");
        let deaths = table.count("deaths", "Deaths");
        let all = table.row("poisonings", [(deaths, Cell::people(wider))]).alone();
        let drug = table.row("a drug named", [(deaths, Cell::people(part))]);
        let drug = table.within(all, drug);
        let opiate = table.row("an opiate", [(deaths, Cell::people(inner))]);
        table.within(drug, opiate);
        shown(&disclose(table, &Policy::default())).concat()
    };
    assert_eq!(counts(60, 40, 25), ["60", "40", "25"]);
    // Eight name no drug; seven that name one name no opiate; nobody names none.
    assert_eq!(counts(60, 52, 30), ["60", "[c]", "30"]);
    assert_eq!(counts(120, 92, 85), ["120", "90", "[c]"]);
    assert_eq!(counts(60, 60, 30), ["60", "[c]", "30"]);
}
