//! [`disclose`]: the only way from [`Table`] to [`SafeTable`].

use std::collections::BTreeSet;

use super::attack::{self, Place};
use super::cell::Cell;
use super::measure::{Figures, Measure, evaluate};
use super::partition::{Member, protect, total_rounding_variance};
use super::policy::Policy;
use super::safe::{Absence, SafeCell, SafeColumn, SafeRow, SafeTable};
use super::table::{Column, ColumnId, Group, Kind, Table, is_summed};

/// Applies `policy` to `table`: hides, rounds, sums again, and works out every measure from what is left.
#[must_use]
pub fn disclose(mut table: Table, policy: &Policy) -> SafeTable {
    let grid = protected(&mut table, policy);
    let figures = figures(&table, &grid, policy);
    let holds_first = rows_holding_first(&table);
    let rows = (0..table.rows.len()).map(|row| safe_row(&table, &figures, row, holds_first[row], policy)).collect();
    let columns = table.columns.iter().map(safe_column).collect();
    SafeTable::new(table, columns, rows, policy.clone())
}

/// Raw totals of summed columns, so that a total meets the same tests as its parts.
fn fill_sums(table: &mut Table) {
    for group in &table.groups {
        let Some(total) = group.total else { continue };
        for (index, column) in table.columns.iter().enumerate() {
            if !is_summed(&column.kind) {
                continue;
            }
            let parts = group.parts.iter().filter_map(|part| table.rows[part.0].cells[index]);
            let sum = parts.reduce(|a, b| Cell {
                value: a.value + b.value,
                people: a.people + b.people,
                largest_two: a.largest_two.max(b.largest_two),
                key: a.key.zip(b.key).map(|(a, b)| a.wrapping_add(b)),
                modelled: None,
            });
            table.rows[total.0].cells[index] = sum;
        }
    }
}

/// Hides until the attacker's programme narrows nothing too far. Each round hides totals of the cells exposed, and when there are none
/// left to hide, their whole columns: it fails closed, and ends, since a round hides a cell or is the last.
pub(super) fn protected(table: &mut Table, policy: &Policy) -> Vec<Vec<Member>> {
    fill_sums(table);
    let table = &*table;
    let mut forced = BTreeSet::new();
    loop {
        let grid = release(table, policy, &forced);
        let exposed = attack::exposed(table, &grid, policy);
        let totals = exposed.iter().flat_map(|&(row, column)| totals_of(table, row).map(move |total| (total, column)));
        let mut more: BTreeSet<Place> = totals.filter(|place| !forced.contains(place)).collect();
        if more.is_empty() {
            let columns = exposed.iter().flat_map(|&(_, column)| (0..table.rows.len()).map(move |row| (row, column)));
            more = columns.filter(|place| !forced.contains(place)).collect();
        }
        if more.is_empty() {
            return grid;
        }
        forced.extend(more);
    }
}

fn totals_of(table: &Table, row: usize) -> impl Iterator<Item = usize> {
    let holds =
        move |group: &&Group| group.parts.iter().any(|part| part.0 == row) || group.total.is_some_and(|t| t.0 == row);
    let totals = table.groups.iter().filter(holds).filter_map(|group| group.total);
    totals.chain(table.rows[row].within).map(|total| total.0)
}

/// What is shown of each column, with the cells of `forced` hidden whatever the rules say.
fn release(table: &Table, policy: &Policy, forced: &BTreeSet<Place>) -> Vec<Vec<Member>> {
    let mut grid: Vec<Vec<Member>> = Vec::new();
    for (index, column) in table.columns.iter().enumerate() {
        let mut members: Vec<Member> = (0..table.rows.len())
            .map(|row| {
                let found = member(table, &grid, row, index, policy);
                Member { hidden: found.hidden || forced.contains(&(row, index)), ..found }
            })
            .collect();
        if is_summed(&column.kind) {
            let counts = matches!(column.kind, Kind::Count { .. });
            for group in &table.groups {
                sum_group(table, group, index, &mut members, policy, counts);
            }
        }
        grid.push(members);
    }
    grid
}

