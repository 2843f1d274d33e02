//! Where EM starts: m falls from strong to weak levels, u is what chance shows.
//!
//! A start on the right side of m > u keeps the match class the match class; the steepness and the top share were
//! measured to matter little once the order is right.

use exchange::spec::{ComparisonKind, Link};

use super::given_forename::SexGivenForename;
use super::histogram::Histogram;
use super::homes::{Homes, is_address};
use super::parameters::{MU, Parameters};
use crate::compare::PatternSpace;

/// Share of matches assumed to agree exactly; a middle initial is more often missing or another.
const EXACT_SHARE: f64 = 0.9;
const MIDDLE_INITIAL_SHARE: f64 = 0.8;
/// Steepness of m over the strengths of the levels below exact.
const STEEPNESS: f64 = 0.35;
/// Share of matches assumed to agree exactly on name and date of birth.
const SURE_SHARE: f64 = 0.45;
/// Fewer fields of an address that vary do not show which pairs are of one home.
const FEWEST_ADDRESSES: usize = 2;
/// The prior's start is kept inside these.
const PRIOR_RANGE: (f64, f64) = (0.005, 0.6);

pub(super) fn start(link: &Link, space: &PatternSpace, histogram: &Histogram) -> Parameters {
    let levels: Vec<_> = (0..space.kinds().len()).map(|index| start_levels(space, histogram, index)).collect();
    let homes = start_homes(link, space, &levels);
    let sex = SexGivenForename::start(space, &levels);
    Parameters { prior: start_prior(space, histogram), levels, homes, sex }
}

/// Nothing where the pass does not show who lives together: one field of the home cannot, nor one and a name.
fn start_homes(link: &Link, space: &PatternSpace, levels: &[Vec<Option<MU>>]) -> Option<Homes> {
    let varies = |index: &usize| levels[*index].iter().flatten().count() > 1;
    let of_home = |index: &usize| link.home.contains(&space.kinds()[*index]);
    let members: Vec<_> = (0..levels.len()).filter(of_home).filter(varies).collect();
    let addresses = members.iter().filter(|index| is_address(space.kinds()[**index])).count();
    (addresses >= FEWEST_ADDRESSES).then(|| Homes::start(space, &members, levels))
}

fn start_levels(space: &PatternSpace, histogram: &Histogram, index: usize) -> Vec<Option<MU>> {
    let kind = space.kinds()[index];
    let counts = histogram.level_counts(space, index);
    let seen: Vec<_> = counts.iter().map(|count| (*count > 0).then_some(*count as f64 + 0.5)).collect();
    // A comparison with one level in this pass cannot tell matches from non-matches.
    if seen.iter().flatten().count() < 2 {
        return vec![None; counts.len()];
    }
    let total: f64 = seen.iter().flatten().sum();
    let shares: Vec<_> = seen.iter().map(|count| count.map(|count| count / total)).collect();
    let strength = |level: usize| f64::from(kind.levels()[level].strength);
    let top = top_strength(kind, &shares);
    let exact_share = if kind == ComparisonKind::MiddleInitial { MIDDLE_INITIAL_SHARE } else { EXACT_SHARE };
    let tilted = |level: usize, share: f64| (STEEPNESS * strength(level)).exp() * share;
    let tilted_total: f64 = (0..).zip(&shares).filter_map(|(level, share)| Some(tilted(level, (*share)?))).sum();
    let top_total: f64 = (0..).zip(&shares).filter_map(|(level, s)| s.filter(|_| strength(level) >= top)).sum();
    (0..)
        .zip(&shares)
        .map(|(level, share)| {
            share.map(|share| {
                let below = (1.0 - exact_share) * tilted(level, share) / tilted_total;
                let exact = if strength(level) >= top { exact_share * share / top_total } else { 0.0 };
                MU { m: below + exact, u: share }
            })
        })
        .collect()
}

/// Levels at least as strong as exact agreement, or as the strongest that occurs.
fn top_strength(kind: ComparisonKind, shares: &[Option<f64>]) -> f64 {
    let occurring = (0..).zip(shares).filter(|(_, share)| share.is_some()).map(|(level, _): (usize, _)| level);
    let strongest = occurring.map(|level| kind.levels()[level].strength).max().unwrap_or(0);
    f64::from(strongest.min(kind.levels()[kind.exact()].strength))
}

/// Pairs that agree exactly on name and date of birth, over the share of matches that do so.
fn start_prior(space: &PatternSpace, histogram: &Histogram) -> f64 {
    let identifying =
        [ComparisonKind::Forename, ComparisonKind::Surname, ComparisonKind::Initials, ComparisonKind::BirthDate];
    let wanted: Vec<_> =
        (0..space.kinds().len()).filter(|index| identifying.contains(&space.kinds()[*index])).collect();
    let sure: u64 = histogram
        .occurring()
        .iter()
        .filter(|(pattern, _)| wanted.iter().all(|i| space.level(*pattern, *i) == Some(space.kinds()[*i].exact())))
        .map(|(_, count)| count)
        .sum();
    (sure as f64 / SURE_SHARE / histogram.pairs() as f64).clamp(PRIOR_RANGE.0, PRIOR_RANGE.1)
}
