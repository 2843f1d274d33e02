//! The Kaplan-Meier curve.

use super::Observed;
use crate::stats::{Interval, Z_95};

/// The product-limit estimate of surviving, with Greenwood's variance.
///
/// Source: Kaplan EL, Meier P (1958), JASA 53:457-481; Greenwood M (1926), Reports on Public Health and Medical Subjects 33.
#[derive(Clone, Debug, PartialEq)]
pub struct KaplanMeier {
    steps: Vec<(f64, Survival)>,
}

/// Surviving past a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Survival {
    /// The share who do.
    pub share: f64,
    /// Greenwood's standard error of the share.
    pub standard_error: f64,
}

impl KaplanMeier {
    /// The curve of these people. Someone cut short at the time of another's event was at risk of it.
    #[must_use]
    pub fn new(people: &[Observed]) -> Self {
        let mut sorted = people.to_vec();
        sorted.sort_by(|a, b| a.time.total_cmp(&b.time));
        let (mut share, mut greenwood, mut at_risk) = (1.0, 0.0, sorted.len() as f64);
        let mut steps = Vec::new();
        for together in sorted.chunk_by(|a, b| a.time.total_cmp(&b.time).is_eq()) {
            let events = together.iter().filter(|person| person.event).count() as f64;
            if events > 0.0 {
                share *= 1.0 - events / at_risk;
                greenwood += events / (at_risk * (at_risk - events));
                let standard_error = if share > 0.0 { share * f64::sqrt(greenwood) } else { 0.0 };
                steps.push((together[0].time, Survival { share, standard_error }));
            }
            at_risk -= together.len() as f64;
        }
        Self { steps }
    }

    /// Surviving past `time`.
    #[must_use]
    pub fn at(&self, time: f64) -> Survival {
        let past = self.steps.partition_point(|(step, _)| *step <= time);
        past.checked_sub(1).map_or(Survival { share: 1.0, standard_error: 0.0 }, |last| self.steps[last].1)
    }
}

impl Survival {
    /// The 95 % interval on the complementary log-log scale, which stays between 0 and 1.
    ///
    /// Source: Kalbfleisch JD, Prentice RL (1980), The Statistical Analysis of Failure Time Data, section 1.3.
    #[must_use]
    pub fn interval(&self) -> Interval {
        log_log_interval(self.share, self.standard_error)
    }
}

/// `p^exp(±z s / (p |ln p|))`; the share itself where it is 0 or 1.
pub(super) fn log_log_interval(share: f64, standard_error: f64) -> Interval {
    if share <= 0.0 || share >= 1.0 {
        return Interval { low: share, high: share };
    }
    let reach = (Z_95 * standard_error / (share * share.ln().abs())).exp();
    Interval { low: share.powf(reach), high: share.powf(1.0 / reach) }
}
