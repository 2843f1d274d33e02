//! A link's comparisons, compiled against the layout of its bundles.

use exchange::spec::{ComparisonKind, Link, TokenGroupKind};

use super::bundle::Slots;
use super::{BundleView, PatternSpace, dates, names, places};

/// Turns two bundles into an agreement pattern.
pub struct Comparer {
    space: PatternSpace,
    steps: Vec<Step>,
    slots: usize,
}

/// One or two comparisons that read the same tokens, and where their digits go.
enum Step {
    Names { forename: usize, surname: usize, groups: names::Groups },
    Initials { index: usize, forename: Slots, surname: Slots },
    BirthDate { index: usize, groups: dates::Groups },
    Postcode { index: usize, groups: places::Groups },
    Same { index: usize, group: Slots },
}

impl Comparer {
    /// Compiles the comparisons of a link.
    #[must_use]
    pub fn new(link: &Link) -> Self {
        let kinds: Vec<_> = link.comparisons.iter().map(|comparison| comparison.kind).collect();
        let layout = Layout::of(link);
        let steps = kinds.iter().enumerate().filter_map(|(index, kind)| step(*kind, index, &kinds, &layout)).collect();
        Self { space: PatternSpace::new(&kinds), steps, slots: layout.slots }
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
    pub fn pattern(&self, left: BundleView<'_>, right: BundleView<'_>) -> usize {
        let space = &self.space;
        self.steps
            .iter()
            .map(|step| match step {
                Step::Names { forename, surname, groups } => {
                    let levels = names::levels(groups, left, right);
                    space.digit(*forename, levels.0) + space.digit(*surname, levels.1)
                }
                Step::Initials { index, forename, surname } => {
                    space.digit(*index, names::initials(forename, surname, left, right))
                }
                Step::BirthDate { index, groups } => space.digit(*index, dates::level(groups, left, right)),
                Step::Postcode { index, groups } => space.digit(*index, places::level(groups, left, right)),
                Step::Same { index, group } => {
                    let held = !left.lacks(group) && !right.lacks(group);
                    space.digit(*index, held.then(|| usize::from(left.equals(group, &right, group))))
                }
            })
            .sum()
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
}

fn step(kind: ComparisonKind, index: usize, kinds: &[ComparisonKind], layout: &Layout) -> Option<Step> {
    use TokenGroupKind as G;
    let find = |group| layout.find(group);
    Some(match kind {
        ComparisonKind::Forename => Step::Names {
            forename: index,
            surname: kinds.iter().position(|other| *other == ComparisonKind::Surname)?,
            groups: names::Groups {
                forename: find(G::Forename),
                forename_class: find(G::ForenameClass),
                forename_deletion: find(G::ForenameDeletion),
                forename_initial: find(G::ForenameInitial),
                surname: find(G::Surname),
                surname_part: find(G::SurnamePart),
                surname_deletion: find(G::SurnameDeletion),
                surname_initial: find(G::SurnameInitial),
            },
        },
        // Read together with the forename.
        ComparisonKind::Surname => return None,
        ComparisonKind::Initials => {
            Step::Initials { index, forename: find(G::ForenameInitial), surname: find(G::SurnameInitial) }
        }
        ComparisonKind::BirthDate => Step::BirthDate {
            index,
            groups: dates::Groups { year: find(G::BirthYear), month: find(G::BirthMonth), day: find(G::BirthDay) },
        },
        ComparisonKind::Postcode => Step::Postcode {
            index,
            groups: places::Groups {
                unit: Some(find(G::PostcodeUnit)),
                sector: find(G::PostcodeSector),
                district: find(G::PostcodeDistrict),
            },
        },
        ComparisonKind::Area => Step::Postcode {
            index,
            groups: places::Groups { unit: None, sector: find(G::PostcodeSector), district: find(G::PostcodeDistrict) },
        },
        ComparisonKind::Sex => Step::Same { index, group: find(G::Sex) },
        ComparisonKind::MiddleInitial => Step::Same { index, group: find(G::MiddleInitial) },
        ComparisonKind::Town => Step::Same { index, group: find(G::Town) },
        ComparisonKind::HouseNumber => Step::Same { index, group: find(G::HouseNumber) },
    })
}
