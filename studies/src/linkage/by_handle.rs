//! Rows of a payload table by the entity they belong to.

use std::borrow::Cow;

use crate::inputs::PayloadHandle;

/// A payload table in order of handle, with the place of each handle's rows: worked out once, for every set of links.
pub struct ByHandle<'p, T: Clone> {
    rows: Cow<'p, [T]>,
    handles: Vec<PayloadHandle>,
    /// Where the rows of each handle start; one more than there are handles.
    starts: Vec<u32>,
}

impl<'p, T: Clone> ByHandle<'p, T> {
    /// Finds the rows of each handle; sorts them by it if they are not. A handle's own rows keep their order.
    #[must_use]
    pub fn new(rows: &'p [T], handle: impl Fn(&T) -> PayloadHandle) -> Self {
        let mut rows = Cow::Borrowed(rows);
        if !rows.is_sorted_by_key(&handle) {
            rows.to_mut().sort_by_key(&handle);
        }
        let (mut handles, mut starts) = (Vec::new(), Vec::new());
        for (place, row) in rows.iter().enumerate() {
            let own = handle(row);
            if handles.last() != Some(&own) {
                handles.push(own);
                starts.push(place as u32);
            }
        }
        starts.push(rows.len() as u32);
        Self { rows, handles, starts }
    }

    /// The rows.
    pub(super) fn rows(&self) -> &[T] {
        &self.rows
    }

    /// Handles in order, each with the places of its rows.
    pub(super) fn spans(&self) -> impl Iterator<Item = (PayloadHandle, Span)> + Clone + '_ {
        let spans = self.starts.windows(2).map(|pair| Span { from: pair[0], to: pair[1] });
        self.handles.iter().copied().zip(spans)
    }
}

/// Places of rows, from the first up to, not including, the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: u32,
    pub(super) to: u32,
}
