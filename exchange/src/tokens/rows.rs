use std::ops::Range;

use super::token::Token;

/// Rows of a pass file, column by column; `tokens` holds `slots` tokens a row, row after row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenRows<T> {
    /// Block of each row.
    pub block: Vec<u64>,
    /// Handle of each row.
    pub handle: Vec<u64>,
    /// Null mask of each row, one bit a token group.
    pub nulls: Vec<u64>,
    /// Tokens, `slots` a row.
    pub tokens: Vec<T>,
}

impl<T: Token> TokenRows<T> {
    /// No rows yet, with room for `rows` of `slots` tokens.
    #[must_use]
    pub fn with_capacity(rows: usize, slots: usize) -> Self {
        Self {
            block: Vec::with_capacity(rows),
            handle: Vec::with_capacity(rows),
            nulls: Vec::with_capacity(rows),
            tokens: Vec::with_capacity(rows * slots),
        }
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.block.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.block.is_empty()
    }

    /// Adds one row; `tokens` are its slots in layout order.
    pub fn push(&mut self, block: u64, handle: u64, nulls: u64, tokens: &[T]) {
        self.block.push(block);
        self.handle.push(handle);
        self.nulls.push(nulls);
        self.tokens.extend_from_slice(tokens);
    }

    /// Adds the rows `range` of `other`, which has `slots` tokens a row.
    ///
    /// # Panics
    /// When `range` is not within `other`.
    pub fn extend_from(&mut self, other: &Self, range: Range<usize>, slots: usize) {
        self.block.extend_from_slice(&other.block[range.clone()]);
        self.handle.extend_from_slice(&other.handle[range.clone()]);
        self.nulls.extend_from_slice(&other.nulls[range.clone()]);
        self.tokens.extend_from_slice(&other.tokens[range.start * slots..range.end * slots]);
    }

    /// Keeps only the rows `range`.
    pub(super) fn keep(&mut self, range: Range<usize>, slots: usize) {
        for column in [&mut self.block, &mut self.handle, &mut self.nulls] {
            column.truncate(range.end);
            column.drain(..range.start);
        }
        self.tokens.truncate(range.end * slots);
        self.tokens.drain(..range.start * slots);
    }
}