fn figures(table: &Table, grid: &[Vec<Member>], policy: &Policy) -> Figures {
    let mut figures = Figures::new(table.rows.len(), table.columns.len(), policy.clone());
    for (index, members) in grid.iter().enumerate() {
        for (row, member) in members.iter().enumerate() {
            let applies = table.rows[row].cells[index].is_some();
            figures.set(row, index, (applies && !member.hidden).then_some((member.rounded, member.rounding_variance)));
        }
    }
    figures
}

fn sum_group(table: &Table, group: &Group, column: usize, members: &mut [Member], policy: &Policy, counts: bool) {
    let applicable: Vec<usize> =
        group.parts.iter().map(|part| part.0).filter(|&row| table.rows[row].cells[column].is_some()).collect();
    let mut parts: Vec<Member> = applicable.iter().map(|&row| members[row]).collect();
    if counts {
        hide_class_disclosure(&mut parts);
    }
    let total = protect(&mut parts, policy, counts);
    for (&row, part) in applicable.iter().zip(&parts) {
        members[row] = *part;
    }
    if let Some(row) = group.total {
        let own = table.rows[row.0].cells[column].and_then(|cell| policy.perturbed(cell.value, cell.key));
        let sum = || (total.unwrap_or_default(), total_rounding_variance(&parts, policy));
        let total_member = &mut members[row.0];
        total_member.hidden |= total.is_none();
        (total_member.rounded, total_member.rounding_variance) =
            own.filter(|_| counts).map_or_else(sum, |own| (own.shown, own.variance));
    }
}

/// If all people of a partition stand in one cell, its shown zeros would say of everyone where they stand.
fn hide_class_disclosure(parts: &mut [Member]) {
    if parts.len() > 1 && parts.iter().filter(|part| part.raw > 0.0).count() == 1 {
        parts.iter_mut().filter(|part| part.raw == 0.0 && !part.of_nobody).for_each(|part| part.hidden = true);
    }
}

/// The first test of a cell, before its partition is looked at.
fn member(table: &Table, grid: &[Vec<Member>], row: usize, column: usize, policy: &Policy) -> Member {
    let kind = &table.columns[column].kind;
    let Some(cell) = table.rows[row].cells[column] else {
        return Member {
            raw: 0.0,
            rounded: 0.0,
            rounding_variance: 0.0,
            reach: (0.0, 0.0),
            hidden: true,
            may_hide: false,
            of_nobody: false,
        };
    };
    let too_few = policy.is_small(cell.people) || policy.is_dominated(cell.largest_two, cell.value);
    let of_nobody = match kind {
        Kind::Count { part_of: Some(whole) } => {
            table.rows[row].cells[whole.0].is_some_and(|whole| whole.value == 0.0) && !is_hidden(grid, row, *whole)
        }
        Kind::Count { part_of: None } => {
            wider(table, row, column).is_some_and(|w| w.value == 0.0) && !policy.is_small(0.0)
        }
        _ => false,
    };
    let hidden = match kind {
        Kind::Count { .. } if of_nobody => false,
        Kind::Count { part_of } => {
            too_few
                || policy.is_small(cell.value)
                || part_of.is_some_and(|whole| left_over_is_small(table, grid, row, cell, whole, policy))
                || wider(table, row, column).is_some_and(|wider| leaves_few(wider, cell, policy))
        }
        Kind::Distinct => policy.is_small(cell.value),
        Kind::Years { people } => too_few || is_hidden(grid, row, *people),
        // An error of a few events says how few: it is shown only beside the counts it belongs to.
        Kind::StandardError { of } => too_few || of.iter().any(|count| is_hidden(grid, row, *count)),
        Kind::Figure { .. } => too_few,
        Kind::Modelled { .. } | Kind::Measure(_) => true,
    };
    let perturbed = match kind {
        Kind::Count { .. } | Kind::Distinct => policy.perturbed(cell.value, cell.key),
        _ => None,
    };
    let rounded = match kind {
        Kind::StandardError { .. } => (cell.value * 1e3).round() / 1e3,
        // Adding nought turns minus nought into nought.
        Kind::Figure { .. } => (cell.value * 1e2).round() / 1e2 + 0.0,
        _ => perturbed.map_or_else(|| policy.rounded(cell.value), |found| found.shown),
    };
    Member {
        raw: cell.value,
        rounded,
        rounding_variance: perturbed.map_or_else(|| policy.rounding_variance(), |found| found.variance),
        reach: perturbed.map_or_else(|| policy.rounding_reach(), |found| found.reach),
        hidden: hidden || perturbed.is_some_and(|found| found.is_too_small),
        may_hide: !table.rows[row].is_total,
        of_nobody,
    }
}

