//! What a reviewer sees of a pair.

use exchange::{PairRow, PassRows};

use crate::compare::Comparer;
use crate::error::{InputFault, Result};

/// What one comparison of a pair shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Comparison.
    pub comparison: &'static str,
    /// Label of its level; `None` is missing.
    pub level: Option<&'static str>,
}

/// The rows of one pass on both sides, by handle.
pub(super) struct Rows<'a> {
    pub(super) left: &'a PassRows,
    pub(super) right: &'a PassRows,
    pub(super) comparer: &'a Comparer,
}

impl Rows<'_> {
    /// Agreement pattern of each pair; `file` is named where a handle or a block does not fit.
    pub(super) fn patterns(&self, pairs: &[PairRow], file: &str) -> Result<Vec<usize>> {
        let (lefts, rights) = (places(self.left), places(self.right));
        let (left_bundles, right_bundles) = (self.comparer.bundles(self.left), self.comparer.bundles(self.right));
        pairs
            .iter()
            .map(|pair| {
                let (left, right) = (place(&lefts, pair.left, file)?, place(&rights, pair.right, file)?);
                if self.left.block[left] != self.right.block[right] {
                    return Err(stray(file));
                }
                // De-duplication orders a pair by handle, the comparison by row.
                let is_swapped = std::ptr::eq(self.left, self.right) && left > right;
                let (left, right) = if is_swapped { (right, left) } else { (left, right) };
                Ok(self.comparer.pattern(left_bundles.row(left), right_bundles.row(right)))
            })
            .collect()
    }

    /// What each comparison shows in a pattern.
    pub(super) fn shown(&self, pattern: usize) -> Vec<Shown> {
        let space = self.comparer.space();
        let kinds = space.kinds().iter().enumerate();
        kinds
            .map(|(index, kind)| {
                let level = space.level(pattern, index).map(|level| kind.levels()[level].label);
                Shown { comparison: kind.name(), level }
            })
            .collect()
    }
}

/// Handles with their rows, sorted by handle.
fn places(rows: &PassRows) -> Vec<(u64, usize)> {
    let mut places: Vec<(u64, usize)> = rows.handle.iter().copied().zip(0..).collect();
    places.sort_unstable();
    places
}

fn place(sorted: &[(u64, usize)], handle: u64, file: &str) -> Result<usize> {
    let found = sorted.binary_search_by_key(&handle, |(handle, _)| *handle);
    found.map(|place| sorted[place].1).map_err(|_| stray(file))
}

/// The pairs are not of these tokens.
pub(super) fn stray(file: &str) -> crate::LinkerError {
    let remedy = "give the linkage folders that `link` was given when it made the pairs";
    InputFault::of_file(file, "the token folders are not those that the pairs were made from", remedy).into()
}
