//! A link's comparisons, compiled against the layout of its bundles.

use exchange::spec::{ComparisonKind, Link, TokenGroupKind};

use super::bundle::Slots;
use super::lookup::Lookup;
use super::names::Names;
use super::single_tokens::{SingleTokens, Swap};
use super::{BundleView, PatternSpace};

/// Turns two bundles into an agreement pattern.
pub struct Comparer {
    space: PatternSpace,
    slots: usize,
    singles: SingleTokens,
    swaps: Vec<Swap>,
    lookups: Vec<Lookup>,
    names: Option<Names>,
}

/// A comparison that reads single tokens.
pub(super) struct Plain {
    pub(super) index: usize,
    pub(super) kind: ComparisonKind,
    /// In the order of `ComparisonKind::groups`.
    pub(super) groups: Vec<Slots>,
    /// Two of them whose values may have changed places.
    pub(super) swap: Option<Swap>,
}

impl Comparer {
    /// Compiles the comparisons of a link.
    ///
    /// # Panics
    /// Never: the bundles of all comparisons together have fewer than 64 slots, which a test checks.
    #[must_use]
    pub fn new(link: &Link) -> Self {
        let kinds: Vec<_> = link.comparisons.iter().map(|comparison| comparison.kind).collect();
        let (space, layout) = (PatternSpace::new(&kinds), Layout::of(link));
        assert!(layout.slots <= u64::BITS as usize, "a bundle's slots are the bits of a word");
        let mut plain: Vec<_> =
            kinds.iter().enumerate().filter_map(|(index, kind)| layout.plain(index, *kind)).collect();
        plain.sort_by_key(|plain| plain.groups[0].bit);
        Self {
            slots: layout.slots,
            singles: SingleTokens::of(layout.groups.iter().map(|(_, slots)| slots)),
            swaps: plain.iter().filter_map(|plain| plain.swap).collect(),
            lookups: Lookup::tables(&plain, &space),
            names: Names::of(&kinds, |group| layout.find(group)),
            space,
        }
    }

    /// The patterns this comparer makes.
    #[must_use]
    pub fn space(&self) -> &PatternSpace {
        &self.space
    }

    /// 32-bit slots a bundle must have.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.slots
    }

    /// The agreement pattern of two bundles of one block.
    #[must_use]
    #[inline]
    pub fn pattern(&self, left: BundleView<'_>, right: BundleView<'_>) -> usize {
        let equal = self.singles.equal(left.tokens, right.tokens);
        let missing = left.nulls | right.nulls;
        let swaps = self.swaps.iter().enumerate();
        let swapped = swaps.fold(0, |bits, (bit, swap)| bits | u64::from(swap.holds(left.tokens, right.tokens)) << bit);
        let plain: usize = self.lookups.iter().map(|lookup| lookup.digits(equal, missing, swapped)).sum();
        match &self.names {
            None => plain,
            Some(names) => plain + names.digits(left, right, equal & !missing, &self.space),
        }
    }
}

struct Layout {
    groups: Vec<(TokenGroupKind, Slots)>,
    slots: usize,
}

impl Layout {
    fn of(link: &Link) -> Self {
        let mut slots = 0;
        let groups = (0..)
            .zip(link.groups())
            .map(|(bit, group)| {
                let start = slots;
                slots += group.slots();
                (group, Slots { bit, range: start..slots })
            })
            .collect();
        Self { groups, slots }
    }

    fn find(&self, wanted: TokenGroupKind) -> Slots {
        let found = self.groups.iter().find(|(group, _)| *group == wanted);
        found.expect("a link's bundle holds the groups of its comparisons").1.clone()
    }

    /// A comparison that reads single tokens; names read several.
    fn plain(&self, index: usize, kind: ComparisonKind) -> Option<Plain> {
        use TokenGroupKind as G;
        let swap = |one, other| Some(Swap::new(&self.find(one), &self.find(other)));
        let swap = match kind {
            ComparisonKind::Forename | ComparisonKind::Surname => return None,
            ComparisonKind::Initials => swap(G::ForenameInitial, G::SurnameInitial),
            ComparisonKind::BirthDate => swap(G::BirthMonth, G::BirthDay),
            _ => None,
        };
        let groups = kind.groups().iter().map(|group| self.find(*group)).collect();
        Some(Plain { index, kind, groups, swap })
    }
}
