use serde::{Deserialize, Serialize};

use super::document::PassStatus;

/// What a model was trained on: by this it is refused where it does not belong, and judged where it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// Hash of the spec.
    pub spec_hash: String,
    /// Label of the delivery.
    pub delivery: String,
    /// Sources on either side; one for de-duplication.
    pub sources: Vec<String>,
    /// In the order of the link.
    pub passes: Vec<TrainedPass>,
}

/// What one pass was trained on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainedPass {
    /// Pass.
    pub name: String,
    /// Candidate pairs to two figures; see [`TrainedPass::rounded`].
    pub pairs: u64,
    /// How the numbers came about.
    pub status: PassStatus,
}

impl TrainedPass {
    /// A count to two figures, and to ten below a hundred: enough to judge a model by, wherever it is taken.
    #[must_use]
    pub fn rounded(pairs: u64) -> u64 {
        let step = 10_u64.pow(pairs.checked_ilog10().unwrap_or(0).max(2) - 1);
        (pairs + step / 2) / step * step
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_keep_two_figures() {
        let shown = [0, 4, 5, 94, 95, 1_249, 1_250, 987_654].map(TrainedPass::rounded);
        assert_eq!(shown, [0, 0, 10, 90, 100, 1_200, 1_300, 990_000]);
    }
}
