//! `model.json`: from a pass's model to the file that can be read, kept and used again.

use exchange::spec::Link;
use exchange::{FixedReason, Model, ModelComparison, ModelLevel, ModelPass, PassStatus, model::merge_small_counts};

use crate::compare::PatternSpace;
use crate::error::{InputFault, Result};
use crate::model::{Histogram, MU, Parameters, PassModel, Status};

/// One pass as `model.json` keeps it.
pub(super) fn stored(name: &str, model: &PassModel, space: &PatternSpace, histogram: &Histogram) -> ModelPass {
    let comparisons = space
        .kinds()
        .iter()
        .zip(&model.parameters.levels)
        .map(|(kind, levels)| ModelComparison {
            name: kind.name().to_owned(),
            levels: kind
                .levels()
                .iter()
                .zip(levels)
                .filter_map(|(level, known)| {
                    known.map(|MU { m, u }| ModelLevel {
                        label: level.label.to_owned(),
                        m,
                        u,
                        match_weight: (m / u).log2(),
                    })
                })
                .collect(),
        })
        .collect();
    ModelPass {
        name: name.to_owned(),
        status: status(&model.status),
        pairs: histogram.pairs(),
        prior: model.parameters.prior,
        comparisons,
        log_likelihood: model.log_likelihood.clone(),
        patterns: merge_small_counts(histogram.occurring().into_iter().map(|(pattern, n)| (pattern as u64, n))),
    }
}

fn status(status: &Status) -> PassStatus {
    match status {
        Status::Converged { rounds } => PassStatus::Converged { iterations: *rounds as u32 },
        Status::NotConverged { rounds } => PassStatus::NotConverged { iterations: *rounds as u32 },
        Status::TooFewPairs => PassStatus::Fixed { reason: FixedReason::TooFewPairs },
        Status::TooFewFields => PassStatus::Fixed { reason: FixedReason::TooFewFields },
        Status::Given => PassStatus::Fixed { reason: FixedReason::Given },
    }
}

/// The passes of a stored model, in the link's order.
pub fn given_passes(model: &Model, link: &Link, space: &PatternSpace) -> Result<Vec<PassModel>> {
    let fault = |what: String| {
        let remedy = "give the model.json that was made for this spec, or leave --model out";
        InputFault::of_file("model.json", what, remedy)
    };
    link.passes
        .iter()
        .map(|pass| {
            let stored = model.passes.iter().find(|stored| stored.name == pass.name);
            let stored = stored.ok_or_else(|| fault(format!("no pass is called '{}'", pass.name)))?;
            let levels = space
                .kinds()
                .iter()
                .map(|kind| {
                    let comparison = stored.comparisons.iter().find(|comparison| comparison.name == kind.name());
                    let comparison = comparison.ok_or_else(|| fault(format!("no comparison '{}'", kind.name())))?;
                    Ok(kind
                        .levels()
                        .iter()
                        .map(|level| {
                            let known = comparison.levels.iter().find(|known| known.label == level.label);
                            known.map(|known| MU { m: known.m, u: known.u })
                        })
                        .collect())
                })
                .collect::<Result<_>>()?;
            Ok(PassModel::given(Parameters { prior: stored.prior, levels }, space))
        })
        .collect()
}
