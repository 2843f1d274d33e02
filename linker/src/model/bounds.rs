//! How often non-matches may agree: EM must not take damaged matches for the other class.
//!
//! In a pass with few non-matches two classes fit better when they part the matches: those who moved from those who did
//! not. The spec knows about how often two different people agree by chance. Where the block key does not bear on a
//! field, u cannot be many times that.

use exchange::spec::{ComparisonKind, Derived, Link, Pass};

use super::histogram::Histogram;
use super::homes::Homes;
use super::parameters::MU;
use crate::compare::PatternSpace;

/// By how much chance agreement may exceed the spec's u: a file of one age group or one community agrees that much more
/// often than the country does. Places are not bounded at all: a file may be of one street.
const EXCESS: f64 = 10.0;

/// Largest u of each level of each comparison, and largest m of its disagreement; 1 where nothing is known.
pub(super) struct Bounds {
    u: Vec<Vec<f64>>,
    disagreement: Vec<f64>,
}

impl Bounds {
    pub(super) fn of(link: &Link, pass: &Pass, space: &PatternSpace, histogram: &Histogram) -> Self {
        let known = |kind: &ComparisonKind| link.comparisons.iter().find(|comparison| comparison.kind == *kind);
        let bounds = |kind: &ComparisonKind| match known(kind).filter(|_| !bears_on(pass, *kind)) {
            Some(comparison) => comparison.fixed.u.iter().map(|u| (EXCESS * u).min(1.0)).collect(),
            None => vec![1.0; kind.levels().len()],
        };
        let has_address = (0..space.kinds().len()).any(|index| {
            matches!(space.kinds()[index], ComparisonKind::Postcode | ComparisonKind::HouseNumber)
                && histogram.level_counts(space, index).iter().filter(|count| **count > 0).count() > 1
        });
        let disagreement = |kind: &ComparisonKind| if has_address { most_disagreement(*kind) } else { 1.0 };
        Self {
            u: space.kinds().iter().map(bounds).collect(),
            disagreement: space.kinds().iter().map(disagreement).collect(),
        }
    }

    /// The same of pairs of two homes: relatives of one home share a surname as often as they do.
    pub(super) fn apply_to_homes(&self, homes: &mut Homes) {
        for (index, levels) in homes.levels.iter_mut().enumerate() {
            let Some(levels) = levels else { continue };
            let mut of_two: Vec<_> = levels.iter().map(|known| known.map(|known| known.two)).collect();
            self.apply(&mut of_two, index);
            for (known, two) in levels.iter_mut().zip(of_two) {
                if let (Some(known), Some(two)) = (known, two) {
                    known.two = two;
                }
            }
        }
    }

    /// Cuts u of comparison `index` down to its bounds; what is cut off goes to disagreement. A comparison whose
    /// disagreement never occurs is left alone.
    pub(super) fn apply(&self, levels: &mut [Option<MU>], index: usize) {
        let Some((Some(disagreement), agreements)) = levels.split_first_mut() else { return };
        for (level, most) in agreements.iter_mut().zip(&self.u[index][1..]) {
            if let Some(level) = level
                && level.u > *most
            {
                disagreement.u += level.u - most;
                level.u = *most;
            }
        }
        let most = self.disagreement[index];
        if disagreement.m > most {
            let rest: f64 = agreements.iter().flatten().map(|level| level.m).sum();
            for level in agreements.iter_mut().flatten() {
                level.m *= (1.0 - most) / rest;
            }
            disagreement.m = most;
        }
    }
}

/// Largest share of matches that may disagree fully on what a person keeps for life.
///
/// Postcode, house number and town agree together, and with the surname, when two people of one home are compared. Where few
/// people are in both files, EM takes these for the matches, who would then mostly differ in birth date or forename. The
/// Ministry of Justice's live model has .2 % and 1 % of matches differ (`fixtures/tests/agreement`); files worse than these bounds
/// are beyond any we know.
fn most_disagreement(kind: ComparisonKind) -> f64 {
    match kind {
        ComparisonKind::BirthDate => 0.05,
        ComparisonKind::Forename => 0.1,
        _ => 1.0,
    }
}

/// Whether two different people of one block may agree on `kind` far more often than two people at large: the key holds the
/// field or one that goes with it (families share surname and address), or any two people do.
fn bears_on(pass: &Pass, kind: ComparisonKind) -> bool {
    use ComparisonKind as K;
    let held = |topics: &[Topic]| pass.key.iter().flatten().any(|value| topics.contains(&topic(*value)));
    match kind {
        K::Forename => held(&[Topic::Forename]),
        K::Surname => held(&[Topic::Surname, Topic::Address]),
        K::Initials => held(&[Topic::Forename, Topic::Surname, Topic::Address]),
        K::BirthDate => held(&[Topic::Birth]),
        K::Postcode | K::Area | K::HouseNumber | K::Town | K::Sex | K::MiddleInitial => true,
    }
}

#[derive(PartialEq, Eq)]
enum Topic {
    Forename,
    Surname,
    Birth,
    Address,
    Other,
}

fn topic(value: Derived) -> Topic {
    use Derived as D;
    match value {
        D::Forename | D::ForenameInitial | D::ForenamePrefix2 | D::ForenameClass | D::ForenameSoundex => {
            Topic::Forename
        }
        D::Surname | D::SurnameInitial | D::SurnamePrefix3 | D::SurnameSoundex => Topic::Surname,
        D::BirthYear | D::BirthMonth | D::BirthDay | D::BirthDateUnordered => Topic::Birth,
        D::PostcodeUnit | D::PostcodeSector | D::PostcodeDistrict | D::HouseNumber | D::StreetPrefix6 | D::Town => {
            Topic::Address
        }
        D::MiddleInitial | D::Sex => Topic::Other,
    }
}
