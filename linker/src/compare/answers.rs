//! What two bundles say about one comparison that reads single tokens, and the level that follows.

use exchange::spec::ComparisonKind;

use super::{dates, initials, places};

/// Answers about the token groups of one comparison, in the order of `ComparisonKind::groups`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Answers {
    /// Both bundles hold a value.
    pub(super) held: [bool; 3],
    /// Both hold the same value.
    pub(super) equal: [bool; 3],
    /// Two values that may change places (the initials; month and day) are each other's.
    pub(super) swapped: bool,
}

impl Answers {
    /// Index into the levels of a comparison that reads single tokens; `None` where a value is missing.
    ///
    /// # Panics
    /// For comparisons of names, which read several tokens each.
    pub(super) fn level(self, kind: ComparisonKind) -> Option<usize> {
        match kind {
            ComparisonKind::Initials => initials::level(self),
            ComparisonKind::BirthDate => dates::level(self),
            ComparisonKind::Postcode => places::postcode_level(self),
            ComparisonKind::Area => places::area_level(self),
            ComparisonKind::Sex
            | ComparisonKind::MiddleInitial
            | ComparisonKind::HouseNumber
            | ComparisonKind::Town => self.held[0].then(|| usize::from(self.equal[0])),
            ComparisonKind::Forename | ComparisonKind::Surname => unreachable!("names have levels of their own"),
        }
    }
}
