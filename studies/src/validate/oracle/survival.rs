//! Curves and the log-rank test.

use super::Ours;
use crate::stats::survival::{CumulativeIncidence, Ending, KaplanMeier, Observed, log_rank};
use crate::validate::answers::column;

const LEUKAEMIA: &str = include_str!("../../../known_answers/r/leukaemia.csv");
const FOLLOWED: &str = include_str!("../../../known_answers/r/followed.csv");
const CAUSES: &str = include_str!("../../../known_answers/r/causes.csv");

pub(super) fn add(ours: &mut Ours) {
    let (control, drug) = (people(LEUKAEMIA, "drug", 0.0), people(LEUKAEMIA, "drug", 1.0));
    curve(ours, "kaplan-meier leukaemia", &drug, &[6, 7, 10, 13, 16, 22, 23]);
    test(ours, "log-rank leukaemia", [&control, &drug]);
    let (men, women) = (people(FOLLOWED, "sex", 1.0), people(FOLLOWED, "sex", 2.0));
    curve(ours, "kaplan-meier followed", &[men.clone(), women.clone()].concat(), &[30, 100, 180, 365, 730]);
    test(ours, "log-rank followed", [&men, &women]);
    incidence(ours);
}

fn people(file: &'static str, group: &str, value: f64) -> Vec<Observed> {
    let rows = column(file, "time").into_iter().zip(column(file, "event")).zip(column(file, group));
    rows.filter(|(_, found)| (found - value).abs() < 0.5)
        .map(|((time, event), _)| Observed { time, event: event > 0.0 })
        .collect()
}

fn curve(ours: &mut Ours, case: &str, people: &[Observed], times: &[u32]) {
    let curve = KaplanMeier::new(people);
    for &time in times {
        let survival = curve.at(f64::from(time));
        ours.say(case, format!("survival {time}"), survival.share);
        ours.say(case, format!("standard error {time}"), survival.standard_error);
        ours.say(case, format!("low {time}"), survival.interval().low);
        ours.say(case, format!("high {time}"), survival.interval().high);
    }
}

fn test(ours: &mut Ours, case: &str, groups: [&[Observed]; 2]) {
    let Some(found) = log_rank(groups) else { return };
    ours.say(case, "chi-squared", found.chi_squared);
    for group in 0..2 {
        ours.say(case, format!("observed {}", group + 1), found.observed[group]);
        ours.say(case, format!("expected {}", group + 1), found.expected[group]);
    }
}

fn incidence(ours: &mut Ours) {
    let rows = column(CAUSES, "time").into_iter().zip(column(CAUSES, "cause"));
    let people: Vec<Ending> =
        rows.map(|(time, cause)| Ending { time, cause: (cause as usize).checked_sub(1) }).collect();
    let curves = CumulativeIncidence::new(&people, 2);
    for time in [12, 60, 120, 240] {
        for (cause, found) in curves.at(f64::from(time)).into_iter().enumerate() {
            let case = "aalen-johansen causes";
            ours.say(case, format!("incidence {} {time}", cause + 1), found.share);
            ours.say(case, format!("standard error {} {time}", cause + 1), found.standard_error);
        }
    }
}