fn left_over_is_small(
    table: &Table,
    grid: &[Vec<Member>],
    row: usize,
    cell: Cell,
    whole: ColumnId,
    policy: &Policy,
) -> bool {
    let Some(total) = table.rows[row].cells[whole.0] else { return true };
    is_hidden(grid, row, whole) || leaves_few(total, cell, policy)
}

/// Nobody left means that everyone is in the part: a policy that shows zeros does not mean that.
fn leaves_few(whole: Cell, part: Cell, policy: &Policy) -> bool {
    let left = whole.value - part.value;
    left == 0.0 || policy.is_small(left)
}

/// The cell of the wider row that this row is within.
fn wider(table: &Table, row: usize, column: usize) -> Option<Cell> {
    table.rows[row].within.and_then(|wider| table.rows[wider.0].cells[column])
}

/// Whether the figure of an earlier column is hidden in this row.
fn is_hidden(grid: &[Vec<Member>], row: usize, column: ColumnId) -> bool {
    grid.get(column.0).is_none_or(|members| members[row].hidden)
}

/// The first row, and every total it enters, directly or through another total. A total stands after its parts.
fn rows_holding_first(table: &Table) -> Vec<bool> {
    let mut holds = vec![false; table.rows.len()];
    if let Some(first) = holds.first_mut() {
        *first = true;
    }
    for group in &table.groups {
        if let Some(total) = group.total {
            holds[total.0] = group.parts.iter().any(|part| holds[part.0]);
        }
    }
    holds
}

fn safe_row(table: &Table, figures: &Figures, index: usize, holds_first: bool, policy: &Policy) -> SafeRow {
    let row = &table.rows[index];
    let cells = table
        .columns
        .iter()
        .enumerate()
        .map(|(column, definition)| match &definition.kind {
            Kind::Measure(Measure::Mean { events, .. }) if row.cells[events.0].is_none() => {
                SafeCell::Absent(Absence::NotApplicable)
            }
            Kind::Measure(measure) => evaluate(measure, figures, index, holds_first),
            Kind::Modelled { is_share, .. } => match row.cells[column] {
                None => SafeCell::Absent(Absence::NotAvailable),
                Some(cell) => {
                    let released = cell.modelled.and_then(|modelled| modelled.released(*is_share, policy));
                    released.map_or(SafeCell::Absent(Absence::Hidden), SafeCell::Estimate)
                }
            },
            _ if row.cells[column].is_none() => SafeCell::Absent(Absence::NotApplicable),
            _ => figures.get(index, ColumnId(column)).map_or(SafeCell::Absent(Absence::Hidden), SafeCell::Number),
        })
        .collect();
    SafeRow::new(row.section.clone(), row.label.clone(), row.is_total, cells)
}

fn safe_column(column: &Column) -> SafeColumn {
    let (unit, decimals) = match &column.kind {
        Kind::Count { .. } => ("count", 0),
        Kind::Distinct => ("people", 0),
        Kind::Years { .. } => ("person-years", 0),
        Kind::StandardError { .. } => ("standard error", 3),
        Kind::Figure { unit } | Kind::Modelled { unit, .. } => (*unit, 2),
        Kind::Measure(measure) => (measure.unit(), measure.decimals()),
    };
    SafeColumn::new(column.name, column.label.clone(), unit, decimals)
}
