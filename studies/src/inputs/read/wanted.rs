//! Whose rows are kept.

use crate::inputs::{PayloadHandle, SourceLinks, Spine, near_partition_point};

/// Handles whose rows are kept, in order; without a list, everybody's.
pub(super) struct Wanted(Option<Vec<PayloadHandle>>);

impl Wanted {
    pub(super) fn everyone() -> Self {
        Self(None)
    }

    /// Client records that are somebody's.
    pub(super) fn clients(spine: &Spine) -> Self {
        Self::of(spine.clients.iter().filter(|client| client.person.is_some()).map(|client| client.handle))
    }

    /// Entities that somebody may be, under one set of links or another.
    pub(super) fn candidates(source: &SourceLinks) -> Self {
        Self::of(source.entities.iter().map(|entity| entity.handle))
    }

    fn of(handles: impl Iterator<Item = PayloadHandle>) -> Self {
        let mut handles: Vec<PayloadHandle> = handles.collect();
        handles.sort_unstable();
        Self(Some(handles))
    }

    pub(super) fn finder(&self) -> Finder<'_> {
        Finder { handles: self.0.as_deref(), at: 0 }
    }
}

/// Answers handle after handle; fastest where they come in order, as payload tables have them.
pub(super) struct Finder<'a> {
    handles: Option<&'a [PayloadHandle]>,
    /// The first handle not below the last one asked for.
    at: usize,
}

impl Finder<'_> {
    pub(super) fn wants(&mut self, handle: PayloadHandle) -> bool {
        let Some(handles) = self.handles else { return true };
        if self.at.checked_sub(1).is_some_and(|before| handles[before] >= handle) {
            self.at = 0;
        }
        // Next to each other in a table, handles are near each other in the list.
        self.at += near_partition_point(&handles[self.at..], |known| *known < handle);
        handles.get(self.at) == Some(&handle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_same_in_any_order_of_asking() {
        let wanted = Wanted::of((0..100).map(|handle| PayloadHandle(3 * handle)));
        let right = |handle: u64| handle < 300 && handle.is_multiple_of(3);
        let (mut up, mut down, mut about) = (wanted.finder(), wanted.finder(), wanted.finder());
        for handle in 0..310 {
            assert_eq!(up.wants(PayloadHandle(handle)), right(handle), "{handle} going up");
            let back = 309 - handle;
            assert_eq!(down.wants(PayloadHandle(back)), right(back), "{back} going down");
            let jump = handle * 131 % 311;
            assert_eq!(about.wants(PayloadHandle(jump)), right(jump), "{jump} here and there");
        }
        assert!(Wanted::everyone().finder().wants(PayloadHandle(7)));
        assert!(!Wanted::of(std::iter::empty()).finder().wants(PayloadHandle(7)));
    }
}
