//! Levels of the two names. They are read together: a swap gives the forename its level and silences the surname.

use exchange::spec::{ComparisonKind, TokenGroupKind};

use super::bundle::Slots;
use super::equalities::share_one;
use super::{BundleView, PatternSpace};

/// Both names of a link that compares names.
pub(super) struct Names {
    forename: Name,
    surname: Name,
}

/// The token groups of one name.
struct Name {
    /// Number of the comparison.
    index: usize,
    whole: Slots,
    /// Formal names of a forename, parts of a surname.
    relatives: Slots,
    deletions: Slots,
    initial: Slots,
}

// Indices into `ComparisonKind::Forename.levels()`.
const NONE: usize = 0;
const INITIAL: usize = 1;
const BARE_INITIAL: usize = 2;
const ONE_DELETION: usize = 3;
const CLASS_OR_PART: usize = 4;
const EXACT: usize = 5;
const HALF_SWAPPED: usize = 6;
const SWAPPED: usize = 7;

impl Names {
    /// The names among a link's comparisons; `None` where it compares no names.
    pub(super) fn of(kinds: &[ComparisonKind], find: impl Fn(TokenGroupKind) -> Slots) -> Option<Self> {
        use TokenGroupKind as G;
        let name = |kind, [whole, relatives, deletions, initial]: [G; 4]| {
            let index = kinds.iter().position(|other| *other == kind)?;
            Some(Name {
                index,
                whole: find(whole),
                relatives: find(relatives),
                deletions: find(deletions),
                initial: find(initial),
            })
        };
        Some(Self {
            forename: name(
                ComparisonKind::Forename,
                [G::Forename, G::ForenameClass, G::ForenameDeletion, G::ForenameInitial],
            )?,
            surname: name(
                ComparisonKind::Surname,
                [G::Surname, G::SurnamePart, G::SurnameDeletion, G::SurnameInitial],
            )?,
        })
    }

    /// What the names add to the pattern; `equal` has a bit a group of one token that both bundles hold alike.
    pub(super) fn digits(
        &self,
        left: BundleView<'_>,
        right: BundleView<'_>,
        equal: u64,
        space: &PatternSpace,
    ) -> usize {
        let (forename, surname) = self.levels(left, right, equal);
        space.digit(self.forename.index, forename) + space.digit(self.surname.index, surname)
    }

    fn levels(&self, left: BundleView<'_>, right: BundleView<'_>, equal: u64) -> (Option<usize>, Option<usize>) {
        let forename = self.forename.level(left, right, equal);
        let surname = self.surname.level(left, right, equal);
        match (forename, surname) {
            (Some(f), Some(s)) if f != EXACT && s != EXACT => {
                let (crossed, opposite) = (self.cross(left, right), self.cross(right, left));
                if crossed > 0 && opposite > 0 {
                    (Some(SWAPPED), None)
                } else if (crossed == 2 || opposite == 2) && f < ONE_DELETION && s < ONE_DELETION {
                    (Some(HALF_SWAPPED), None)
                } else {
                    (forename, surname)
                }
            }
            // A surname in the other's forename while one name is equal as well ("JAMES JAMES"): leave the plain levels.
            _ => (forename, surname),
        }
    }

    /// Nearness of one side's forename to the other's surname: 2 equal, 1 within one deletion, 0 neither. Both are held.
    fn cross(&self, one: BundleView<'_>, other: BundleView<'_>) -> u8 {
        if self.forename.whole.token(one) == self.surname.whole.token(other) {
            2
        } else {
            u8::from(shares(one, &self.forename.deletions, other, &self.surname.deletions))
        }
    }
}

impl Name {
    fn level(&self, left: BundleView<'_>, right: BundleView<'_>, equal: u64) -> Option<usize> {
        if self.whole.is_set(left.nulls | right.nulls) {
            return None;
        }
        Some(if self.whole.is_set(equal) {
            EXACT
        } else if shares(left, &self.relatives, right, &self.relatives) {
            CLASS_OR_PART
        } else if shares(left, &self.deletions, right, &self.deletions) {
            ONE_DELETION
        } else if !self.initial.is_set(equal) {
            NONE
        } else if self.is_bare(left) | self.is_bare(right) {
            BARE_INITIAL
        } else {
            INITIAL
        })
    }

    /// Whether the record holds no more of the name than an initial: whole names and initials share a key domain.
    fn is_bare(&self, bundle: BundleView<'_>) -> bool {
        self.whole.token(bundle) == self.initial.token(bundle)
    }
}

/// Whether a group of one bundle and a group of the other share a token; missing values never do.
fn shares(one: BundleView<'_>, group: &Slots, other: BundleView<'_>, other_group: &Slots) -> bool {
    let held = !group.is_set(one.nulls) & !other_group.is_set(other.nulls);
    held && share_one(group.of(one), other_group.of(other))
}
