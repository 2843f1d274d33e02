//! Cumulative incidence of causes that exclude each other.

use nalgebra::{DMatrix, DVector};

use super::kaplan_meier::log_log_interval;
use crate::stats::Interval;

/// How one person's follow-up from time 0 ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ending {
    /// When.
    pub time: f64,
    /// Of which cause, from 0; `None` if follow-up was cut short.
    pub cause: Option<usize>,
}

/// The Aalen-Johansen estimate: `F_k(t) = sum S(u-) d_k(u) / n(u)`, never one less Kaplan-Meier of one cause.
///
/// Source: Aalen OO, Johansen S (1978), Scandinavian Journal of Statistics 5:141-150; variance of Greenwood's type, Andersen PK,
/// Borgan O, Gill RD, Keiding N (1993), Statistical Models Based on Counting Processes, section IV.4.
#[derive(Clone, Debug, PartialEq)]
pub struct CumulativeIncidence {
    steps: Vec<(f64, Vec<Incidence>)>,
    causes: usize,
}

/// The share to whom a cause has happened by some time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Incidence {
    /// The share.
    pub share: f64,
    /// Its standard error.
    pub standard_error: f64,
}

impl CumulativeIncidence {
    /// The curves of these people, for `causes` causes.
    #[must_use]
    pub fn new(people: &[Ending], causes: usize) -> Self {
        let mut sorted = people.to_vec();
        sorted.sort_by(|a, b| a.time.total_cmp(&b.time));
        // States: alive first, then the causes. `now` holds the share in each, `covariance` that of these shares.
        let states = causes + 1;
        let mut now = DVector::zeros(states);
        now[0] = 1.0;
        let mut covariance: DMatrix<f64> = DMatrix::zeros(states, states);
        let (mut at_risk, mut steps) = (sorted.len() as f64, Vec::new());
        for together in sorted.chunk_by(|a, b| a.time.total_cmp(&b.time).is_eq()) {
            let mut hazard = DVector::<f64>::zeros(states);
            for cause in together.iter().filter_map(|person| person.cause) {
                hazard[cause + 1] += 1.0 / at_risk;
            }
            if hazard.sum() > 0.0 {
                hazard[0] = -hazard.sum();
                let mut step: DMatrix<f64> = DMatrix::identity(states, states);
                for state in 0..states {
                    step[(0, state)] += hazard[state];
                }
                let alive: f64 = now[0];
                covariance = step.transpose() * covariance * &step + increment(&hazard, at_risk) * alive.powi(2);
                now += hazard * alive;
                let shares =
                    (1..states).map(|k| Incidence { share: now[k], standard_error: covariance[(k, k)].sqrt() });
                steps.push((together[0].time, shares.collect()));
            }
            at_risk -= together.len() as f64;
        }
        Self { steps, causes }
    }

    /// The share to whom each cause has happened by `time`.
    #[must_use]
    pub fn at(&self, time: f64) -> Vec<Incidence> {
        let past = self.steps.partition_point(|(step, _)| *step <= time);
        let nobody = || vec![Incidence { share: 0.0, standard_error: 0.0 }; self.causes];
        past.checked_sub(1).map_or_else(nobody, |last| self.steps[last].1.clone())
    }
}

/// Multinomial covariance of the increments of the hazards, and of the one that leaves "alive".
fn increment(hazard: &DVector<f64>, at_risk: f64) -> DMatrix<f64> {
    let states = hazard.len();
    let mut covariance: DMatrix<f64> = DMatrix::zeros(states, states);
    for k in 1..states {
        for l in 1..states {
            let own = if k == l { hazard[k] } else { 0.0 };
            covariance[(k, l)] = (own - hazard[k] * hazard[l]) / at_risk;
        }
    }
    for l in 1..states {
        let column: f64 = (1..states).map(|k| covariance[(k, l)]).sum();
        covariance[(0, l)] = -column;
        covariance[(l, 0)] = -column;
    }
    covariance[(0, 0)] = -(1..states).map(|l| covariance[(0, l)]).sum::<f64>();
    covariance
}

impl Incidence {
    /// The 95 % interval, complementary log-log on the share to whom the cause has not happened.
    #[must_use]
    pub fn interval(&self) -> Interval {
        let spared = log_log_interval(1.0 - self.share, self.standard_error);
        Interval { low: 1.0 - spared.high, high: 1.0 - spared.low }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{KaplanMeier, Observed};
    use super::*;

    #[test]
    fn one_cause_is_one_less_kaplan_meier_and_two_add_up_to_it() {
        let causes = [Some(0), None, Some(1), Some(0), None, Some(1), Some(0)];
        let people: Vec<Ending> =
            causes.iter().zip(1..).map(|(&cause, time)| Ending { time: f64::from(time / 2), cause }).collect();
        let all: Vec<Observed> = people.iter().map(|p| Observed { time: p.time, event: p.cause.is_some() }).collect();
        let (curves, survival) = (CumulativeIncidence::new(&people, 2), KaplanMeier::new(&all));
        for time in [0.0, 0.5, 1.0, 2.0, 3.0] {
            let sum: f64 = curves.at(time).iter().map(|incidence| incidence.share).sum();
            assert!((sum + survival.at(time).share - 1.0).abs() < 1e-12);
        }
        let merged: Vec<Ending> = people.iter().map(|p| Ending { cause: p.cause.map(|_| 0), ..*p }).collect();
        let single = CumulativeIncidence::new(&merged, 1).at(2.0)[0];
        assert!((single.standard_error - survival.at(2.0).standard_error).abs() < 1e-12);
    }
}
