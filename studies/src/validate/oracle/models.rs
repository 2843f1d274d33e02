//! Poisson, logistic and Cox regression.

use super::Ours;
use crate::stats::regression::{Design, Fit, FitError, logistic_regression, poisson_regression};
use crate::stats::survival::{AtRisk, cox_regression};
use crate::validate::answers::column;

const DOCTORS: &str = include_str!("../../../known_answers/r/doctors.csv");
const CASES: &str = include_str!("../../../known_answers/r/cases.csv");
const FOLLOWED: &str = include_str!("../../../known_answers/r/followed.csv");
const STATES: &str = include_str!("../../../known_answers/r/states.csv");
const LEUKAEMIA: &str = include_str!("../../../known_answers/r/leukaemia.csv");

pub(super) fn add(ours: &mut Ours) {
    let design = with_constant(DOCTORS, &["smokes", "age2", "age3", "age4", "age5"]);
    let fit = poisson_regression(&design, &column(DOCTORS, "deaths"), &column(DOCTORS, "years"));
    say(ours, "poisson doctors", &fit);
    let design = with_constant(CASES, &["age", "visits", "drug", "alcohol"]);
    let happened: Vec<bool> = column(CASES, "case").iter().map(|&case| case > 0.0).collect();
    say(ours, "logistic cases", &logistic_regression(&design, &happened));
    for (case, file, covariates) in [
        ("cox followed", FOLLOWED, &["age", "sex", "severity"][..]),
        ("cox states", STATES, &["age", "year", "prior", "treated"]),
        ("cox leukaemia", LEUKAEMIA, &["drug"]),
    ] {
        cox(ours, case, file, covariates);
    }
}

fn cox(ours: &mut Ours, case: &str, file: &'static str, covariates: &[&str]) {
    let stretches = stretches(file);
    let fit = cox_regression(&design(file, covariates, false), &stretches);
    say(ours, case, &fit);
    if let Ok(fit) = fit {
        ours.say(case, "log likelihood", -fit.deviance / 2.0);
    }
    ours.say(case, "log likelihood without covariates", null_likelihood(&stretches));
}

/// Efron's partial likelihood at coefficients of 0, written out: minus the sum of `ln(n - l)` over deaths.
fn null_likelihood(stretches: &[AtRisk]) -> f64 {
    let mut times: Vec<f64> = stretches.iter().filter(|s| s.event).map(|s| s.stop).collect();
    times.sort_by(f64::total_cmp);
    let log = |time: f64, tie: usize| {
        let at_risk = stretches.iter().filter(|s| s.start < time && time <= s.stop).count();
        -((at_risk - tie) as f64).ln()
    };
    let ties = times.chunk_by(|a, b| a.total_cmp(b).is_eq());
    ties.flat_map(|tied| (0..tied.len()).map(|tie| log(tied[0], tie))).sum()
}

fn stretches(file: &'static str) -> Vec<AtRisk> {
    let counting = file.starts_with("start");
    let stops = column(file, if counting { "stop" } else { "time" });
    let starts = if counting { column(file, "start") } else { vec![0.0; stops.len()] };
    let rows = starts.into_iter().zip(stops).zip(column(file, "event"));
    rows.map(|((start, stop), event)| AtRisk { start, stop, event: event > 0.0 }).collect()
}

fn with_constant(file: &'static str, covariates: &[&str]) -> Design {
    design(file, covariates, true)
}

fn design(file: &'static str, covariates: &[&str], constant: bool) -> Design {
    let columns: Vec<Vec<f64>> = covariates.iter().map(|name| column(file, name)).collect();
    let mut design = Design::new(columns.len() + usize::from(constant));
    for row in 0..columns[0].len() {
        let values = columns.iter().map(|column| column[row]);
        design.push(&std::iter::repeat_n(1.0, usize::from(constant)).chain(values).collect::<Vec<_>>());
    }
    design
}

fn say(ours: &mut Ours, case: &str, fit: &Result<Fit, FitError>) {
    let Ok(fit) = fit else { return };
    for (index, (coefficient, error)) in fit.coefficients.iter().zip(&fit.standard_errors).enumerate() {
        let (number, interval) = (index + 1, fit.interval(index));
        ours.say(case, format!("coefficient {number}"), *coefficient);
        ours.say(case, format!("standard error {number}"), *error);
        ours.say(case, format!("exp coefficient {number}"), coefficient.exp());
        ours.say(case, format!("exp low {number}"), interval.low.exp());
        ours.say(case, format!("exp high {number}"), interval.high.exp());
    }
    ours.say(case, "deviance", fit.deviance);
}
