//! Homes as `model.json` keeps them.

use exchange::spec::ComparisonKind;
use exchange::{MatchShares, ModelHomeComparison, ModelHomeLevel, ModelHomes};

use super::{ByHome, Homes};
use crate::model::parameters::MU;

impl Homes {
    /// As the model file keeps them.
    pub(crate) fn stored(&self, kinds: &[ComparisonKind]) -> ModelHomes {
        let shares = |MU { m, u }: MU| MatchShares { m, u };
        let comparison = |(kind, levels): (&ComparisonKind, &Option<Vec<Option<ByHome>>>)| {
            let labels = kind.levels().iter().map(|level| level.label.to_owned());
            let level = |(label, known): (String, &Option<ByHome>)| {
                known.map(|ByHome { one, two }| ModelHomeLevel { label, one_home: shares(one), two_homes: shares(two) })
            };
            let levels = labels.zip(levels.as_ref()?).filter_map(level).collect();
            Some(ModelHomeComparison { name: kind.name().to_owned(), levels })
        };
        ModelHomes {
            one_home: shares(self.share),
            comparisons: kinds.iter().zip(&self.levels).filter_map(comparison).collect(),
        }
    }

    /// As a model file has them; comparisons and levels that it does not name are not of the home.
    pub(crate) fn read(stored: &ModelHomes, kinds: &[ComparisonKind]) -> Self {
        let mu = |MatchShares { m, u }: MatchShares| MU { m, u };
        let levels = |kind: &ComparisonKind| {
            let comparison = stored.comparisons.iter().find(|comparison| comparison.name == kind.name())?;
            let level = |label: &str| {
                let known = comparison.levels.iter().find(|level| level.label == label)?;
                Some(ByHome { one: mu(known.one_home), two: mu(known.two_homes) })
            };
            Some(kind.levels().iter().map(|known| level(known.label)).collect())
        };
        Self { share: mu(stored.one_home), levels: kinds.iter().map(levels).collect() }
    }
}
