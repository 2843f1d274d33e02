//! `model.json`: from a pass's model to the file that can be read, kept and used again.

use exchange::spec::{Link, Spec};
use exchange::{
    FixedReason, Model, ModelComparison, ModelLevel, ModelPass, PassStatus, TrainedPass, Training,
    model::merge_small_counts,
};

use crate::compare::PatternSpace;
use crate::error::{InputFault, Result};
use crate::model::{Histogram, Homes, MU, Parameters, PassModel, SexGivenForename, Status};

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
        homes: model.parameters.homes.as_ref().map(|homes| homes.stored(space.kinds())),
        sex_given_forename: model.parameters.sex.as_ref().map_or_else(Vec::new, SexGivenForename::stored),
        log_likelihood: model.log_likelihood.clone(),
        patterns: merge_small_counts(histogram.occurring().iter().map(|(pattern, n)| (*pattern as u64, *n))),
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

/// What a link's models were trained on, now that they are.
pub(super) fn training(spec: &Spec, link: &Link, passes: &[ModelPass]) -> Training {
    let mut sources = vec![spec.sources[link.left].name.clone(), spec.sources[link.right].name.clone()];
    sources.dedup();
    let trained = |pass: &ModelPass| TrainedPass {
        name: pass.name.clone(),
        pairs: TrainedPass::rounded(pass.pairs),
        status: pass.status,
    };
    Training {
        spec_hash: spec.hash().to_owned(),
        delivery: spec.delivery.clone(),
        sources,
        passes: passes.iter().map(trained).collect(),
    }
}

/// What a given model was trained on.
///
/// # Errors
/// It does not say, or was trained under another spec: its levels, blocks and caps may be others under the same names.
pub(super) fn given_training(spec: &Spec, model: &Model) -> Result<Training> {
    let fault = |what: &str| {
        let remedy = "give the model that `link` wrote under this spec, or leave --model out";
        InputFault::of_file(&format!("the model of link '{}'", model.link), what, remedy).into()
    };
    match &model.trained_on {
        Some(trained) if trained.spec_hash == spec.hash() => Ok(trained.clone()),
        Some(_) => Err(fault("it was trained under another spec")),
        None => Err(fault("it does not say under which spec it was trained")),
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
            let homes = stored.homes.as_ref().map(|homes| Homes::read(homes, space.kinds()));
            let sex = SexGivenForename::read(&stored.sex_given_forename, space.kinds());
            Ok(PassModel::given(Parameters { prior: stored.prior, levels, homes, sex }, space))
        })
        .collect()
}
