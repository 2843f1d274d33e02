//! Precision and recall from the answers of two reviewers.

use exchange::review::{ReviewKey, Stratum};
use serde::Serialize;

use super::answers::Answer;
use super::interval::{Counted, Total, limits_of_share, total};
use crate::evaluate::Share;

/// An estimate with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// Value.
    pub value: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// What a sample says of one link.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkEstimate {
    /// Link.
    pub link: String,
    /// Matches among the pairs that the threshold declares; `None` where there are none.
    pub precision: Option<Estimate>,
    /// Declared ones among the matches of the pairs that were kept; `None` where no match was seen.
    pub recall: Option<Estimate>,
    /// Items on which the reviewers did not agree that it is a match, or that it is none. Each counts half in the values;
    /// the intervals reach from all of them being wrong to all being right.
    pub unresolved: u64,
    /// Its strata.
    pub strata: Vec<StratumEstimate>,
}

/// What a sample says of one stratum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StratumEstimate {
    /// Stratum.
    #[serde(flatten)]
    pub stratum: Stratum,
    /// Matches among the drawn pairs on which the reviewers agree.
    pub matches: Share,
    /// Drawn pairs on which they do not, or are unsure.
    pub unresolved: u64,
}

/// Estimates by link, in the order of the key; either reviewer's answers by item.
#[must_use]
pub fn estimate(key: &ReviewKey, one: &[Answer], other: &[Answer]) -> Vec<LinkEstimate> {
    let mut tallies: Vec<Tally> = key.strata.iter().map(Tally::new).collect();
    for (stratum, answers) in key.items.iter().zip(one.iter().zip(other)) {
        tallies[*stratum as usize].count(answers);
    }
    tallies.chunk_by(|a, b| a.stratum.link == b.stratum.link).map(of_link).collect()
}

fn of_link(tallies: &[Tally<'_>]) -> LinkEstimate {
    let (declared, others): (Vec<&Tally>, Vec<&Tally>) = tallies.iter().partition(|tally| tally.stratum.declared);
    let pairs = declared.iter().map(|tally| tally.stratum.pairs).sum::<u64>() as f64;
    let (least, most) = (matches(&declared, Unresolved::No), matches(&declared, Unresolved::Match));
    let (missed_least, missed_most) = (matches(&others, Unresolved::No), matches(&others, Unresolved::Match));
    let found = f64::midpoint(least.value, most.value);
    let missed = f64::midpoint(missed_least.value, missed_most.value);
    let recall = || Estimate {
        value: found / (found + missed),
        low: limits_of_share(least, missed_most).0,
        high: limits_of_share(most, missed_least).1,
    };
    LinkEstimate {
        link: tallies[0].stratum.link.clone(),
        precision: (pairs > 0.0).then(|| Estimate {
            value: found / pairs,
            low: least.low / pairs,
            high: most.high / pairs,
        }),
        recall: (found + missed > 0.0).then(recall),
        unresolved: tallies.iter().map(|tally| tally.unresolved).sum(),
        strata: tallies.iter().map(Tally::shown).collect(),
    }
}

/// What an unresolved item is taken for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unresolved {
    No,
    Match,
}

fn matches(tallies: &[&Tally<'_>], taken_for: Unresolved) -> Total {
    let counted = tallies.iter().map(|tally| Counted {
        pairs: tally.stratum.pairs,
        sampled: tally.sampled(),
        matches: tally.matches + if taken_for == Unresolved::Match { tally.unresolved } else { 0 },
    });
    total(&counted.collect::<Vec<_>>())
}

/// Answers of one stratum.
struct Tally<'k> {
    stratum: &'k Stratum,
    matches: u64,
    non_matches: u64,
    unresolved: u64,
}

impl<'k> Tally<'k> {
    fn new(stratum: &'k Stratum) -> Self {
        Self { stratum, matches: 0, non_matches: 0, unresolved: 0 }
    }

    fn count(&mut self, answers: (&Answer, &Answer)) {
        *match answers {
            (Answer::Match, Answer::Match) => &mut self.matches,
            (Answer::NonMatch, Answer::NonMatch) => &mut self.non_matches,
            _ => &mut self.unresolved,
        } += 1;
    }

