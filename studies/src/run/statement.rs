//! The result in plain English, from released figures alone.

use super::finding::{Finding, FindingKey};
use super::perform::Places;
use super::tables::Located;
use crate::day::span_in_words;
use crate::disclose::{Released, SafeTable};
use crate::report::text::{count, decimal};
use crate::study_file::{Definition, StudyFile};
use crate::{deaths, employment, reoffending};

pub(super) fn summary(study: &StudyFile, places: &Places, tables: &[SafeTable], findings: &[Finding]) -> String {
    let text = match places {
        Places::Reoffending(results) => convictions(results, tables, study),
        Places::Deaths(results) => mortality(results, tables, findings),
        Places::Employment(results) => work(results, tables, study),
    };
    text.unwrap_or_else(|| "The numbers are too small for this result to be shown.".into())
}

fn convictions(at: &reoffending::Results, tables: &[SafeTable], study: &StudyFile) -> Option<String> {
    let change = at.change.estimate(tables)?;
    let (before, after) = (at.before.number(tables)?, at.after.number(tables)?);
    let Definition::Reoffending(settings) = study.definition else { return None };
    let span = span_in_words(settings.window_days);
    Some(format!(
        "Convictions {} {}% in the {span} after people started treatment, compared with the {span} before ({}): from {} to {}.",
        if change.estimate() < 0.0 { "fell by" } else { "rose by" },
        decimal(change.estimate().abs(), 0),
        magnitude(change, "%", change.estimate() < 0.0),
        count(before),
        count(after),
    ))
}

fn mortality(at: &deaths::Results, tables: &[SafeTable], findings: &[Finding]) -> Option<String> {
    let rate = |located: Located| located.estimate(tables).map(|r| decimal(r.estimate(), 1));
    let (inside, outside, ratio) = (rate(at.rate_in)?, rate(at.rate_out)?, at.ratio_out.estimate(tables)?);
    let recent = at.ratio_four_weeks.estimate(tables).map(|r| {
        format!(
            " In the first 28 days after leaving it was {} times the rate in treatment ({}).",
            decimal(r.estimate(), 1),
            between(r, 1, "")
        )
    });
    let adjusted = |key| findings.iter().find(|finding| finding.key == key).and_then(|finding| finding.adjusted);
    let adjusted =
        adjusted(FindingKey::DeathRateIn).zip(adjusted(FindingKey::DeathRateOut)).map(|(inside, outside)| {
            format!(
                " Allowing for deaths that no link finds: {} in treatment ({}) and {} out of it ({}).",
                decimal(inside.estimate(), 1),
                between(inside, 1, ""),
                decimal(outside.estimate(), 1),
                between(outside, 1, "")
            )
        });
    Some(format!(
        "For every 1,000 people in treatment for a year there were {inside} deaths; out of treatment there were {outside}, {} times the rate \
         ({}).{}{}",
        decimal(ratio.estimate(), 1),
        between(ratio, 1, ""),
        recent.unwrap_or_default(),
        adjusted.unwrap_or_default(),
    ))
}

fn work(at: &employment::Results, tables: &[SafeTable], study: &StudyFile) -> Option<String> {
    let Definition::Employment(settings) = study.definition else { return None };
    let [first, second] = settings.points.map(span_in_words);
    let share = |point: usize| at.in_work[point].estimate(tables).map(|r| format!("{}%", decimal(r.estimate(), 0)));
    let difference = at.difference[1].estimate(tables).map(|r| {
        let way = if r.estimate() < 0.0 { "less" } else { "more" };
        format!(
            " After {second}, {} percentage points {way} of those who completed treatment were in work than of those who dropped out ({}).",
            decimal(r.estimate().abs(), 0),
            magnitude(r, "", r.estimate() < 0.0),
        )
    });
    Some(format!(
        "{} of people were in work {first} after starting treatment and {} after {second}.{}",
        share(0)?,
        share(1)?,
        difference.unwrap_or_default(),
    ))
}

/// `95% interval 29% to 35%`, of the size of a fall where `fell`.
fn magnitude(released: Released, unit: &str, fell: bool) -> String {
    let interval = released.interval();
    let (low, high) = if fell { (-interval.high, -interval.low) } else { (interval.low, interval.high) };
    format!("95% interval {}{unit} to {}{unit}", decimal(low, 0), decimal(high, 0))
}

fn between(released: Released, decimals: usize, unit: &str) -> String {
    let interval = released.interval();
    format!("95% interval {}{unit} to {}{unit}", decimal(interval.low, decimals), decimal(interval.high, decimals))
}
