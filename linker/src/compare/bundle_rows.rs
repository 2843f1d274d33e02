//! The bundles of a file, side by side.

use super::BundleView;

/// Rows of as many tokens each, in file order.
#[derive(Clone, Copy)]
pub struct BundleRows<'a> {
    nulls: &'a [u64],
    tokens: &'a [u32],
    slots: usize,
}

impl<'a> BundleRows<'a> {
    /// `nulls` has one word a row, `tokens` all slots of a row and then those of the next.
    ///
    /// # Panics
    /// Where the two have not as many rows.
    #[must_use]
    pub fn new(nulls: &'a [u64], tokens: &'a [u32], slots: usize) -> Self {
        assert_eq!(tokens.len(), nulls.len() * slots, "a row has all its slots");
        Self { nulls, tokens, slots }
    }

    /// One row.
    ///
    /// # Panics
    /// Where there are not as many rows.
    #[must_use]
    #[inline]
    pub fn row(&self, row: usize) -> BundleView<'a> {
        BundleView { nulls: self.nulls[row], tokens: &self.tokens[row * self.slots..(row + 1) * self.slots] }
    }

    /// The rows, where it is known that a row has `N` slots.
    #[inline]
    pub(super) fn fixed<const N: usize>(self) -> impl Fn(usize) -> BundleView<'a> {
        let (nulls, tokens) = (self.nulls, self.tokens.as_chunks::<N>().0);
        move |row| BundleView { nulls: nulls[row], tokens: &tokens[row] }
    }
}