    fn sampled(&self) -> u64 {
        self.matches + self.non_matches + self.unresolved
    }

    fn shown(&self) -> StratumEstimate {
        StratumEstimate {
            stratum: self.stratum.clone(),
            matches: Share::of(self.matches, self.matches + self.non_matches),
            unresolved: self.unresolved,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SplitMix64;

    fn stratum(declared: bool, pairs: u64) -> Stratum {
        let (low, high) = if declared { (0.5, 1.0) } else { (0.0, 0.5) };
        Stratum { link: "a-b".to_owned(), passes: Vec::new(), low, high, declared, pairs }
    }

    #[test]
    fn worked_by_hand() {
        use Answer::{Match, NonMatch, Unsure};
        // All 4 declared pairs and 2 of 10 others are drawn: 3 of 4, and 1 of 2.
        let key = ReviewKey::new("00", 1, vec![stratum(true, 4), stratum(false, 10)], vec![0, 0, 0, 0, 1, 1]);
        let answers = [Match, Match, Match, NonMatch, Match, NonMatch];
        let found = &estimate(&key, &answers, &answers)[0];
        let precision = found.precision.unwrap();
        assert_eq!((precision.value, precision.low, precision.high), (0.75, 0.75, 0.75));
        let recall = found.recall.unwrap();
        // 3 found, 5 of 10 missed; at least 1 and at most 9 of the 10.
        assert!(
            (recall.value - 3.0 / 8.0).abs() < 1e-12 && recall.low > 0.249_999 && recall.high < 0.750_001,
            "{recall:?}"
        );
        let mut other = answers;
        (other[0], other[4]) = (Unsure, NonMatch);
        let found = &estimate(&key, &answers, &other)[0];
        let precision = found.precision.unwrap();
        assert_eq!((precision.value, precision.low, precision.high, found.unresolved), (0.625, 0.5, 0.75, 2));
    }

    /// Strata as a link has them: nearly all matches, mixed, few, nearly none; two are small.
    #[test]
    fn the_intervals_cover_what_they_estimate() {
        const STRATA: [(bool, u64, f64, u64); 6] = [
            (true, 20_000, 0.995, 60),
            (true, 900, 0.9, 30),
            (true, 14, 0.6, 5),
            (false, 9, 0.4, 5),
            (false, 400, 0.15, 30),
            (false, 30_000, 0.004, 60),
        ];
        const TRIALS: u64 = 600;
        let strata: Vec<_> = STRATA.iter().map(|(declared, pairs, ..)| stratum(*declared, *pairs)).collect();
        let matches: Vec<u64> = STRATA.iter().map(|(_, pairs, share, _)| (*pairs as f64 * share) as u64).collect();
        let items: Vec<u32> = (0..).zip(STRATA).flat_map(|(place, of)| vec![place; of.3 as usize]).collect();
        let key = ReviewKey::new("00", 1, strata, items);
        let declared = |places: std::ops::Range<usize>| matches[places].iter().sum::<u64>() as f64;
        let (precision, recall) = (declared(0..3) / 20_914.0, declared(0..3) / declared(0..6));
        let mut covered = (0, 0);
        for trial in 0..TRIALS {
            let mut draws = SplitMix64::new(trial);
            let mut answers = Vec::new();
            for ((_, pairs, _, sampled), matches) in STRATA.iter().zip(&matches) {
                let drawn = draws.sample(*pairs as u32, *sampled as usize);
                let answer = |pair: u32| if u64::from(pair) < *matches { Answer::Match } else { Answer::NonMatch };
                answers.extend(drawn.into_iter().map(answer));
            }
            let found = &estimate(&key, &answers, &answers)[0];
            let holds = |of: Option<Estimate>, truth: f64| of.is_some_and(|of| of.low <= truth && truth <= of.high);
            covered.0 += u64::from(holds(found.precision, precision));
            covered.1 += u64::from(holds(found.recall, recall));
        }
        let least = (0.95 * TRIALS as f64) as u64;
        assert!(covered.0 >= least && covered.1 >= least, "{covered:?} of {TRIALS}");
    }
}
