//! What each estimate of a world should be, from the planted effects and from what each person lived.

use std::collections::BTreeMap;
use std::path::Path;

use fixtures::{Effects, StateRate};
use linker::input::CsvTable;

use crate::Result;

/// Days in the windows before and after the first day of treatment.
const WINDOW_DAYS: f64 = 730.0;

/// The planted value of every headline and of the ratios by course and state, by the names that estimates have.
///
/// An average over people is taken over those the world holds: the chance of an offence, a death or work that each was given, weighted
/// by the time at risk. `person_years` are by treatment state. `truth` is the folder that `fixtures` writes.
pub fn planted(effects: &Effects, truth: &Path, person_years: &[f64]) -> Result<BTreeMap<String, f64>> {
    let lives = lives(truth)?;
    let mut values: BTreeMap<String, f64> = BTreeMap::new();
    let mut put = |name: &str, value: f64| {
        values.insert(name.to_owned(), value);
    };
    offending(effects, &lives, &mut put);
    mortality(effects, person_years, &mut put);
    work(effects, &lives, &mut put);
    Ok(values)
}

/// What matters of one treated person.
struct Life {
    group: String,
    discharge: String,
    /// Days alive within the window after the first day of treatment.
    days_alive: f64,
    /// Whether the person is in the benefit files and alive on the first and on the second day.
    seen: [bool; 2],
}

/// Consenting people: the others are in no delivery.
fn lives(truth: &Path) -> Result<Vec<Life>> {
    let mut file = CsvTable::open(&truth.join("outcomes.csv"))?;
    let [consents, group, discharge, death, work] =
        ["consents", "group", "planned_discharge", "death_date", "employed_day_183"].map(|name| file.required(name));
    let (consents, group, discharge, death, work) = (consents?, group?, discharge?, death?, work?);
    let days = ["days_in_treatment", "days_left_0_28", "days_left_29_365", "days_left_later"];
    let days = days.into_iter().map(|name| file.required(name)).collect::<std::result::Result<Vec<_>, _>>()?;
    let mut lives = Vec::new();
    for row in file.rows() {
        let row = row?;
        let text = |column| row.text(Some(column));
        if text(consents) != "Y" {
            continue;
        }
        let lived = match text(death) {
            "" => f64::INFINITY,
            _ => days.iter().map(|days| text(*days).parse::<f64>()).sum::<std::result::Result<f64, _>>()?,
        };
        lives.push(Life {
            group: text(group).to_owned(),
            discharge: text(discharge).to_owned(),
            days_alive: lived.min(WINDOW_DAYS),
            seen: [183.0, 365.0].map(|day| lived > day && !text(work).is_empty()),
        });
    }
    Ok(lives)
}

fn offending(effects: &Effects, lives: &[Life], put: &mut impl FnMut(&str, f64)) {
    let ratios = &effects.reoffending;
    let courses = [
        ("completed", "Completed treatment, did not return", ratios.completed),
        ("retained", "Still in treatment two years on", ratios.retained),
        ("returned", "Left and returned within two years", ratios.returned),
        ("transferred", "Transferred or in custody", ratios.transferred),
        ("discontinued", "Dropped out", ratios.discontinued),
    ];
    for (_, row, ratio) in courses {
        put(&format!("convictions: {row}"), ratio);
    }
    // Whoever died in treatment offended as the journey was to end.
    let of = |life: &Life| match (life.group.as_str(), life.discharge.as_str()) {
        ("died", "completed") => ratios.completed,
        ("died", "transferred") => ratios.transferred,
        ("died", "open") => ratios.retained,
        (group, _) => courses.iter().find(|course| course.0 == group).map_or(ratios.discontinued, |course| course.2),
    };
    let after: f64 = lives.iter().map(|life| of(life) * life.days_alive).sum();
    let alive: f64 = lives.iter().map(|life| life.days_alive).sum();
    put("convictions_rate_ratio", after / alive);
    put("convictions_change_percent", 100.0 * (after / (WINDOW_DAYS * lives.len() as f64) - 1.0));
}

fn mortality(effects: &Effects, person_years: &[f64], put: &mut impl FnMut(&str, f64)) {
    let rates = &effects.mortality;
    let outside = [rates.left_0_28, rates.left_29_365, rates.left_later];
    let years = &person_years[1..=outside.len()];
    let mean = |of: fn(&StateRate) -> f64| {
        outside.iter().zip(years).map(|(rate, years)| of(rate) * years).sum::<f64>() / years.iter().sum::<f64>()
    };
    let (all, drug) = (mean(|rate| rate.all_cause), mean(|rate| rate.drug_related));
    let inside = rates.in_treatment;
    put("death_rate_in_treatment", inside.all_cause);
    put("death_rate_out_of_treatment", all);
    put("death_rate_ratio_out_in", all / inside.all_cause);
    put("drug_death_rate_ratio_out_in", drug / inside.drug_related);
    put("death_rate_ratio_four_weeks_in", rates.left_0_28.all_cause / inside.all_cause);
    let rows = ["0 to 28 days after leaving", "29 to 365 days after leaving", "More than 365 days after leaving"];
    for (row, rate) in rows.into_iter().zip(outside) {
        put(&format!("deaths: {row}"), rate.all_cause / inside.all_cause);
        put(&format!("deaths-drug: {row}"), rate.drug_related / inside.drug_related);
    }
}

fn work(effects: &Effects, lives: &[Life], put: &mut impl FnMut(&str, f64)) {
    let levels = &effects.employment;
    let days = [
        ("first", levels.completed_day_183, levels.dropped_out_day_183),
        ("second", levels.completed_day_365, levels.dropped_out_day_365),
    ];
    for (place, (day, completed, dropped_out)) in days.into_iter().enumerate() {
        let chances: Vec<f64> = lives
            .iter()
            .filter(|life| life.seen[place])
            .map(|life| match life.discharge.as_str() {
                "completed" => completed,
                "dropped_out" => dropped_out,
                _ => levels.base,
            })
            .collect();
        put(&format!("in_work_percent_{day}"), 100.0 * chances.iter().sum::<f64>() / chances.len() as f64);
        put(&format!("in_work_difference_{day}"), 100.0 * (completed - dropped_out));
    }
}
