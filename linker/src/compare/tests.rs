//! The fast comparer against one that asks question after question.

use exchange::spec::{ComparisonKind, FOUR_DEPARTMENTS, Link, PERSON, Profile, Spec, TokenGroupKind};
use proptest::prelude::*;

use super::{BundleRows, BundleView, Comparer};
use crate::block::{Block, Pairing};
use crate::random::SplitMix64;

/// Two records, by token group; no value is missing.
struct Pair<'a> {
    groups: Vec<TokenGroupKind>,
    left: BundleView<'a>,
    right: BundleView<'a>,
}

/// A side of a pair and a token group of it.
type Of = (bool, TokenGroupKind);

impl Pair<'_> {
    /// The tokens of a group; none where the value is missing.
    fn tokens(&self, (is_left, group): Of) -> &[u32] {
        let bundle = if is_left { self.left } else { self.right };
        let place = self.groups.iter().position(|other| *other == group).expect("the layout holds the group");
        let start: usize = self.groups[..place].iter().map(|group| group.slots()).sum();
        if bundle.nulls >> place & 1 == 1 { &[] } else { &bundle.tokens[start..start + group.slots()] }
    }

    fn held(&self, group: TokenGroupKind) -> bool {
        !self.tokens((true, group)).is_empty() && !self.tokens((false, group)).is_empty()
    }

    fn share(&self, one: Of, other: Of) -> bool {
        self.tokens(one).iter().any(|token| self.tokens(other).contains(token))
    }

    fn equal(&self, group: TokenGroupKind) -> bool {
        self.share((true, group), (false, group))
    }

    fn crossed(&self, one: TokenGroupKind, other: TokenGroupKind) -> bool {
        self.share((true, one), (false, other)) && self.share((true, other), (false, one))
    }

    fn level(&self, kind: ComparisonKind) -> Option<&'static str> {
        use TokenGroupKind as G;
        match kind {
            ComparisonKind::Forename => self.names().0,
            ComparisonKind::Surname => self.names().1,
            ComparisonKind::Initials => {
                let (forename, surname) = (G::ForenameInitial, G::SurnameInitial);
                (self.held(forename) && self.held(surname)).then(|| match (self.equal(forename), self.equal(surname)) {
                    (true, true) => "both",
                    _ if self.crossed(forename, surname) => "swapped",
                    (true, false) => "forename only",
                    (false, true) => "surname only",
                    (false, false) => "none",
                })
            }
            ComparisonKind::BirthDate => self.birth_date(),
            ComparisonKind::Postcode => self.held(G::PostcodeDistrict).then(|| {
                if self.equal(G::PostcodeUnit) {
                    "unit"
                } else if self.equal(G::PostcodeSector) {
                    if self.held(G::PostcodeUnit) { "sector" } else { "sector, no unit held" }
                } else {
                    self.district()
                }
            }),
            ComparisonKind::Area => self
                .held(G::PostcodeDistrict)
                .then(|| if self.equal(G::PostcodeSector) { "sector" } else { self.district() }),
            ComparisonKind::Sex => self.same(G::Sex),
            ComparisonKind::MiddleInitial => self.same(G::MiddleInitial),
            ComparisonKind::HouseNumber => self.same(G::HouseNumber),
            ComparisonKind::Town => self.same(G::Town),
        }
    }

    fn district(&self) -> &'static str {
        if self.equal(TokenGroupKind::PostcodeDistrict) { "district" } else { "none" }
    }

    fn same(&self, group: TokenGroupKind) -> Option<&'static str> {
        self.held(group).then(|| if self.equal(group) { "same" } else { "different" })
    }

    fn birth_date(&self) -> Option<&'static str> {
        use TokenGroupKind as G;
        let parts = [G::BirthYear, G::BirthMonth, G::BirthDay];
        let held = parts.iter().filter(|part| self.held(**part)).count();
        let equal: Vec<_> = parts.into_iter().filter(|part| self.equal(*part)).collect();
        Some(match (held, equal[..].iter().as_slice()) {
            (0, _) => return None,
            (3, [_, _, _]) => "exact",
            (3, [G::BirthYear, G::BirthMonth]) => "all but day",
            (3, [G::BirthYear, G::BirthDay]) => "all but month",
            (3, [_, _]) => "all but year",
            (3, [G::BirthYear]) if self.crossed(G::BirthMonth, G::BirthDay) => "day and month swapped",
            (3, [_]) => "one of three parts",
            (2, [_, _]) => "two of two parts",
            (2, [_]) => "one of two parts",
            (1, [_]) => "one of one part",
            _ => "none",
        })
    }

    fn names(&self) -> (Option<&'static str>, Option<&'static str>) {
        use TokenGroupKind as G;
        let forename = self.name([G::Forename, G::ForenameClass, G::ForenameDeletion, G::ForenameInitial]);
        let surname = self.name([G::Surname, G::SurnamePart, G::SurnameDeletion, G::SurnameInitial]);
        if [forename, surname].iter().any(|name| name.is_none_or(|level| level == "exact")) {
            return (forename, surname);
        }
        let crossed = [true, false].map(|side| self.share((side, G::Forename), (!side, G::Surname)));
        let near = [true, false].map(|side| self.share((side, G::ForenameDeletion), (!side, G::SurnameDeletion)));
        let weak = |level: Option<&str>| matches!(level, Some("none" | "initial" | "bare initial"));
        if (crossed[0] || near[0]) && (crossed[1] || near[1]) {
            (Some("swapped"), None)
        } else if (crossed[0] || crossed[1]) && weak(forename) && weak(surname) {
            (Some("half swapped"), None)
        } else {
            (forename, surname)
        }
    }

    fn name(&self, [whole, relatives, deletions, initial]: [TokenGroupKind; 4]) -> Option<&'static str> {
        self.held(whole).then(|| {
            if self.equal(whole) {
                "exact"
            } else if self.equal(relatives) {
                "nickname or part"
            } else if self.equal(deletions) {
                "one deletion"
            } else if !self.equal(initial) {
                "none"
            } else if [true, false].iter().any(|side| self.share((*side, whole), (*side, initial))) {
                "bare initial"
            } else {
                "initial"
            }
        })
    }
}

