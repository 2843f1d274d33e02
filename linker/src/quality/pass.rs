//! The quality of one pass and of one link.

use exchange::{ModelPass, Training};

use super::bins::{WeightBin, weight_bins};
use super::dependence::{Dependence, dependences};
use crate::compare::PatternSpace;
use crate::model::{Histogram, PassModel};

/// What the models of one link say of themselves.
#[derive(Clone, Debug)]
pub struct LinkQuality {
    /// Link.
    pub link: String,
    /// Match probability from which the spec declares a pair.
    pub threshold: f64,
    /// What the models were trained on, where they were given and not trained on these files.
    pub given: Option<Training>,
    /// By pass, in spec order.
    pub passes: Vec<PassQuality>,
}

/// What the model of one pass says of itself.
#[derive(Clone, Debug)]
pub struct PassQuality {
    /// The model as it is stored.
    pub model: ModelPass,
    /// Pairs above the floor, which were written.
    pub kept: u64,
    /// All compared pairs by match weight.
    pub weights: Vec<WeightBin>,
    /// Compared pairs in which either side lacks the value, by comparison.
    pub missing: Vec<u64>,
    /// Fields that agree together otherwise than the model says, worst first.
    pub dependences: Vec<Dependence>,
    /// Rows of both files by the match weight of the row with itself: no better partner can be found.
    pub rows: Vec<WeightBin>,
}

impl PassQuality {
    /// From the patterns of all compared pairs, and those of every row compared with itself.
    pub(crate) fn new(
        model: ModelPass,
        kept: u64,
        weigh: &PassModel,
        space: &PatternSpace,
        pairs: &Histogram,
        rows: &Histogram,
    ) -> Self {
        let weighted = |histogram: &Histogram| {
            weight_bins(histogram.occurring().iter().map(|(pattern, count)| (weigh.match_weight(*pattern), *count)))
        };
        let mut missing = vec![0; space.kinds().len()];
        for (pattern, count) in pairs.occurring() {
            for (index, missing) in missing.iter_mut().enumerate() {
                *missing += if space.level(*pattern, index).is_none() { *count } else { 0 };
            }
        }
        let dependences = dependences(weigh, space, pairs);
        Self { kept, weights: weighted(pairs), missing, dependences, rows: weighted(rows), model }
    }
}
