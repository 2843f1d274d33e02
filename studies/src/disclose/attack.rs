//! The attacker's linear programme: how narrowly the figures shown bound each figure hidden.
//!
//! The attacker knows the policy, every figure shown, which cells are parts of which totals, which columns and rows are parts of which, and
//! guesses rightly which hidden cells are small and which were hidden to protect others. For each hidden cell, and for what a hidden
//! part leaves of its whole, two programmes give the least and the largest value that agrees with all of it. A range narrower than
//! the policy's protection width is an exposure; so is a programme that the solver cannot answer.
//!
//! Sums and parts of one column bind cells of other columns, so ranges of single sums are not enough: propagating intervals would miss
//! what two sums say together. Solved by simplex (`microlp`), one programme for each set of cells that constraints connect.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::partition::Member;
use super::policy::{Policy, ZeroPolicy};
use super::table::{Group, Kind, Table, is_summed};

/// Row and column of a cell.
pub(super) type Place = (usize, usize);

/// Every hidden cell that can be narrowed too far. `grid` holds what is shown, column by column.
pub(super) fn exposed(table: &Table, grid: &[Vec<Member>], policy: &Policy) -> Vec<Place> {
    let puzzle = Puzzle::new(table, grid, policy);
    let wanted = policy.protection_width();
    let narrow = |target: &Target| puzzle.width(target).is_none_or(|width| width < wanted);
    puzzle.targets(table, grid).into_iter().filter(narrow).map(|target| target.cell).collect()
}

/// The narrowest range of any hidden figure, in whole numbers that it may be; `None` if nothing is hidden.
#[cfg(test)]
pub(super) fn narrowest(table: &Table, grid: &[Vec<Member>], policy: &Policy) -> Option<f64> {
    let puzzle = Puzzle::new(table, grid, policy);
    let widths = puzzle.targets(table, grid).into_iter().map(|target| puzzle.width(&target).unwrap_or(0.0));
    widths.min_by(f64::total_cmp)
}

/// A figure the attacker wants: a hidden cell, or what is left of `whole` without it.
struct Target {
    cell: Place,
    whole: Option<Place>,
}

/// A linear statement: the sum of cells, with their signs, lies in a range.
struct Statement {
    terms: Vec<(Place, f64)>,
    low: f64,
    high: f64,
}

struct Puzzle {
    ranges: BTreeMap<Place, (f64, f64)>,
    statements: Vec<Statement>,
    /// For each cell, one cell of its connected set.
    set: BTreeMap<Place, Place>,
}

impl Puzzle {
    fn new(table: &Table, grid: &[Vec<Member>], policy: &Policy) -> Self {
        let mut puzzle = Self { ranges: BTreeMap::new(), statements: Vec::new(), set: BTreeMap::new() };
        for (index, column) in table.columns.iter().enumerate().filter(|(_, column)| is_summed(&column.kind)) {
            for (row, member) in grid[index].iter().enumerate() {
                if table.rows[row].cells[index].is_some() {
                    puzzle.ranges.insert((row, index), range(member, &column.kind, table.rows[row].is_total, policy));
                }
            }
            for group in &table.groups {
                puzzle.state_sum(table, group, index, &grid[index], policy);
            }
        }
        for part in puzzle.ranges.keys().copied().collect::<Vec<_>>() {
            for whole in puzzle.wholes(table, part) {
                puzzle.state(vec![(whole, 1.0), (part, -1.0)], 0.0, f64::INFINITY);
            }
        }
        puzzle.connect();
        puzzle
    }

    /// The cells that a cell is a part of: of a wider column in its row, of a wider row in its column.
    fn wholes(&self, table: &Table, (row, column): Place) -> Vec<Place> {
        let wider_column = match table.columns[column].kind {
            Kind::Count { part_of } => part_of.map(|whole| (row, whole.0)),
            _ => None,
        };
        let wider_row = table.rows[row].within.map(|whole| (whole.0, column));
        wider_column.into_iter().chain(wider_row).filter(|whole| self.ranges.contains_key(whole)).collect()
    }

    /// The total is its parts; and if it is shown, the hidden ones add up to what the shown ones leave of it.
    fn state_sum(&mut self, table: &Table, group: &Group, column: usize, members: &[Member], policy: &Policy) {
        let parts: Vec<usize> =
            group.parts.iter().map(|part| part.0).filter(|&row| table.rows[row].cells[column].is_some()).collect();
        if parts.is_empty() {
            return;
        }
        let total = group.total.map(|row| row.0);
        if let Some(total) = total {
            let mut terms: Vec<(Place, f64)> = parts.iter().map(|&row| ((row, column), 1.0)).collect();
            terms.push(((total, column), -1.0));
            self.state(terms, 0.0, 0.0);
        }
        let hidden: Vec<usize> = parts.iter().copied().filter(|&row| members[row].hidden).collect();
        // A sum shown elsewhere is shown there under the same policy: if every part is hidden here, that is where it is protected.
        let is_known = total.map_or(hidden.len() < parts.len(), |row| !members[row].hidden);
        if hidden.is_empty() || !is_known {
            return;
        }
        let pool = policy.rounded(hidden.iter().map(|&row| members[row].raw).sum());
        let (below, above) = policy.rounding_reach();
        self.state(hidden.into_iter().map(|row| ((row, column), 1.0)).collect(), pool - below, pool + above);
    }

