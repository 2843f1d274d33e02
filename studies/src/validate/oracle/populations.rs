//! Standardised rates, balance and matching.

use super::Ours;
use crate::stats::regression::{Design, logistic_regression};
use crate::stats::{
    Band, ESP_2013, Estimate, caliper, directly_standardised_rate, nearest_neighbours, standardised_difference,
    standardised_mortality_ratio,
};
use crate::validate::answers::column;

const BANDS: &str = include_str!("../../../known_answers/r/bands.csv");
const REFERENCE: &str = include_str!("../../../known_answers/r/reference.csv");
const MATCHED: &str = include_str!("../../../known_answers/r/matched.csv");
const COVARIATES: [&str; 5] = ["age", "education", "married", "offender", "earned"];

pub(super) fn add(ours: &mut Ours) {
    standardised(ours);
    balance(ours);
}

fn standardised(ours: &mut Ours) {
    let (events, years) = (column(BANDS, "events"), column(BANDS, "years"));
    let bands: Vec<Band> =
        events.iter().zip(&years).map(|(&events, &years)| Band { events: events as u64, years }).collect();
    if let Some(Estimate { value, interval }) = directly_standardised_rate(&bands, &ESP_2013) {
        let case = "directly standardised rate";
        ours.say(case, "rate per 1000", 1000.0 * value);
        ours.say(case, "low", 1000.0 * interval.low);
        ours.say(case, "high", 1000.0 * interval.high);
    }
    let few = [0, 0, 0, 1, 2, 1, 0, 2, 1];
    let few_bands: Vec<Band> = bands
        .iter()
        .zip(few.into_iter().chain(std::iter::repeat(0)))
        .map(|(band, events)| Band { events, ..*band })
        .collect();
    if directly_standardised_rate(&few_bands, &ESP_2013).is_none() {
        ours.say("directly standardised rate of few", "events", few.iter().sum::<u64>() as f64);
    }
    let expected: f64 = years.iter().zip(column(REFERENCE, "rate")).map(|(years, rate)| years * rate).sum();
    for observed in [bands.iter().map(|band| band.events).sum(), 7_u64] {
        let Some(Estimate { value, interval }) = standardised_mortality_ratio(observed, expected) else { continue };
        let case = "standardised mortality ratio";
        for (name, value) in [("expected", expected), ("ratio", value), ("low", interval.low), ("high", interval.high)]
        {
            ours.say(case, format!("{name} {observed}"), value);
        }
    }
}

fn balance(ours: &mut Ours) {
    let treated: Vec<bool> = column(MATCHED, "treated").iter().map(|&t| t > 0.0).collect();
    let columns = COVARIATES.map(|name| column(MATCHED, name));
    let of = |values: &[f64], group: bool| -> Vec<f64> {
        values.iter().zip(&treated).filter(|(_, t)| **t == group).map(|(value, _)| *value).collect()
    };
    for (name, values) in COVARIATES.iter().zip(&columns) {
        if let Some(found) = standardised_difference(&of(values, true), &of(values, false)) {
            ours.say("balance matched", *name, found);
        }
    }
    let mut design = Design::new(1 + COVARIATES.len());
    for row in 0..treated.len() {
        let values = columns.iter().map(|column| column[row]);
        design.push(&std::iter::once(1.0).chain(values).collect::<Vec<_>>());
    }
    let Ok(fit) = logistic_regression(&design, &treated) else { return };
    let scores: Vec<f64> = (0..design.rows()).map(|row| design.predict(row, &fit.coefficients)).collect();
    let (group, others) = (of(&scores, true), of(&scores, false));
    let pairs = nearest_neighbours(&group, &others, caliper(&group, &others, 0.2));
    ours.say("matching matched", "pairs", pairs.len() as f64);
    for (name, values) in COVARIATES.iter().zip(&columns) {
        let (own, other) = (of(values, true), of(values, false));
        let mean = |side: &dyn Fn(&(usize, usize)) -> f64| pairs.iter().map(side).sum::<f64>() / pairs.len() as f64;
        let difference = mean(&|pair| own[pair.0]) - mean(&|pair| other[pair.1]);
        let deviation = own.iter().map(|x| (x - own.iter().sum::<f64>() / own.len() as f64).powi(2)).sum::<f64>();
        ours.say("matching matched", *name, difference / (deviation / (own.len() - 1) as f64).sqrt());
    }
}