/// Links of every shipped layout, and one that compares all there is.
fn links() -> Vec<Link> {
    let person = Spec::parse_with_profile(PERSON, "person.toml".as_ref(), Profile::Guarded).unwrap();
    let four = Spec::parse(FOUR_DEPARTMENTS, "four_departments.toml".as_ref()).unwrap();
    let mut links: Vec<_> = person.links.into_iter().chain(four.links).collect();
    let comparison = links[0].comparisons[0].clone();
    let mut all = links[0].clone();
    all.comparisons = ComparisonKind::ALL
        .iter()
        .map(|kind| exchange::spec::Comparison { kind: *kind, ..comparison.clone() })
        .collect();
    links.push(all);
    links
}

#[test]
fn any_choice_of_comparisons_has_tables() {
    let all = links().pop().expect("the one that compares all there is");
    for choice in 1..1_u32 << all.comparisons.len() {
        let chosen = all.comparisons.iter().enumerate().filter(|(index, _)| choice >> index & 1 == 1);
        let mut link = all.clone();
        link.comparisons = chosen.map(|(_, comparison)| comparison.clone()).collect();
        assert!(Comparer::new(&link).slots() > 0);
    }
}

#[test]
fn patterns_many_at_a_time_are_those_one_by_one() {
    for link in links() {
        let comparer = Comparer::new(&link);
        let mut random = SplitMix64::new(7);
        let mut side = |rows: usize| -> (Vec<u64>, Vec<u32>) {
            let nulls = (0..rows).map(|_| random.bits() & random.bits() & random.bits()).collect();
            (nulls, (0..rows * comparer.slots()).map(|_| random.below(3) as u32).collect())
        };
        // Pairs of all blocks together: none, fewer than are visited together, as many, and more.
        for (lefts, rights) in [(0, 5), (3, 4), (32, 32), (60, 50)] {
            let (left, right) = (side(lefts), side(rights));
            let [left, right] = [&left, &right].map(|(nulls, tokens)| BundleRows::new(nulls, tokens, comparer.slots()));
            let blocks =
                [Block { left: 0..lefts / 2, right: 0..rights }, Block { left: lefts / 2..lefts, right: 0..rights }];
            let (mut one_by_one, mut together) = (Vec::<u32>::new(), Vec::<u32>::new());
            comparer.each_pattern((left, right), (&blocks, Pairing::Between), |_, _, pattern| {
                one_by_one.push(pattern as u32);
            });
            comparer.all_patterns((left, right), (&blocks, Pairing::Between), |patterns| together.extend(patterns));
            assert_eq!(one_by_one.len(), lefts * rights);
            assert_eq!(one_by_one, together, "{}", link.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_pattern_is_what_question_after_question_finds(seed in any::<u64>(), values in 2_usize..40) {
        let mut random = SplitMix64::new(seed);
        for link in links() {
            let (comparer, groups) = (Comparer::new(&link), link.groups());
            prop_assert_eq!(comparer.slots(), groups.iter().map(|group| group.slots()).sum::<usize>());
            // Few different values, so that all kinds of agreement occur; slots of a group are sorted, as in a pass file.
            let [left, right] = [(); 2].map(|()| {
                groups
                    .iter()
                    .flat_map(|group| {
                        let mut slots: Vec<_> = (0..group.slots()).map(|_| random.below(values) as u32).collect();
                        slots.sort_unstable();
                        slots
                    })
                    .collect::<Vec<_>>()
            });
            let nulls = [(); 2].map(|()| groups.iter().fold(0, |nulls, _| nulls << 1 | u64::from(random.below(6) == 0)));
            let left = BundleView { nulls: nulls[0], tokens: &left };
            let right = BundleView { nulls: nulls[1], tokens: &right };
            let pattern = comparer.pattern(left, right);
            let pair = Pair { groups, left, right };
            for (index, comparison) in link.comparisons.iter().enumerate() {
                let kind = comparison.kind;
                let level = comparer.space().level(pattern, index).map(|level| kind.levels()[level].label);
                prop_assert_eq!(level, pair.level(kind), "{:?} of {}", kind, &link.name);
            }
        }
    }
}