    fn state(&mut self, terms: Vec<(Place, f64)>, low: f64, high: f64) {
        self.statements.push(Statement { terms, low, high });
    }

    fn connect(&mut self) {
        self.set = self.ranges.keys().map(|&cell| (cell, cell)).collect();
        let mut changed = true;
        while changed {
            changed = false;
            for statement in &self.statements {
                let least = statement.terms.iter().map(|(cell, _)| self.set[cell]).min();
                for (cell, _) in &statement.terms {
                    if let Some(least) = least.filter(|least| *least < self.set[cell]) {
                        self.set.insert(*cell, least);
                        changed = true;
                    }
                }
            }
        }
    }

    fn targets(&self, table: &Table, grid: &[Vec<Member>]) -> Vec<Target> {
        let mut targets = Vec::new();
        let is_secret = |(row, column): &&Place| grid[*column][*row].hidden && !grid[*column][*row].of_nobody;
        for &(row, column) in self.ranges.keys().filter(is_secret) {
            // Years say how many people only through the people's own cells, which are hidden with them.
            if !matches!(table.columns[column].kind, Kind::Count { .. }) {
                continue;
            }
            let cell = (row, column);
            targets.push(Target { cell, whole: None });
            targets.extend(self.wholes(table, cell).into_iter().map(|whole| Target { cell, whole: Some(whole) }));
        }
        targets
    }

    /// How many whole numbers the target may be; `None` if the solver does not say.
    fn width(&self, target: &Target) -> Option<f64> {
        let least = self.extreme(target, OptimizationDirection::Minimize)?;
        let most = self.extreme(target, OptimizationDirection::Maximize)?;
        // Rounded to undo the solver's tolerance: every bound is a whole number or a half.
        Some(((most - least) * 1e4).round() / 1e4 + 1.0)
    }

    fn extreme(&self, target: &Target, direction: OptimizationDirection) -> Option<f64> {
        let mut problem = Problem::new(direction);
        let set = self.set[&target.cell];
        let weight = |cell: Place| match target.whole {
            None => f64::from(cell == target.cell),
            Some(whole) => f64::from(cell == whole) - f64::from(cell == target.cell),
        };
        let variables: BTreeMap<Place, Variable> = self
            .ranges
            .iter()
            .filter(|(cell, _)| self.set[*cell] == set)
            .map(|(&cell, &range)| (cell, problem.add_var(weight(cell), range)))
            .collect();
        for statement in self.statements.iter().filter(|s| self.set[&s.terms[0].0] == set) {
            let terms: Vec<(Variable, f64)> =
                statement.terms.iter().map(|(cell, sign)| (variables[cell], *sign)).collect();
            if statement.low.total_cmp(&statement.high).is_eq() {
                problem.add_constraint(&terms, ComparisonOp::Eq, statement.low);
                continue;
            }
            problem.add_constraint(&terms, ComparisonOp::Ge, statement.low);
            if statement.high.is_finite() {
                problem.add_constraint(&terms, ComparisonOp::Le, statement.high);
            }
        }
        match problem.solve() {
            Ok(outcome) => outcome.into_solution().ok().map(|solution| solution.objective()),
            Err(microlp::Error::Unbounded) => Some(match direction {
                OptimizationDirection::Minimize => f64::NEG_INFINITY,
                OptimizationDirection::Maximize => f64::INFINITY,
            }),
            Err(_) => None,
        }
    }
}

/// What the rules say about one figure by itself.
fn range(member: &Member, kind: &Kind, is_total: bool, policy: &Policy) -> (f64, f64) {
    if is_total {
        // Shown as a sum of rounded figures: what it says, it says about its parts.
        return (0.0, f64::INFINITY);
    }
    if !member.hidden && member.rounded == 0.0 {
        return (0.0, 0.0);
    }
    if !member.hidden {
        let (below, above) = member.reach;
        return ((member.rounded - below).max(0.0), member.rounded + above);
    }
    let cut = f64::from(policy.smallest_released());
    match kind {
        Kind::Count { .. } if member.raw < cut => {
            (if policy.zeros == ZeroPolicy::Show && member.raw > 0.0 { 1.0 } else { 0.0 }, cut - 1.0)
        }
        Kind::Count { .. } => (cut, f64::INFINITY),
        _ => (0.0, f64::INFINITY),
    }
}
