//! Optimal one-to-one assignment: of all ways to give each entity at most one partner, the one with the largest sum of
//! match weights above zero evidence (Kuhn 1955; Jaro 1989 for linkage).

use std::collections::BTreeMap;

use super::candidates::Candidate;

/// Components with more entities a side than this are assigned best-first: an optimal answer would cost their cube, and
/// so large a tangle says that the passes, not the assignment, are at fault.
const LARGEST_COMPONENT: usize = 300;

/// Which candidates are chosen; only eligible ones can be.
pub(super) fn assign(candidates: &[Candidate], eligible: &[bool]) -> Vec<bool> {
    let mut chosen = vec![false; candidates.len()];
    for component in components(candidates, eligible) {
        let lefts = numbered(component.iter().map(|index| candidates[*index].left));
        let rights = numbered(component.iter().map(|index| candidates[*index].right));
        let picked = if component.len() == 1 {
            component
        } else if lefts.len().max(rights.len()) <= LARGEST_COMPONENT {
            optimal(candidates, &component, &lefts, &rights)
        } else {
            best_first(candidates, component)
        };
        for index in picked {
            chosen[index] = true;
        }
    }
    chosen
}

fn numbered(entities: impl Iterator<Item = u32>) -> BTreeMap<u32, usize> {
    let mut numbers: BTreeMap<u32, usize> = entities.map(|entity| (entity, 0)).collect();
    for (number, value) in numbers.values_mut().enumerate() {
        *value = number;
    }
    numbers
}

/// Eligible candidates that share entities, directly or in a chain.
fn components(candidates: &[Candidate], eligible: &[bool]) -> Vec<Vec<usize>> {
    let side = candidates.iter().map(|c| c.left.max(c.right)).max().map_or(0, |most| most as usize + 1);
    let mut forest = super::cluster::Forest::new(2 * side);
    let kept = || (0..candidates.len()).filter(|index| eligible[*index]);
    for index in kept() {
        forest.join(candidates[index].left as usize, side + candidates[index].right as usize);
    }
    let mut components: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in kept() {
        components.entry(forest.root(candidates[index].left as usize)).or_default().push(index);
    }
    components.into_values().collect()
}

fn best_first(candidates: &[Candidate], mut component: Vec<usize>) -> Vec<usize> {
    component.sort_unstable_by(|a, b| {
        let (a, b) = (&candidates[*a], &candidates[*b]);
        b.match_weight.total_cmp(&a.match_weight).then((a.left, a.right).cmp(&(b.left, b.right)))
    });
    let (mut lefts, mut rights) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    component.retain(|index| {
        let free = !lefts.contains(&candidates[*index].left) && !rights.contains(&candidates[*index].right);
        free && lefts.insert(candidates[*index].left) && rights.insert(candidates[*index].right)
    });
    component
}

/// The Hungarian method with potentials, row by row. A pair that is no candidate costs nothing, as does staying single.
fn optimal(
    candidates: &[Candidate],
    component: &[usize],
    lefts: &BTreeMap<u32, usize>,
    rights: &BTreeMap<u32, usize>,
) -> Vec<usize> {
    let (rows, columns) = (lefts.len(), rights.len() + lefts.len());
    let mut cost = vec![vec![0.0_f64; columns]; rows];
    let mut owner = vec![vec![None; columns]; rows];
    // Every eligible pair is worth choosing, however small its weight.
    let least = component.iter().map(|index| candidates[*index].match_weight).fold(f64::INFINITY, f64::min);
    for index in component {
        let candidate = &candidates[*index];
        let (row, column) = (lefts[&candidate.left], rights[&candidate.right]);
        cost[row][column] = -(candidate.match_weight - least.min(0.0) + 1.0);
        owner[row][column] = Some(*index);
    }
    let matched = hungarian(&cost, columns);
    matched.iter().enumerate().filter_map(|(column, row)| owner[(*row)?][column]).collect()
}

/// Row matched to each column under the least total cost; needs at least as many columns as rows.
fn hungarian(cost: &[Vec<f64>], columns: usize) -> Vec<Option<usize>> {
    let mut row_potential = vec![0.0; cost.len()];
    let mut column_potential = vec![0.0; columns];
    let mut matched: Vec<Option<usize>> = vec![None; columns];
    for start in 0..cost.len() {
        let mut slack = vec![f64::INFINITY; columns];
        let mut came_from: Vec<Option<usize>> = vec![None; columns];
        let mut used = vec![false; columns];
        let (mut row, mut at) = (start, None);
        loop {
            let (mut delta, mut next) = (f64::INFINITY, 0);
            for column in 0..columns {
                if used[column] {
                    continue;
                }
                let reduced = cost[row][column] - row_potential[row] - column_potential[column];
                if reduced < slack[column] {
                    slack[column] = reduced;
                    came_from[column] = at;
                }
                if slack[column] < delta {
                    (delta, next) = (slack[column], column);
                }
            }
            row_potential[start] += delta;
            for column in 0..columns {
                if used[column] {
                    column_potential[column] -= delta;
                    if let Some(row) = matched[column] {
                        row_potential[row] += delta;
                    }
                } else {
                    slack[column] -= delta;
                }
            }
            used[next] = true;
            at = Some(next);
            match matched[next] {
                Some(other) => row = other,
                None => break,
            }
        }
        // Flip the matches along the path back to the start.
        while let Some(column) = at {
            at = came_from[column];
            matched[column] = at.map_or(Some(start), |before| matched[before]);
        }
    }
    matched
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Tries every subset.
    fn slow(candidates: &[Candidate]) -> f64 {
        let mut best: f64 = 0.0;
        for subset in 0..1_u32 << candidates.len() {
            let picked: Vec<_> =
                (0..candidates.len()).filter(|i| subset >> i & 1 == 1).map(|i| candidates[i]).collect();
            let free = |side: fn(&Candidate) -> u32| {
                let mut all: Vec<_> = picked.iter().map(side).collect();
                all.sort_unstable();
                all.windows(2).all(|pair| pair[0] != pair[1])
            };
            if free(|c| c.left) && free(|c| c.right) {
                best = best.max(picked.iter().map(|c| c.match_weight + 1.0).sum());
            }
        }
        best
    }

    proptest! {
        #[test]
        fn no_other_assignment_is_better(
            edges in prop::collection::btree_map((0_u32..5, 0_u32..5), 0_u32..40, 1..11)
        ) {
            let candidates: Vec<_> = edges
                .into_iter()
                .map(|((left, right), weight)| Candidate { left, right, match_weight: f64::from(weight) / 4.0 })
                .collect();
            let chosen = assign(&candidates, &vec![true; candidates.len()]);
            let picked: Vec<_> = candidates.iter().zip(&chosen).filter(|(_, c)| **c).map(|(c, _)| *c).collect();
            let value: f64 = picked.iter().map(|c| c.match_weight + 1.0).sum();
            prop_assert!((value - slow(&candidates)).abs() < 1e-9);
            let distinct = |side: fn(&Candidate) -> u32| numbered(picked.iter().map(side)).len() == picked.len();
            prop_assert!(distinct(|c| c.left) && distinct(|c| c.right));
        }
    }
}
