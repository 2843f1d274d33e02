//! A link's comparisons, compiled against the layout of its bundles.

use exchange::PassRows;
use exchange::spec::{ComparisonKind, Link, TokenGroupKind};

use super::bundle::Slots;
use super::lookup::{Lookups, answers};
use super::names::Names;
use super::single_tokens::{SingleTokens, Swap};
use super::{BundleRows, BundleView, PatternSpace};
use crate::block::{Block, Pairing};

/// Patterns visited together: few enough to stay in a processor's nearest cache.
const AT_A_TIME: usize = 1024;

/// Turns two bundles into an agreement pattern.
pub struct Comparer {
    space: PatternSpace,
    slots: usize,
    singles: SingleTokens,
    /// In the order of the comparisons by token group; where there are fewer, what the others say is never read.
    swaps: [Swap; 2],
    lookups: Lookups,
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
            swaps: {
                let mut swaps = plain.iter().filter_map(|plain| plain.swap);
                [(); 2].map(|()| swaps.next().unwrap_or_default())
            },
            lookups: Lookups::new(&plain, &space),
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

    /// The rows of a pass file as bundles.
    ///
    /// # Panics
    /// Where the file has another number of slots.
    #[must_use]
    pub fn bundles<'a>(&self, rows: &'a PassRows) -> BundleRows<'a> {
        BundleRows::new(&rows.nulls, &rows.tokens, self.slots)
    }

    /// The agreement pattern of two bundles of one block.
    #[must_use]
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "so that the number of slots is known inside; a call costs as much as all else"
    )]
    pub fn pattern(&self, left: BundleView<'_>, right: BundleView<'_>) -> usize {
        let equal = self.singles.equal(left.tokens, right.tokens);
        let missing = left.nulls | right.nulls;
        let [first, second] = &self.swaps;
        let swapped = |swap: &Swap| u64::from(swap.holds(left.tokens, right.tokens));
        let plain = self.lookups.digits(answers(equal, missing, swapped(first) | swapped(second) << 1));
        match &self.names {
            None => plain,
            Some(names) => plain + names.digits(left, right, equal & !missing, &self.space),
        }
    }

    /// Visits every pair of rows of `blocks` in order: the number of the left row, of the right row, and their pattern.
    #[inline]
    pub fn each_pattern(
        &self,
        (left, right): (BundleRows<'_>, BundleRows<'_>),
        (blocks, pairing): (&[Block], Pairing),
        mut visit: impl FnMut(usize, usize, usize),
    ) {
        // Where the compiler knows the number of slots it needs no loops over them: those of initials with single tokens, of twelve
        // single tokens, of whole names with an address.
        match self.slots {
            8 => self.walk((left.fixed::<8>(), right.fixed::<8>()), blocks, pairing, &mut visit),
            12 => self.walk((left.fixed::<12>(), right.fixed::<12>()), blocks, pairing, &mut visit),
            49 => self.walk((left.fixed::<49>(), right.fixed::<49>()), blocks, pairing, &mut visit),
            _ => self.walk((|row| left.row(row), |row| right.row(row)), blocks, pairing, &mut visit),
        }
    }

    /// Visits the patterns of all pairs of rows of `blocks` in order, many at a time.
    ///
    /// For who counts them: a count that may be of the pattern just counted makes a processor wait for that one, and so for the
    /// comparison after it, which takes as long again as comparing.
    #[inline]
    pub fn all_patterns(
        &self,
        sides: (BundleRows<'_>, BundleRows<'_>),
        blocks: (&[Block], Pairing),
        mut visit: impl FnMut(&[u32]),
    ) {
        let (mut patterns, mut filled) = ([0; AT_A_TIME], 0);
        self.each_pattern(sides, blocks, |_, _, pattern| {
            patterns[filled] = pattern as u32;
            filled += 1;
            if filled == AT_A_TIME {
                visit(&patterns);
                filled = 0;
            }
        });
        visit(&patterns[..filled]);
    }

    #[inline]
    fn walk<'a>(
        &self,
        (left, right): (impl Fn(usize) -> BundleView<'a>, impl Fn(usize) -> BundleView<'a>),
        blocks: &[Block],
        pairing: Pairing,
        visit: &mut impl FnMut(usize, usize, usize),
    ) {
        for block in blocks {
            for i in block.left.clone() {
                let row = left(i);
                for j in block.partners(i, pairing) {
                    visit(i, j, self.pattern(row, right(j)));
                }
            }
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
