use serde::{Deserialize, Serialize};

/// Pattern counts below this are merged before a model leaves the linkage unit.
pub const SMALLEST_PATTERN_COUNT: u64 = 10;

/// How many candidate pairs show one agreement pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatternCount {
    /// Agreement pattern; `None` gathers all rare ones.
    pub pattern: Option<u64>,
    /// Pairs.
    pub pairs: u64,
}

/// Gathers patterns of fewer than [`SMALLEST_PATTERN_COUNT`] pairs into one entry without a pattern, at the end. Should
/// even that hold fewer, the next smallest patterns join it: a merged count of 3 would say as much as the three.
#[must_use]
pub fn merge_small_counts(patterns: impl IntoIterator<Item = (u64, u64)>) -> Vec<PatternCount> {
    let mut kept: Vec<(u64, u64)> = patterns.into_iter().filter(|(_, pairs)| *pairs > 0).collect();
    kept.sort_unstable_by_key(|(pattern, pairs)| (std::cmp::Reverse(*pairs), *pattern));
    let mut merged = 0;
    while kept
        .last()
        .is_some_and(|(_, pairs)| *pairs < SMALLEST_PATTERN_COUNT || (1..SMALLEST_PATTERN_COUNT).contains(&merged))
    {
        merged += kept.pop().map_or(0, |(_, pairs)| pairs);
    }
    kept.sort_unstable();
    let rest = (merged >= SMALLEST_PATTERN_COUNT).then_some(PatternCount { pattern: None, pairs: merged });
    let named = kept.into_iter().map(|(pattern, pairs)| PatternCount { pattern: Some(pattern), pairs });
    named.chain(rest).collect()
}
