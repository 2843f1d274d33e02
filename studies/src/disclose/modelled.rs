//! Estimates that released counts cannot give: regressions, standardised rates, cumulative incidence.

use super::measure::{Released, Scale};
use super::policy::Policy;
use crate::stats::Interval;

/// An estimate with what the policy has to know about the people and events behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Modelled {
    /// The estimate, in the unit of its column.
    pub estimate: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// People behind it.
    pub people: u64,
    /// Events of the smallest group that it compares, or since the row before.
    pub least_events: u64,
    /// Observations less parameters.
    pub residual_freedom: u64,
}

impl Modelled {
    /// What may be shown: nothing of few people, events or degrees of freedom; a ratio to three decimals; a share no finer than the
    /// rounding of the count of people that it stands for.
    ///
    /// Source: Griffiths E et al. (2019), Handbook on Statistical Disclosure Control for Outputs: coefficients with ten residual
    /// degrees of freedom are safe; shares of a cumulative curve are counts in another form and are not.
    pub(super) fn released(&self, is_share: bool, policy: &Policy) -> Option<Released> {
        let (people, events) = (self.people as f64, self.least_events as f64);
        let is_safe = !policy.is_small(people)
            && people >= f64::from(policy.minimum_denominator)
            && !policy.is_small(events)
            && events > 0.0
            && self.residual_freedom >= u64::from(policy.residual_freedom);
        let grain =
            if is_share { 100.0 * f64::from(policy.plain_base()) / policy.rounded(people).max(1.0) } else { 1e-3 };
        let coarse = |value: f64| (value / grain).round() * grain;
        let Interval { low, high } = self.interval;
        let scale = if is_share { Scale::Identity } else { Scale::Log };
        let standard_error = (scale.forth(high) - scale.forth(low)) / (2.0 * crate::stats::Z_95);
        let finite = [self.estimate, low, high].iter().all(|value| value.is_finite());
        (is_safe && finite).then(|| Released {
            estimate: coarse(self.estimate),
            interval: Interval { low: coarse(low), high: coarse(high) },
            standard_error,
            scale,
            is_unreliable: self.least_events < u64::from(policy.reliable_events),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURVE: Modelled = Modelled {
        estimate: 12.345_678,
        interval: Interval { low: 10.1, high: 14.9 },
        people: 1003,
        least_events: 30,
        residual_freedom: 900,
    };

    #[test]
    fn a_share_is_no_finer_than_the_people_it_stands_for() {
        let policy = Policy::default();
        let shown = CURVE.released(true, &policy).unwrap().estimate;
        let people = shown / 100.0 * 1005.0 / 5.0;
        assert!((people - people.round()).abs() < 1e-6, "{shown}");
    }

    #[test]
    fn few_people_events_or_degrees_of_freedom_show_nothing() {
        let policy = Policy::default();
        for hidden in [
            Modelled { people: 9, ..CURVE },
            Modelled { least_events: 0, ..CURVE },
            Modelled { least_events: 12, ..CURVE },
            Modelled { residual_freedom: 9, ..CURVE },
            Modelled { estimate: f64::NAN, ..CURVE },
        ] {
            assert_eq!(hidden.released(true, &policy), None);
        }
        assert!(Modelled { least_events: 15, ..CURVE }.released(false, &policy).unwrap().is_unreliable);
    }
}
